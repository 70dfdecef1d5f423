"""Real Markdown, from the documentation of packages that are on this machine."""

import hashlib
import os
import pathlib
import subprocess

SIZE = 20_000_000
LARGEST = 400_000  # bytes of a file; longer ones are tables made by machines
HISTORIES = ("change", "history", "release")


def places(tools):
    """Where packages lie, the pinned ones first."""
    go = subprocess.run(["go", "env", "GOMODCACHE"], capture_output=True, text=True, check=False).stdout.strip()
    found = {
        "npm packages of bench/package.json": tools / "node_modules",
        "Debian packages (/usr/share/doc)": pathlib.Path("/usr/share/doc"),
        "npm packages of the system": pathlib.Path("/usr/lib/node_modules"),
        "Go modules": pathlib.Path(go or "/nonexistent"),
        "crates": pathlib.Path.home() / ".cargo/registry/src",
    }
    return {name: path for name, path in found.items() if path.is_dir()}


def markdown_under(place):
    for folder, folders, names in os.walk(place):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith((".md", ".markdown")):
                yield pathlib.Path(folder, name)


def gather(folder, tools, size=SIZE):
    """Fills `folder` with different files of `size` bytes in all, in an order that does not depend on where they come
    from, and returns what it took: place → [files, bytes]. Lists of changes come last, where the rest is too little."""
    files = []
    seen = set()
    for place, path in places(tools).items():
        for file in markdown_under(path):
            try:
                text = file.read_bytes()
                text.decode()
            except (OSError, UnicodeDecodeError):
                continue
            digest = hashlib.sha256(text).hexdigest()
            if digest in seen or not text.strip() or len(text) > LARGEST:
                continue
            seen.add(digest)
            files.append((any(word in file.name.lower() for word in HISTORIES), place, digest, text))
    files.sort(key=lambda file: file[0])
    taken = []
    total = 0
    for _, place, digest, text in files:
        if total >= size:
            break
        taken.append((digest, place, text))
        total += len(text)
    folder.mkdir(parents=True)
    sources = {}
    for number, (_, place, text) in enumerate(sorted(taken)):
        (folder / f"{number:05}.md").write_bytes(text)
        source = sources.setdefault(place, [0, 0])
        source[0] += 1
        source[1] += len(text)
    return sources


def part(corpus, folder, size):
    """A folder with the first files of the corpus, up to so many bytes; and how many these are."""
    folder.mkdir()
    total = 0
    for path in sorted(corpus.iterdir()):
        if total >= size:
            break
        os.link(path, folder / path.name)
        total += path.stat().st_size
    return total
