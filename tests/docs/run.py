#!/usr/bin/env python3
"""Runs the examples of README.md and of all pages in docs: run.py TOOFEW SOURCE_FOLDER

Each file's examples run in a scratch copy of integrations/examples, with `toofew` on the PATH, from top to bottom:

  ```console         lines that start with "$ " are commands ("> " goes on with one), the lines below them what they
                     print. `…` stands for anything, on a line of its own for any number of lines. `$?` is the status
                     of the command before.
  ```yaml file=NAME  (or any other language) is written to NAME, for the commands that follow.
  ```sh              is not run: it builds or installs. What it names must be there: scripts, folders and presets.

Today is 15 June 2026. Links to other files must lead somewhere.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^(?P<fence>`{3,})(?P<language>\w*)(?: file=(?P<file>\S+))?$")
LINK = re.compile(r"\]\((?!\w+:)(?P<path>[^)#]+)")
TODAY = "1781481600"  # 15 June 2026, in seconds since 1970
MARKER = "--- end of this command ---"


def blocks(text):
    """Fenced blocks: (line number of the first line, language, file, lines)."""
    opening, lines = None, []
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if opening is None and fence:
            opening, lines, first = fence, [], number + 1
        elif opening is not None and line == opening["fence"]:
            yield first, opening["language"], opening["file"], lines
            opening = None
        elif opening is not None:
            lines.append(line)


def commands(lines):
    """(command, lines that it prints)"""
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif line.startswith("> ") and found and not found[-1][1]:
            found[-1] = (f"{found[-1][0]}\n{line[2:]}", [])
        elif found:
            found[-1][1].append(line)
        else:
            raise ValueError(f"output before the first command: {line}")
    return found


def pattern(lines):
    """What the output must match, blank lines at its end aside."""
    parts = []
    for line in "\n".join(lines).rstrip().split("\n"):
        if line == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*?".join(re.escape(piece) for piece in line.split("…")) + r"\n")
    return re.compile("".join(parts))


def run(found, scratch, environment):
    """What each of the commands prints; all run in one shell."""
    script = "".join(f"{command}\n__status=$?; echo; echo '{MARKER}'; (exit $__status)\n" for command, _ in found)
    done = subprocess.run(["bash", "-c", script], cwd=scratch, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False)
    return done.stdout.decode("utf-8", "backslashreplace").split(f"\n{MARKER}\n")


def console_failures(lines, scratch, environment):
    found = commands(lines)
    for (command, expected), actual in zip(found, run(found, scratch, environment)):
        if not pattern(expected).fullmatch(actual.rstrip() + "\n"):
            wanted = "\n".join(expected).rstrip()
            yield f"$ {command}\n--- expected\n{wanted}\n--- actual\n{actual.rstrip()}"


def script_failures(lines, source):
    presets = json.loads((source / "CMakePresets.json").read_text(encoding="utf-8"))["configurePresets"]
    names = [preset["name"] for preset in presets if not preset.get("hidden")]
    for line in lines:
        for preset in re.findall(r"--preset[ =](\w+)", line):
            if preset not in names:
                yield f"there is no preset '{preset}'"
        for path in re.findall(r"(?<![\w/.])(?:\.ci|bench|cmake|integrations|rules|tests)/[\w./-]+", line):
            if not (source / path).exists():
                yield f"there is no {path}"


def link_failures(path, text):
    for link in LINK.finditer(text):
        if not (path.parent / link["path"]).exists():
            yield f"a link leads to {link['path']}, which is not there"


def failures(path, source, environment):
    text = path.read_text(encoding="utf-8")
    yield from link_failures(path, text)
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder) / "examples"
        shutil.copytree(source / "integrations/examples", scratch)
        for first, language, file, lines in blocks(text):
            found = []
            if file:
                (scratch / file).parent.mkdir(parents=True, exist_ok=True)
                (scratch / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
            elif language == "console":
                found = console_failures(lines, scratch, environment)
            elif language == "sh":
                found = script_failures(lines, source)
            yield from (f"line {first}: {failure}" for failure in found)


def main():
    program, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "toofew").symlink_to(program)
        unset = re.compile("NO_COLOR|COLUMNS|TOOFEW_.*")
        environment = {name: value for name, value in os.environ.items() if not unset.fullmatch(name)}
        environment |= {"PATH": f"{folder}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": TODAY}
        for path in [source / "README.md", *sorted((source / "docs").rglob("*.md"))]:
            for failure in failures(path, source, environment):
                count += 1
                print(f"{path.relative_to(source)}: {failure}\n")
    if count:
        sys.exit(f"{count} not as they should be")


if __name__ == "__main__":
    main()
