#!/usr/bin/env python3
"""Whether large files of JSON Lines are checked without being held in memory: streams.py TOOFEW POSTS

A file that is streamed must give what it gives when it is read as a whole, which a report into a file makes toofew do.
"""
import datetime
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

RECORDS = 2500
PADDING = 10000  # bytes of each record that nobody publishes: a large file need not take long to check
MOST_MEMORY = 64 * 1024  # KiB
UNTIL = datetime.date.today() + datetime.timedelta(days=90)
WAIVER = f"small-count until={UNTIL} owner=Test reason='Made up'"


def write_posts(path, posts):
    texts = [json.loads(line)["text"] for file in sorted(posts.glob("*.jsonl")) for line in file.read_text().splitlines()]
    with path.open("w", encoding="utf-8") as out:
        for i in range(RECORDS):
            record = {"image": "x" * PADDING, "text": texts[i % len(texts)]}
            if i % 3 == 0:
                record["id"] = f"post-{i}"
            if i % 50 == 0:
                record["toofew-allow"] = WAIVER
            if i % 70 == 0:
                record["text"] = f"{400 + i // 70 * 7} riders took our night bus to the harbour in March 2025."
            print(json.dumps(record, ensure_ascii=i % 2 == 0), file=out, end="\r\n" if i % 5 == 0 else "\n")


def run(*command, cwd):
    return subprocess.run(command, capture_output=True, cwd=cwd)


def main():
    program, posts = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        queue = pathlib.Path(scratch) / "queue.jsonl"
        write_posts(queue, posts)
        streamed = run(program, "check", "--format", "jsonl", queue.name, cwd=scratch)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        if memory > MOST_MEMORY:
            sys.exit(f"{queue.stat().st_size / 1e6:.0f} MB of posts took {memory // 1024} MB of memory")
        whole = run(program, "check", "--output", "jsonl=whole", "--quiet", queue.name, cwd=scratch)
        if resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_MEMORY:
            sys.exit("the file as a whole takes as little memory: this test would hold of nothing")
        expected = (pathlib.Path(scratch) / "whole").read_bytes()
        for wanted in (b"differencing.of-posts", b'"waiver"', b"waiver.unused"):
            if wanted not in expected:
                sys.exit(f"nothing in the posts gives {wanted.decode()}: this test would hold of less than it says")
        if (streamed.stdout, streamed.returncode) != (expected, whole.returncode):
            sys.exit("the file gives something else when it is streamed")

        with queue.open("a", encoding="utf-8") as out:
            out.write("no JSON\n")
        broken = run(program, "check", "--format", "jsonl", queue.name, cwd=scratch)
        if broken.returncode != 2 or f"queue.jsonl:{RECORDS + 1}:".encode() not in broken.stderr:
            sys.exit(f"the broken line is not told: {broken.returncode} {broken.stderr.decode()}")
        if not expected.startswith(broken.stdout[: len(broken.stdout) // 2]) or not broken.stdout:
            sys.exit("what stands before a broken line is not told")
    print(f"{len(expected.splitlines())} findings, with {memory // 1024} MB of memory")


if __name__ == "__main__":
    main()
