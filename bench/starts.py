"""What one post takes from start to exit, with what a policy may bring along."""

import hashlib
import json

from measure import best, run
from side_by_side import POST

TIMES = 20
SEGMENTS = 10_000
LEDGER_ENTRIES = 100_000
FURTHER_POSTS = 2000
PACK = "lexicon:\n  - {kinds: [user, people], words: [wizards]}\n"
FIGURE = "\n1,204 members ordered the sleep kit.\n"  # what a ledger is asked for


def segments():
    """Names of one and two words, as places have them."""
    syllables = ["ba", "dor", "fen", "gil", "har", "kil", "lan", "mor", "nes", "oss", "pen", "rav", "sund", "tor", "vik"]
    names = [f"{a}{b}{c}".capitalize() for a in syllables for b in syllables for c in syllables]
    return [(f"{'North ' if i >= len(names) else ''}{names[i % len(names)]}{'' if i < 2 * len(names) else i}", i)
            for i in range(SEGMENTS)]


def ledger():
    lines = [json.dumps({"toofew-ledger": 1, "key": "0" * 32}, separators=(",", ":"))]
    for told in sorted(hashlib.sha256(str(number).encode()).hexdigest()[:32] for number in range(LEDGER_ENTRIES)):
        lines.append(json.dumps({"told": told, "people": 1204, "category": "ordinary", "time": "open", "date": "2026-05-04",
                                 "post": told}, separators=(",", ":")))
    return "\n".join(lines) + "\n"


def cases():
    """What it is called → the policy, and the files that it names."""
    table = "key,name,users\n" + "".join(f"place,{name},{users}\n" for name, users in segments())
    lines = "segments:\n" + "".join(f"  - {{key: place, name: {name}, users: {users}}}\n" for name, users in segments())
    return {
        "one post": ("", {}),
        "with a rule file of one's own": ("rules:\n  packs: [pack.yaml]\n", {"pack.yaml": PACK}),
        f"with {SEGMENTS:,} populations, as a table": ("populations: [populations.csv]\n", {"populations.csv": table}),
        f"with {SEGMENTS:,} populations, as YAML": ("populations: [populations.yaml]\n", {"populations.yaml": lines}),
        f"with {LEDGER_ENTRIES:,} entries in the ledger": ("ledger: ledger.jsonl\n", {"ledger.jsonl": ledger()}),
    }


def measure(toofew, tools, scratch):
    check = [toofew, "check", "--format", "jsonl", "--fail-on", "never", "--jobs", "1"]
    jobs = {}
    for number, (name, (policy, files)) in enumerate(cases().items()):
        folder = scratch / str(number)
        folder.mkdir()
        for file, text in {"post.md": POST + FIGURE, "toofew.yaml": policy, **files}.items():
            if text:
                (folder / file).write_text(text)
        jobs[name] = [*check, folder / "post.md"]
    costs = {name: [] for name in jobs}
    for _ in range(TIMES):
        for name, command in jobs.items():
            costs[name].append(run(command, 1))

    queue = scratch / "queue.jsonl"
    line = json.dumps({"text": POST}) + "\n"
    seconds = []
    for posts in (1, 1 + FURTHER_POSTS):
        queue.write_text(line * posts)
        seconds.append(best([run([*check, queue], 1) for _ in range(3)], "cpu"))
    return {
        "starts": {name: {"ms": best(runs, "cpu") * 1e3, "peak": best(runs, "peak")} for name, runs in costs.items()},
        "further_ms": (seconds[1] - seconds[0]) / FURTHER_POSTS * 1e3,
    }


def render(result):
    lines = ["| One post, start to exit | | Peak memory |", "| --- | --- | --- |"]
    for name, start in result["starts"].items():
        lines.append(f"| {name} | {start['ms']:.0f} ms | {start['peak'] / 2**20:.0f} MB |")
    lines.append(f"| each further post of a queue, one thread | {result['further_ms']:.2f} ms | |")
    return "\n".join(lines)
