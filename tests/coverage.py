#!/usr/bin/env python3
"""Which lines of src/ the tests run: coverage.py BUILD

BUILD is the folder of the preset `coverage`, in which the tests were run. Writes a row for each folder of src/ into the table
of docs/robustness.md, and prints the files with most lines that no test runs. Wants gcovr.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/robustness.md"
HEADER = "| Folder | Lines | Run by tests |\n| --- | --- | --- |\n"
TABLE = re.compile(re.escape(HEADER) + r"(\|.*\n)*")
MOST_FILES = 20


def files_of(build):
    summary = subprocess.run(["gcovr", "--root", ROOT, "--filter", str(ROOT / "src") + "/", "--json-summary", "-", build],
                             check=True, capture_output=True, text=True)
    return json.loads(summary.stdout)["files"]


def row(name, lines, run):
    return f"| {name} | {lines:,} | {100 * run / lines:.1f} % |\n"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    files = files_of(pathlib.Path(sys.argv[1]).resolve())
    folders = collections.defaultdict(lambda: [0, 0])
    for file in files:
        for name in (f"`{pathlib.Path(file['filename']).parent}`", "all"):
            folders[name][0] += file["line_total"]
            folders[name][1] += file["line_covered"]
    whole = folders.pop("all")
    table = HEADER + "".join(row(name, *folders[name]) for name in sorted(folders)) + row("all", *whole)
    PAGE.write_text(TABLE.sub(lambda _: table, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(table)
    for file in sorted(files, key=lambda file: file["line_covered"] - file["line_total"])[:MOST_FILES]:
        print(f"{file['filename']}: {file['line_total'] - file['line_covered']} of {file['line_total']} lines are not run")


if __name__ == "__main__":
    main()
