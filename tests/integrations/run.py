#!/usr/bin/env python3
"""Tries an integration with the tool that it is for: run.py NAME TOOFEW SOURCE_FOLDER TOOLS…

NAME.md beside this file tells scenarios, in the manner of tests/git/scenarios.md. TOOLS are folders
in which install.sh, and that of the reports, put what the scenarios run. `recipe` copies what docs/integrations/NAME.md shows into the current folder: its blocks that have a file's
name. $SOURCE is the top of this repository. Exit 77: a tool is not there that a line "Needs: TOOL …" names.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "docs"), str(HERE.parent / "git")]
from run import TODAY, blocks  # noqa: E402
from scenarios import GIT_CONFIG, failures, sections  # noqa: E402


def recipe_files(page):
    """(name, text) of what the page shows as files"""
    for _, _, file, lines in blocks(page.read_text(encoding="utf-8")):
        if file:
            yield file, "\n".join(lines) + "\n"


def prepare(home, name, program, source):
    (home / "bin").mkdir()
    (home / "bin/toofew").symlink_to(program)
    (home / "gitconfig").write_text(GIT_CONFIG, encoding="utf-8")
    for file, text in recipe_files(source / f"docs/integrations/{name}.md"):
        (home / "recipe" / file).parent.mkdir(parents=True, exist_ok=True)
        (home / "recipe" / file).write_text(text, encoding="utf-8")
    (home / "bin/recipe").write_text(f"#!/bin/sh\ncp -R {home}/recipe/. .\n", encoding="utf-8")
    (home / "bin/recipe").chmod(0o755)


def unlike_shipped(name, source):
    """Files that integrations/NAME has in another form than the page shows them."""
    for file, text in recipe_files(source / f"docs/integrations/{name}.md"):
        shipped = source / "integrations" / name / file
        if shipped.exists() and shipped.read_text(encoding="utf-8") != text:
            yield f"docs/integrations/{name}.md shows another {file} than integrations/{name} has"


def is_there(tool, path):
    """Of "node>=20", whether it is in that version."""
    name, _, version = tool.partition(">=")
    found = shutil.which(name, path=path)
    if not found or not version:
        return bool(found)
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    return int(re.search(r"\d+", told)[0]) >= int(version)


def main():
    name, program, source, *tools = sys.argv[1], *(pathlib.Path(path).resolve() for path in sys.argv[2:])
    scenarios = (HERE / f"{name}.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder).resolve()
        prepare(home, name, program, source)
        path = [home / "bin", *(folder / bin for folder in tools for bin in ("node_modules/.bin", "venv/bin", "bin")),
                os.environ["PATH"]]
        kept = {key: value for key, value in os.environ.items() if not re.match("GIT_|TOOFEW_|GITHUB_|CI$", key)}
        environment = kept | {"PATH": ":".join(map(str, path)), "HOME": str(home), "LC_ALL": "C.UTF-8",
                              "GIT_CONFIG_GLOBAL": str(home / "gitconfig"), "GIT_CONFIG_NOSYSTEM": "1",
                              "SOURCE_DATE_EPOCH": TODAY, "SOURCE": str(source)}
        for tool in " ".join(re.findall(r"^Needs: (.*)$", scenarios, re.MULTILINE)).split():
            if not is_there(tool, environment["PATH"]):
                print(f"There is no {tool} here.")
                sys.exit(1 if os.environ.get("TOOFEW_TEST_TOOLS") == "required" else 77)
        failed = list(unlike_shipped(name, source))
        for heading, text in sections(scenarios):
            failed += [f"{heading}: {failure}" for failure in failures(text, environment)]
    if failed:
        sys.exit("\n\n".join(failed))


if __name__ == "__main__":
    main()
