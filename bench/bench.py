#!/usr/bin/env python3
"""Times toofew beside ripgrep, in one run on one machine: python3 bench/bench.py build/toofew [--corpus FOLDER]

Ripgrep looks for one alternation of number words and words for people, which is the least that any check of drafts must
do. Its times tell how fast the machine is at the moment; the ratios may be compared between machines. The corpus is this
project's own documentation over and over, or the Markdown of a folder of yours. Needs rg.
"""

import argparse
import hashlib
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
ALTERNATION = r"\b(one|two|three|few|handful|[0-9]+)\b.*\b(people|users|customers|members|patients|of you)\b"
POST = """# A quiet month

Fifty-three people joined our Duluth group. Of those, four are night-shift nurses, and one of you asked for a refund.

We shipped three features, and the newsletter has a new look.
"""
PACK = "lexicon:\n  - {kinds: [user, people], words: [wizards]}\n"
CORPUS_BYTES = 20_000_000
SEGMENTS = 10_000
STARTS = 40
POSTS = 2000
LEDGER_ENTRIES = 100_000


def run(command):
    """Wall-clock and CPU seconds. Findings are no failure."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    status = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status.returncode not in (0, 1):
        sys.exit(f"{command}: {status.stderr.decode()}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def median_wall(command, times):
    run(command)
    return statistics.median(run(command)[0] for _ in range(times))


def make_populations(folder, name, configuration):
    """A post beside a policy with many segments, none of which it names."""
    folder.mkdir()
    (folder / "post.md").write_text(POST)
    (folder / "toofew.yaml").write_text(f"populations: [{name}]\n")
    (folder / name).write_text(configuration)
    return folder / "post.md"


def segments():
    """Names of one and two words, as places have them."""
    syllables = ["ba", "dor", "fen", "gil", "har", "kil", "lan", "mor", "nes", "oss", "pen", "rav", "sund", "tor", "vik"]
    names = [f"{a}{b}{c}".capitalize() for a in syllables for b in syllables for c in syllables]
    return [(f"{'North ' if i >= len(names) else ''}{names[i % len(names)]}{'' if i < 2 * len(names) else i}", i)
            for i in range(SEGMENTS)]


def make_ledger(folder, entries):
    """A post with a statement that is looked up, beside a ledger of so many entries; none for 0."""
    folder.mkdir()
    (folder / "post.md").write_text(POST + "\n1,204 members ordered the sleep kit.\n")
    if entries == 0:
        return folder / "post.md"
    (folder / "toofew.yaml").write_text("ledger: ledger.jsonl\n")
    digits = sorted(hashlib.sha256(str(number).encode()).hexdigest()[:32] for number in range(entries))
    lines = [json.dumps({"toofew-ledger": 1, "key": "0" * 32}, separators=(",", ":"))]
    for told in digits:
        lines.append(json.dumps({"told": told, "people": 1204, "category": "ordinary", "time": "open",
                                 "date": "2026-05-04", "post": told}, separators=(",", ":")))
    (folder / "ledger.jsonl").write_text("\n".join(lines) + "\n")
    return folder / "post.md"


def make_corpus(folder, source):
    texts = [path.read_bytes() for path in sorted(source.rglob("*.md")) if path.is_file()]
    if not texts:
        sys.exit(f"{source}: no Markdown here")
    size = number = 0
    while size < CORPUS_BYTES:
        for text in texts:
            (folder / f"{number:06}.md").write_bytes(text)
            number += 1
            size += len(text)
    return size


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("toofew")
    parser.add_argument("--corpus", type=pathlib.Path, default=ROOT / "docs")
    options = parser.parse_args()
    toofew = str(pathlib.Path(options.toofew).resolve())
    check = [toofew, "check", "--format", "jsonl", "--fail-on", "never"]
    rg = ["rg", "--no-config", "-i", "-c", ALTERNATION]
    rows = []

    def row(what, ours, theirs=None):
        ratio = f"{ours / theirs:.1f} ×" if theirs else ""
        reference = f"{theirs * 1e3:.2f} ms" if theirs else ""
        rows.append(f"| {what} | {ours * 1e3:.2f} ms | {reference} | {ratio} |")

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        post = folder / "post" / "post.md"
        post.parent.mkdir()
        post.write_text(POST)
        row("one post, start to exit", median_wall(check + [str(post)], STARTS), median_wall(rg + [str(post)], STARTS))

        own = folder / "own"
        own.mkdir()
        (own / "post.md").write_text(POST)
        (own / "pack.yaml").write_text(PACK)
        (own / "toofew.yaml").write_text("rules:\n  packs: [pack.yaml]\n")
        row("the same with a rule file of one's own", median_wall(check + [str(own / "post.md")], STARTS // 2))

        table = "key,name,users\n" + "".join(f"place,{name},{users}\n" for name, users in segments())
        post = make_populations(folder / "table", "populations.csv", table)
        row(f"the same with {SEGMENTS:,} populations, as a table", median_wall(check + [str(post)], STARTS // 2))
        lines = "".join(f"  - {{key: place, name: {name}, users: {users}}}\n" for name, users in segments())
        post = make_populations(folder / "yaml", "populations.yaml", "segments:\n" + lines)
        row(f"the same with {SEGMENTS:,} populations, as YAML", median_wall(check + [str(post)], STARTS // 4))

        post = make_ledger(folder / "without", 0)
        row("one post with a figure that can be compared", median_wall(check + [str(post)], STARTS))
        post = make_ledger(folder / "ledger", LEDGER_ENTRIES)
        row(f"the same with {LEDGER_ENTRIES:,} entries in the ledger", median_wall(check + [str(post)], STARTS))

        queue = folder / "queue.jsonl"
        line = json.dumps({"text": POST.replace("\n", " ")}) + "\n"
        queue.write_text(line * POSTS)
        many, _ = run(check + ["--jobs", "1", str(queue)])
        queue.write_text(line)
        one, _ = run(check + ["--jobs", "1", str(queue)])
        row("each further post of a queue", (many - one) / (POSTS - 1))

        corpus = folder / "corpus"
        corpus.mkdir()
        size = make_corpus(corpus, options.corpus)
        wall, cpu = run(check + [str(corpus)])
        row(f"{size / 1e6:.0f} MB of Markdown", wall, run(rg + [str(corpus)])[0])
        row("– its CPU time", cpu)

    print("| | toofew | rg | ratio |\n| --- | --- | --- | --- |")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
