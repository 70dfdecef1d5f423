#!/usr/bin/env python3
"""What must hold for any draft, tried on the labelled posts: properties.py TOOFEW POSTS

- The bytes of a finding's range are its words.
- Clean paragraphs before and after a post change nothing.
- A post decomposed (NFD) is read as it is composed.
- Eight threads say what one says.
- A post gives the same findings, on the same words, in whatever format it is written.
- Fixing twice is fixing once.
- A redacted report holds no word of a claim but those that our own messages use.
"""
import collections
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from formats import FORMATS, written  # noqa: E402: beside this folder

BEFORE = "The kettle is in the back room.\n\nMind the step by the door.\n\n"
AFTER = "\n\nThe lamp by the stairs is green.\n"
EVERY = 3          # each third post: enough for a difference to show, and quick
MARKS = re.compile(r"[\n\t*_`#|<>\[\]&\\~^]|^\W|^\d+[.)]|--|://|\w@\w|  ")  # what some format takes for more than words
RARE_LETTERS = 7   # words this long are hardly words of a message by chance


class Failure(Exception):
    pass


def run(program, folder, *options):
    """Findings of a folder, as they are printed."""
    result = subprocess.run([program, "check", "--format", "jsonl", *options, "."], cwd=folder, capture_output=True)
    if result.returncode not in (0, 1):
        raise Failure(f"toofew failed: {result.stderr.decode(errors='replace')}")
    return result.stdout


def findings(output):
    """Findings by file."""
    by_file = collections.defaultdict(list)
    for line in output.decode().splitlines():
        finding = json.loads(line)
        by_file[finding["path"].removeprefix("./")].append(finding)
    return by_file


def write(folder, posts, change=lambda text: text):
    folder.mkdir()
    (folder / "toofew.yaml").write_text("fail_on: error\n")
    for number, text in enumerate(posts):
        (folder / f"{number:04}.md").write_text(change(text), encoding="utf-8")
    return folder


def essence(finding):
    """What a finding says, wherever it stands; its words composed."""
    words = unicodedata.normalize("NFC", finding["text"])
    return finding["rule"], finding["severity"], words, json.dumps(finding["cohort"]), finding["category"]


def expect_same(what, one, other):
    for name in sorted(set(one) | set(other)):
        a, b = [essence(f) for f in one.get(name, [])], [essence(f) for f in other.get(name, [])]
        if a != b:
            raise Failure(f"{what}: {name} has\n  {a}\nand then\n  {b}")


def words_are_bytes(folder, found):
    for name, of_file in found.items():
        data = (folder / name).read_bytes()
        for finding in of_file:
            words = data[finding["offset"]:finding["offset"] + finding["length"]].decode()
            if words != finding["text"]:
                raise Failure(f"{name}: the bytes are {words!r}, the words {finding['text']!r}")


def formats_agree(program, folder, texts):
    """Of how many posts, in all formats."""
    folder.mkdir()
    plain = [text for text in texts if not MARKS.search(text)]
    for number, text in enumerate(plain):
        for ending in FORMATS:
            (folder / f"{number:04}.{ending}").write_bytes(written(text, ending))
    found = findings(run(program, folder))
    if sum(f"{number:04}.md" in found for number in range(len(plain))) < len(plain) // 4:
        raise Failure("hardly anything was found: the formats would agree on nothing")
    for ending in FORMATS:
        def of(other):
            return {number: [finding | {"text": html.unescape(finding["text"])}
                             for finding in found.get(f"{number:04}.{other}", []) if "other" not in finding]
                    for number in range(len(plain))}
        expect_same(f"Markdown, then {ending}", of("md"), of(ending))
    return len(plain)


def fixing_ends(program, folder):
    """The folder's drafts are fixed, for good, by fixing them once."""
    def bytes_of():
        return {path.name: path.read_bytes() for path in folder.iterdir()}
    before = bytes_of()
    run(program, folder, "--fix", "--unsafe-fixes")
    once = bytes_of()
    if once == before:
        raise Failure("nothing was fixed: fixing twice would be fixing never")
    run(program, folder, "--fix", "--unsafe-fixes")
    for name, data in bytes_of().items():
        if data != once[name]:
            raise Failure(f"{name}: fixed to\n  {once[name]!r}\nand then to\n  {data!r}")


def words_of_ours(posts):
    """Every word that a message may hold whatever the draft says."""
    defaults = posts.resolve().parents[2] / "rules" / "defaults"
    return {word for path in defaults.glob("*.yaml") for word in re.findall(r"\w+", path.read_text(encoding="utf-8").lower())}


def redaction_hides(found, redacted, ours):
    """No long word of a claim stands in the redacted finding."""
    for name, of_file in found.items():
        shown = redacted.get(name, [])
        if len(shown) != len(of_file):
            raise Failure(f"{name}: {len(of_file)} findings, but {len(shown)} redacted ones")
        for finding, hidden in zip(of_file, shown):
            claim = set(re.findall(rf"\w{{{RARE_LETTERS},}}", finding["text"].lower()))
            known = set(re.findall(r"\w+", json.dumps({k: finding[k] for k in ("rule", "kind", "category", "path")}).lower()))
            left = claim & set(re.findall(r"\w+", json.dumps(hidden).lower())) - known - ours
            if left:
                raise Failure(f"{name}: redacted, but it holds {sorted(left)}: {hidden}")


def main():
    program, posts = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    texts = [json.loads(line)["text"] for path in sorted(posts.glob("*.jsonl"))
             for line in path.read_text(encoding="utf-8").splitlines()][::EVERY]
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        plain = write(scratch / "plain", texts)
        output = run(program, plain)
        found = findings(output)
        if sum(map(len, found.values())) < len(texts) // 4:
            raise Failure("hardly anything was found: the properties would hold of nothing")
        words_are_bytes(plain, found)
        if run(program, plain, "--jobs", "8") != run(program, plain, "--jobs", "1"):
            raise Failure("eight threads say something else than one")
        padded = write(scratch / "padded", texts, lambda text: BEFORE + text + AFTER)
        # Front matter and titles are such only at the very top.
        top = {f"{n:04}.md" for n, text in enumerate(texts) if text.startswith("---")}
        expect_same("clean paragraphs around", {k: v for k, v in found.items() if k not in top},
                    {k: v for k, v in findings(run(program, padded)).items() if k not in top})
        decomposed = write(scratch / "decomposed", texts, lambda text: unicodedata.normalize("NFD", text))
        expect_same("decomposed", found, findings(run(program, decomposed)))
        agreeing = formats_agree(program, scratch / "formats", texts)
        redaction_hides(found, findings(run(program, plain, "--redact")), words_of_ours(posts))
        fixing_ends(program, plain)
    print(f"{len(texts)} posts, {agreeing} of them in all formats, {sum(map(len, found.values()))} findings: all properties hold")


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(str(failure))
