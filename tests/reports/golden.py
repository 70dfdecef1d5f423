#!/usr/bin/env python3
"""Compares the report of tests/data/reports/drafts in each format, and the review of tests/data/reports/review, with
tests/data/reports/expected:

  golden.py TOOFEW SOURCE_FOLDER [--update]

With --update the reports are written instead; look at what git shows. Each format must be described in docs/reports.md.
"""
import argparse
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

NAMES = {
    "text": "report.txt", "html": "report.html", "markdown": "report.md", "json": "report.json",
    "jsonl": "report.jsonl", "sarif": "report.sarif", "github": "report.github.txt", "gitlab": "report.gitlab.json",
    "junit": "report.junit.xml", "checkstyle": "report.checkstyle.xml", "rdjson": "report.rdjson",
    "rdjsonl": "report.rdjsonl", "tap": "report.tap",
}
REVIEWS = ("review.html", "review.md")


def formats(program):
    """The formats that the program says it has."""
    text = subprocess.run([program, "check", "--help"], capture_output=True, check=True, encoding="utf-8").stdout
    lines = text.split("Formats of reports:\n")[1].split("\n\n")[0].splitlines()
    return [line.split()[0] for line in lines]


def run(program, drafts, command, outputs):
    """What the program writes into the folder `out`, by file name."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        shutil.copytree(drafts, scratch / "drafts")
        (scratch / "out").mkdir()
        environment = os.environ | {"SOURCE_DATE_EPOCH": "1781481600"}  # 15 June 2026
        done = subprocess.run([program, *command, "drafts", *outputs], cwd=scratch, env=environment, capture_output=True,
                              check=False)
        if done.returncode != 2:  # there is a draft that cannot be read
            sys.exit(f"status {done.returncode}:\n{done.stderr.decode()}")
        return {path.name: path.read_bytes() for path in (scratch / "out").iterdir()}


def reports(program, data, names):
    """All reports, without what changes with every rule: the sum of those that come with the program."""
    written = run(program, data / "drafts", ["check"], [f"--output={name}=out/{NAMES[name]}" for name in names])
    reviews = run(program, data / "review", ["report", "--for-review"], [f"--output=out/{name}" for name in REVIEWS])
    return written | {name: re.sub(rb"SHA-256 [0-9a-f]{64}", "SHA-256 …".encode(), text)
                      for name, text in reviews.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--update", action="store_true", help="write what comes out as what must come out")
    options = parser.parse_args()

    names = formats(options.program)
    data = options.source / "tests/data/reports"
    docs = (options.source / "docs/reports.md").read_text(encoding="utf-8")
    failures = [f"golden.py has no file name for the format {name}" for name in names if name not in NAMES]
    failures += [f"docs/reports.md says nothing of the format {name}" for name in names if f"`{name}`" not in docs]
    written = reports(options.program, data, [name for name in names if name in NAMES])
    for name, actual in sorted(written.items()):
        path = data / "expected" / name
        if options.update:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(actual)
        expected = path.read_bytes() if path.exists() else b""
        lines = [text.decode().splitlines(keepends=True) for text in (expected, actual)]
        failures += ["".join(difflib.unified_diff(*lines, f"{name} (expected)", f"{name} (actual)"))]
    if any(failures):
        sys.exit("\n".join(failure for failure in failures if failure))


if __name__ == "__main__":
    main()
