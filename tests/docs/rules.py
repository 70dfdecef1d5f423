#!/usr/bin/env python3
"""Whether docs/rules is what the rules tell of themselves: rules.py TOOFEW SOURCE_FOLDER"""
import filecmp
import pathlib
import re
import subprocess
import sys
import tempfile


def fragments(folder):
    """The fragments under which renderers of Markdown show the headings, as `toofew` is to link to them."""
    for page in folder.glob("*.md"):
        for heading in re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE):
            yield f"{page.name}#{re.sub(r'[^a-z0-9 _-]', '', heading.lower()).replace(' ', '-')}"


def main():
    program, committed = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2], "docs/rules").resolve()
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([program, "explain", "--markdown", "rules"], cwd=scratch, check=True, stdout=subprocess.DEVNULL)
        written = pathlib.Path(scratch, "rules")
        names = sorted(path.name for path in written.iterdir())
        _, differ, missing = filecmp.cmpfiles(written, committed, names, shallow=False)
        surplus = [path.name for path in committed.iterdir() if path.name not in names]
        if differ or missing or surplus:
            sys.exit(f"Not as the rules tell: {', '.join(differ + missing + surplus)}\n"
                     "Run `toofew explain --markdown docs/rules` at the top of the repository.")
        found = list(fragments(written))
        twice = {fragment for fragment in found if found.count(fragment) > 1}
        if twice:
            sys.exit(f"Two headings are known by one link: {', '.join(sorted(twice))}")


if __name__ == "__main__":
    main()
