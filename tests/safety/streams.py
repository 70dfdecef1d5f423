#!/usr/bin/env python3
"""Whether large files of JSON Lines, which are checked a stretch at a time, give what they give when they are read as a whole,
which a report into a file makes toofew do: streams.py TOOFEW POSTS [--memory]

With --memory, whether they are not held in memory, which a program with sanitizers cannot be asked.
"""
import argparse
import datetime
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import typing

PADDING = 10000  # bytes of each record that nobody publishes: a large file need not take long to check
RECORDS = 2500
MOST_MEMORY = 64 * 1024  # KiB
UNTIL = datetime.date.today() + datetime.timedelta(days=90)
WAIVER = f"small-count until={UNTIL} owner=Test reason='Made up'"
CLAIM = "Last week 17 riders in Bath cancelled on Sunday."
RIDERS = "{} riders took our night bus to the harbour in March 2025."


def line(text, **more):
    return json.dumps({"text": text, **more}) + "\n"


def large():
    """Lines that make a file large, which is 8 MiB; of a stretch, which is 64 KiB, two."""
    return line("The kettle is in the back room.", image="x" * PADDING * 4) * 210


class Case(typing.NamedTuple):
    name: str
    files: dict  # beside the queue
    wanted: str  # that must be told, or the case would hold of nothing
    arguments: list = ["queue.jsonl"]
    prepare: list = []  # commands of toofew that are run before
    before: str = line(CLAIM)  # what the queue holds before its large part
    behind: str = ""
    encoding: str = "utf-8"  # of the queue


CASES = [
    Case("a claim behind the last line break", {}, '"line":212', behind=line(CLAIM)[:-1]),
    Case("a line that is longer than a stretch", {}, '"line":213', behind=line(CLAIM, image="x" * 200_000) + line(CLAIM)),
    Case("empty lines", {}, '"line":100213', before="\n \r\n",
         behind="\n" * 100_000 + line(CLAIM)),
    Case("a byte order mark", {}, "small-count", before="\ufeff" + line(CLAIM)),
    Case("UTF-16", {}, "small-count", encoding="utf-16"),
    Case("UTF-16, the other way round", {}, "small-count", before="\ufeff" + line(CLAIM), encoding="utf-16-be"),
    Case("another name", {"posts.txt": line(CLAIM) + large()}, "posts.txt", ["posts.txt", "--input-format", "jsonl"]),
    Case("another format", {}, "small-count", ["queue.jsonl", "--input-format", "plain"]),
    Case("two files, one of them twice", {"b.jsonl": line(CLAIM)}, "b.jsonl", ["queue.jsonl", "./b.jsonl", "b.jsonl"]),
    Case("files that differ by few", {"b.jsonl": line(RIDERS.format(401))}, "differencing.of-posts", ["queue.jsonl", "b.jsonl"],
         behind=line(RIDERS.format(407))),
    Case("a draft of another format", {"b.md": CLAIM}, "b.md", ["queue.jsonl", "b.md"]),
    Case("a folder", {}, "small-count", ["."]),
    Case("a file that does not exist", {}, "gone.jsonl", ["queue.jsonl", "gone.jsonl"]),
    Case("a file that is too large", {"b.jsonl": line(CLAIM)}, "small-count", ["queue.jsonl", "b.jsonl", "--max-file-size", "1MB"]),
    Case("waivers", {}, "waiver.unused", before=line(CLAIM, **{"toofew-allow": WAIVER}),
         behind=line("Tea!", **{"toofew-allow": WAIVER})),
    Case("a waiver that is none", {}, "waiver.malformed", behind=line(CLAIM, **{"toofew-allow": "small-count"})),
    Case("a file of waivers", {"toofew.yaml": "waivers: {files: [waivers.yaml]}",
                               "waivers.yaml": f"waivers: [{{file: queue.jsonl, rule: small-count, until: {UNTIL}, owner: T, "
                                               "reason: R}]"}, '"waiver"'),
    Case("facts", {"toofew.yaml": "facts: [facts.yaml]",
                   "facts.yaml": "facts: [{post: queue.jsonl, says: 900 of you, people: 12, approved_by: D, "
                                 "approved_on: 2026-03-02}]"}, '"fact', behind=line("Thanks to 900 of you!")),
    Case("a ledger", {"toofew.yaml": "ledger: told.jsonl", "may.md": RIDERS.format(401)}, "differencing.to-ledger",
         prepare=["ledger add may.md"], behind=line(RIDERS.format(407))),
    Case("a ledger that does not exist", {"toofew.yaml": "ledger: told.jsonl"}, "told.jsonl", before=""),
    Case("a ledger that is none", {"toofew.yaml": "ledger: told.jsonl", "told.jsonl": "no\n"}, "told.jsonl:1",
         before=line(RIDERS.format(407))),
    Case("a baseline", {}, '"baseline"', prepare=["baseline queue.jsonl"]),
    Case("a policy that is none", {"toofew.yaml": "x: ["}, "toofew.yaml:1"),
    Case("a rule file that does not exist", {"toofew.yaml": "packs: [gone.yaml]"}, "gone.yaml"),
    Case("a rule that is off", {"toofew.yaml": "rules: {disable: [small-count.people]}"}, "complement",
         behind=line("All but three of our 500 hosts had a guest in August.")),
    Case("findings that fail nothing", {"toofew.yaml": "fail_on: never"}, "small-count"),
    Case("a status that was asked for", {}, "small-count", ["queue.jsonl", "--exit-zero"]),
]


def run(program, *arguments, cwd):
    return subprocess.run([program, *arguments], capture_output=True, cwd=cwd, encoding="utf-8")


def told(program, arguments, scratch):
    """What is told of the drafts in both ways: each as (report, errors, status)."""
    streamed = run(program, "check", "--quiet", "--format", "jsonl", *arguments, cwd=scratch)
    whole = run(program, "check", "--quiet", "--output", "jsonl=-", "--output", "tap=whole.tap", *arguments, cwd=scratch)
    return [(done.stdout, done.stderr, done.returncode) for done in (streamed, whole)]


def failure_of(program, case):
    with tempfile.TemporaryDirectory() as scratch:
        (pathlib.Path(scratch) / "queue.jsonl").write_bytes((case.before + large() + case.behind).encode(case.encoding))
        for name, text in case.files.items():
            (pathlib.Path(scratch) / name).write_text(text, encoding="utf-8")
        for command in case.prepare:
            run(program, *command.split(), cwd=scratch)
        streamed, whole = told(program, case.arguments, scratch)
    if case.wanted not in whole[0] + whole[1]:
        return f"{case.wanted} is not told, so that this case holds of nothing: {whole}"
    return "" if streamed == whole else f"streamed: {streamed}\nas a whole: {whole}"


def write_posts(path, posts):
    texts = [json.loads(written)["text"] for file in sorted(posts.glob("*.jsonl")) for written in file.read_text().splitlines()]
    with path.open("w", encoding="utf-8") as out:
        for i in range(RECORDS):
            record = {"image": "x" * PADDING, "text": texts[i % len(texts)]}
            if i % 3 == 0:
                record["id"] = f"post-{i}"
            if i % 50 == 0:
                record["toofew-allow"] = WAIVER
            if i % 70 == 0:
                record["text"] = RIDERS.format(400 + i // 70 * 7)
            print(json.dumps(record, ensure_ascii=i % 2 == 0), file=out, end="\r\n" if i % 5 == 0 else "\n")


def check_posts(program, posts):
    """Many posts of all sorts, and a broken line behind them."""
    with tempfile.TemporaryDirectory() as scratch:
        queue = pathlib.Path(scratch) / "queue.jsonl"
        write_posts(queue, posts)
        streamed, whole = told(program, [queue.name], scratch)
        for wanted in ("differencing.of-posts", '"waiver"', "waiver.unused"):
            if wanted not in whole[0]:
                sys.exit(f"nothing in the posts gives {wanted}: this test would hold of less than it says")
        if streamed != whole:
            sys.exit("the posts give something else when they are streamed")

        with queue.open("a", encoding="utf-8") as out:
            out.write("no JSON\n")
        broken = run(program, "check", "--format", "jsonl", queue.name, cwd=scratch)
        if broken.returncode != 2 or f"queue.jsonl:{RECORDS + 1}:" not in broken.stderr:
            sys.exit(f"the broken line is not told: {broken.returncode} {broken.stderr}")
        if not whole[0].startswith(broken.stdout[: len(broken.stdout) // 2]) or not broken.stdout:
            sys.exit("what stands before a broken line is not told")
    print(f"{len(whole[0].splitlines())} findings of {RECORDS} posts")


def check_gone(program, posts):
    """A file that goes away while one before it is checked, which lasts until what is found in that has been read."""
    with tempfile.TemporaryDirectory() as scratch:
        write_posts(pathlib.Path(scratch) / "queue.jsonl", posts)
        gone, last = pathlib.Path(scratch) / "r.jsonl", pathlib.Path(scratch) / "s.jsonl"
        for path in (gone, last):
            path.write_text(line(CLAIM), encoding="utf-8")
        with subprocess.Popen([program, "check", "--format", "jsonl", "queue.jsonl", gone.name, last.name], cwd=scratch,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as running:
            running.stdout.read(1)
            gone.unlink()
            out, errors = running.communicate()
    if "r.jsonl: cannot be read" not in errors or '"path":"s.jsonl"' not in out or running.returncode != 2:
        sys.exit(f"a file that goes away is not told, or the next one is not checked: {running.returncode} {errors}")


def check_memory(program, posts):
    with tempfile.TemporaryDirectory() as scratch:
        queue = pathlib.Path(scratch) / "queue.jsonl"
        write_posts(queue, posts)
        run(program, "check", "--format", "jsonl", queue.name, cwd=scratch)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        if memory > MOST_MEMORY:
            sys.exit(f"{queue.stat().st_size / 1e6:.0f} MB of posts took {memory // 1024} MB of memory")
        run(program, "check", "--output", "jsonl=whole", "--quiet", queue.name, cwd=scratch)
        if resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_MEMORY:
            sys.exit("the file as a whole takes as little memory: this test would hold of nothing")
    print(f"{memory // 1024} MB of memory")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("posts", type=pathlib.Path)
    parser.add_argument("--memory", action="store_true")
    wanted = parser.parse_args()
    if wanted.memory:
        check_memory(wanted.program, wanted.posts)
        return
    failures = {case.name: failure_of(wanted.program, case) for case in CASES}
    for name, failure in failures.items():
        if failure:
            print(f"{name}: {failure[:2000]}")
    check_posts(wanted.program, wanted.posts)
    check_gone(wanted.program, wanted.posts)
    if any(failures.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
