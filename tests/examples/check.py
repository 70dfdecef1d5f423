#!/usr/bin/env python3
"""Checks the example posts of integrations/examples, and compares what is found with its expected.tsv:

  check.py TOOFEW SOURCE_FOLDER [--update]

A row for each finding: file, line, record of a queue, severity ("waived" for what a waiver lets pass), kind, people.
With --update the rows are written instead; look at what git shows. Today is 15 June 2026.
"""
import argparse
import difflib
import json
import os
import pathlib
import subprocess
import sys

TODAY = "1781481600"  # 15 June 2026, in seconds since 1970
HEADER = "\t".join(["file", "line", "record", "severity", "kind", "people"])


def people(finding):
    cohort = finding.get("cohort")
    if not cohort:
        return ""
    if cohort["hi"] == cohort["lo"]:
        return str(cohort["lo"])
    return f"{cohort['lo']}-{'' if cohort['hi'] is None else cohort['hi']}"


def row(finding):
    return "\t".join([finding["path"], str(finding["line"]), finding.get("record", {}).get("id", ""),
                      "waived" if "waiver" in finding else finding["severity"], finding["kind"], people(finding)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--update", action="store_true", help="write what is found as what must be found")
    options = parser.parse_args()

    examples = options.source / "integrations/examples"
    done = subprocess.run([options.program, "check", "--format", "jsonl", "posts"], cwd=examples, capture_output=True,
                          encoding="utf-8", env=os.environ | {"SOURCE_DATE_EPOCH": TODAY}, check=False)
    if done.returncode != 1 or done.stderr:
        sys.exit(f"status {done.returncode}\n{done.stderr}")
    actual = "".join(f"{line}\n" for line in [HEADER, *map(row, map(json.loads, done.stdout.splitlines()))])
    path = examples / "expected.tsv"
    if options.update:
        path.write_text(actual, encoding="utf-8")
    expected = path.read_text(encoding="utf-8")
    lines = (expected.splitlines(keepends=True), actual.splitlines(keepends=True))
    sys.stdout.writelines(difflib.unified_diff(*lines, "expected.tsv", "found"))
    sys.exit(expected != actual)


if __name__ == "__main__":
    main()
