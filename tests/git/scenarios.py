#!/usr/bin/env python3
"""Runs what scenarios.md tells: scenarios.py TOOFEW SOURCE_FOLDER [WORDS OF A HEADING]

Each section runs in an empty folder of its own, from top to bottom, as tests/docs/run.py does it with the documentation.
`git save MESSAGE` is an alias: it commits all that there is. The real git is used, with a configuration of its own.
"""
import os
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "docs"))
from run import TODAY, blocks, console_failures  # noqa: E402

GIT_CONFIG = """\
[user]
  name = Jo
  email = jo@example.org
[init]
  defaultBranch = main
[protocol "file"]
  allow = always
[advice]
  detachedHead = false
[alias]
  save = "!f() { git add -A && git commit -q -m \\"$1\\"; }; f"
"""


def sections(text):
    """(heading, text), each text with as many empty lines before it as put its lines where they stand in the file"""
    at = [match.start() for match in re.finditer(r"^## ", text, re.MULTILINE)]
    for begin, end in zip(at, [*at[1:], len(text)]):
        yield text[begin + 3:text.index("\n", begin)], "\n" * text.count("\n", 0, begin) + text[begin:end]


def failures(text, environment):
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder).resolve()
        for first, language, file, lines in blocks(text):
            if file:
                (scratch / file).parent.mkdir(parents=True, exist_ok=True)
                (scratch / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
            elif language == "console":
                for failure in console_failures(lines, scratch, environment):
                    yield f"line {first}: {failure}"


def main():
    program, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    wanted = " ".join(sys.argv[3:])
    run = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        (home / "toofew").symlink_to(program)
        (home / "gitconfig").write_text(GIT_CONFIG, encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment |= {"PATH": f"{home}:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8",
                        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"), "GIT_CONFIG_NOSYSTEM": "1",
                        "SOURCE_DATE_EPOCH": TODAY, "SOURCE": str(source)}
        for heading, text in sections((pathlib.Path(__file__).parent / "scenarios.md").read_text(encoding="utf-8")):
            if wanted not in heading:
                continue
            run += 1
            for failure in failures(text, environment):
                failed += 1
                print(f"{heading}: {failure}\n")
    if failed or not run:
        sys.exit(f"{failed} of {run} scenarios are not as they should be" if run else f"no heading has '{wanted}'")
    print(f"{run} scenarios")


if __name__ == "__main__":
    main()
