#!/usr/bin/env python3
"""Puts fixes into drafts and looks what becomes of them: run.py TOOFEW SOURCE_FOLDER

First the examples of rules/en/rewrites.yaml: of what was found in the first sentence, one fix must make the second. Then
the labelled posts of tests/data/posts, and sentences made from templates, each in several formats. Each fix that is
offered there, a thousand at least, is put in alone, as an editor would; then

- the finding is gone, and nothing is found that was not found before;
- a reader of the format that is not ours sees other words where the finding was, and nothing else changed.
"""
import argparse
import collections
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from formats import FORMATS, written  # noqa: E402: beside this folder

WANTED = 1000
TODAY = "1781481600"  # 15 June 2026, in seconds since 1970


TEMPLATES = [
    "{Many} of you {did}.", "Last week {many} of our members {did}.", "To the {many} people who {did}: who hurt you?",
    "Only {many} of our {base} testers {did}.", "The report is in: {many} customers {did}.",
    "Of our {base} testers, {many} {did}.", "All but {many} of our {base} hosts {did}.",
    "You and {many} others in Bath {did}.", "Thanks to the **{many}** of you who {did}.",
    "A handful of users {did}.", "- {Many} listeners {did}\n- Nothing else happened",
]
COUNTS = ["12", "nine", "about 40", "twenty-three", "between 30 and 40"]
BASES = ["400", "250"]
DEEDS = ["watched it every day for 18 days", "cancelled before breakfast", "ordered the soup twice"]


def template_texts():
    for template, many, did in itertools.product(TEMPLATES, COUNTS, DEEDS):
        for base in BASES if "{base}" in template else BASES[:1]:
            yield template.format(many=many, Many=many[0].upper() + many[1:], did=did, base=base)


def drafts(source):
    """Name and bytes of each draft; each text in two of the formats."""
    posts = [json.loads(line)["text"] for path in sorted((source / "tests/data/posts").glob("*.jsonl"))
             for line in path.read_text(encoding="utf-8").splitlines()]
    names = list(FORMATS)
    for number, text in enumerate(itertools.chain(posts, template_texts())):
        for which in (number, number // len(names) + number + 3):
            extension = names[which % len(names)]
            yield f"{number:04}-{which % len(names)}.{extension}", written(text, extension)


# ---- What toofew says

def check(program, folder, *options):
    done = subprocess.run([program, "check", "--format", "json", *options, "."], cwd=folder, capture_output=True,
                          check=False, env=os.environ | {"SOURCE_DATE_EPOCH": TODAY})
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    return {file["path"]: file["findings"] for file in json.loads(done.stdout)["files"]}


def encoded(text, data):
    if data[:2] == b"\xff\xfe":
        return text.encode("utf-16-le")
    return text.encode()


def put_in(fix, data):
    begin, end = fix["offset"], fix["offset"] + fix["length"]
    return data[:begin] + encoded(fix["text"], data) + data[end:]


def alike(finding):
    """What stays the same of a finding when words elsewhere change. Differences to other drafts are left out."""
    return finding["kind"], finding["severity"], json.dumps(finding.get("cohort")), finding.get("category")


def of_the_draft(findings):
    return [finding for finding in findings if "other" not in finding]


def differing(before, after):
    """Paths of the values that differ between two values of lists and maps."""
    if type(before) is not type(after):
        return [()]
    if isinstance(before, dict):
        if before.keys() != after.keys():
            return [()]
        return [(key, *rest) for key in before for rest in differing(before[key], after[key])]
    if isinstance(before, (list, tuple)):
        if len(before) != len(after):
            return [()]
        return [(i, *rest) for i, pair in enumerate(zip(before, after)) for rest in differing(*pair)]
    return [] if before == after else [("text",)]


def outside(extension, before, after):
    """What another reader finds wrong."""
    read = FORMATS[extension][1]
    paths = differing(read(before), read(after))
    return "" if len(paths) == 1 and paths[0][-1:] == ("text",) else f"values that differ: {paths}"


# ---- The tests

def test_examples(program, source):
    rules = yaml.safe_load((source / "rules/en/rewrites.yaml").read_text(encoding="utf-8"))["rewrites"]
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        wanted = {}
        for rule in rules:
            for number, (old, new) in enumerate(rule.get("examples", [])):
                name = f"{rule['id']}-{number}.md"
                (pathlib.Path(folder) / name).write_text(old + "\n", encoding="utf-8")
                wanted[name] = (rule, old, new)
        for name, findings in check(program, folder).items():
            rule, old, new = wanted[name]
            made = [(put_in(fix, (old + "\n").encode()).decode()[:-1], fix) for finding in findings
                    for fix in finding.get("fixes", [])]
            if not any(text == new and fix["safe"] == rule.get("safe", False) for text, fix in made):
                failures.append(f"{rule['id']}: “{old}” becomes {[text for text, _ in made]}, not “{new}”")
    return failures


def test_fixes(program, source, show):
    with tempfile.TemporaryDirectory() as folder:
        before = pathlib.Path(folder) / "before"
        after = pathlib.Path(folder) / "after"
        before.mkdir()
        after.mkdir()
        bytes_of = dict(drafts(source))
        for name, data in bytes_of.items():
            (before / name).write_bytes(data)
        found = check(program, before)
        offered = {}
        for name, findings in found.items():
            for finding in of_the_draft(findings):
                for fix in finding.get("fixes", []):
                    target = f"{len(offered):05}-{name}"
                    offered[target] = (name, finding, fix)
                    (after / target).write_bytes(put_in(fix, bytes_of[name]))
        left = check(program, after)
        failures = []
        for target, (name, finding, fix) in offered.items():
            extension = name.partition(".")[2]
            had = collections.Counter(map(alike, of_the_draft(found[name])))
            has = collections.Counter(map(alike, of_the_draft(left[target])))
            had[alike(finding)] -= 1
            new = has - had
            wrong = f"is found then: {new}" if new else outside(extension, bytes_of[name],
                                                                   put_in(fix, bytes_of[name]))
            if wrong:
                failures.append(f"{name}: {finding['text']!r}: {fix['title']}: {wrong}")
            if show:
                print(f"{finding['kind']:14}{'safe' if fix['safe'] else 'look':6}{finding['text']!r}\n"
                      f"{'':20}{fix['title']}")
        if len(offered) < WANTED:
            failures.append(f"only {len(offered)} fixes are offered, fewer than {WANTED}")
        total = sum(len(of_the_draft(findings)) for findings in found.values())
        fixed = sum(1 for findings in found.values() for finding in of_the_draft(findings) if "fixes" in finding)
        print(f"{len(offered)} fixes for {fixed} of {total} findings")
        return failures


def test_long_draft(program):
    """Where a draft is too long to try a fix for each finding, the others are told of."""
    findings = 12
    with tempfile.TemporaryDirectory() as folder:
        text = "None of our 14 hosts in Bath had a guest in August.\n\n" * findings + " " * 40_000_000
        (pathlib.Path(folder) / "long.txt").write_text(text, encoding="utf-8")
        told = subprocess.run([program, "check", "--diff-fixes", "."], cwd=folder, check=False, capture_output=True,
                              encoding="utf-8").stderr
    numbers = re.search(r"; (\d+) more can be fixed with --unsafe-fixes; (\d+) more in long drafts had no turn", told)
    is_all = numbers and sum(map(int, numbers.groups())) == findings
    return [] if is_all else [f"a long draft, with {findings} findings: {told}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--show", action="store_true", help="print each fix, to be read")
    options = parser.parse_args()
    failures = test_examples(options.program, options.source)
    failures += test_fixes(options.program, options.source, options.show)
    failures += test_long_draft(options.program)
    if failures:
        sys.exit("\n".join([*failures[:40], f"{len(failures)} not as it should be"]))


if __name__ == "__main__":
    main()
