"""Where the instructions and the memory of a run go."""

import json
import pathlib
import re
import subprocess

import corpus
from callgrind import CHECK, allocations, count, inclusive
from side_by_side import POST

TEXT_BYTES = 300_000
POSTS = 200
COSTLIEST = 10

# What is told of, and the function that does it. Each counts with all that it calls, so some lie within others.
STAGES = [
    ("loading shared libraries", r"dl_main"),
    ("loading the rules", r"toofew::Grammar::load\("),
    ("reading YAML (policy, messages)", r"YAML::Load\(std::istream"),
    ("reading the format", r"toofew::read_document\("),
    ("words, signs, sentences", r"toofew::read_text\("),
    ("kinds of words", r"toofew::UnitMaker::make\("),
    ("all stages of the grammar", r"toofew::PartReader::read\("),
    ("– running patterns", r"toofew::Search::find\("),
    ("– which patterns a sentence may match", r"toofew::Stage::Machine::classes_of\("),
    ("judging and wording", r"toofew::judge\(toofew::Claim const&, toofew::ClaimPlace"),
    ("memory: malloc", r"malloc"),
    ("memory: free", r"free"),
]


def split(toofew, draft, scratch):
    """Instructions of a run, and of each stage that is told apart in this program."""
    profile = scratch / "stages.callgrind"
    total = count(toofew, draft, profile)
    functions = inclusive(profile)
    shares = {}
    for label, pattern in STAGES:
        found = [number for name, number in functions.items() if re.match(pattern + ("$" if pattern.isalpha() else ""), name)]
        shares[label] = max(found, default=0)
    return {"total": total, "bytes": draft.stat().st_size, "stages": shares}


def post_allocations(toofew, scratch):
    """Blocks and bytes for each further post of a queue."""
    line = json.dumps({"text": POST}) + "\n"
    queue = scratch / "queue.jsonl"
    queue.write_text(line)
    one = allocations(toofew, queue)
    queue.write_text(line * (POSTS + 1))
    many = allocations(toofew, queue)
    return {"start": one, "each": [(many[i] - one[i]) / POSTS for i in (0, 1)]}


def costliest_rules(toofew, folder):
    """Rules by the milliseconds that they take in the texts, and all rules' milliseconds."""
    done = subprocess.run([toofew, *CHECK, "--profile", folder], capture_output=True, text=True, check=True)
    table = re.split(r"^.*\brule$", done.stderr, flags=re.M)[1].split("\n\n")[0]
    rows = re.findall(r"^ +([\d.]+) +([\d.]+)% +(\d+) +(\S+)$", table, re.M)
    return [{"rule": rule, "ms": float(ms), "share": float(share), "times": int(times)}
            for ms, share, times, rule in rows[:COSTLIEST]]


def measure(toofew, tools, scratch):
    post = scratch / "post.md"
    post.write_text(POST)
    corpus.gather(scratch / "all", tools)
    folder = scratch / "texts"
    corpus.part(scratch / "all", folder, TEXT_BYTES)
    text = scratch / "text.md"
    text.write_bytes(b"\n\n".join(path.read_bytes() for path in sorted(folder.iterdir())))
    return {
        "post": split(toofew, post, scratch),
        "text": split(toofew, text, scratch),
        "allocations": post_allocations(toofew, scratch),
        "rules": costliest_rules(toofew, scratch / "all"),
    }


def render(result):
    post, text = result["post"], result["text"]
    lines = [f"| | one post ({post['total'] / 1e6:.0f} million) | {text['bytes'] / 1e6:.1f} MB of Markdown "
             f"({text['total'] / 1e9:.1f} thousand million) |", "| --- | --- | --- |"]
    for label, _ in STAGES:
        shares = [run["stages"][label] / run["total"] for run in (post, text)]
        if any(shares):
            lines.append(f"| {label} | " + " | ".join(f"{share:.1%}".replace("%", " %") for share in shares) + " |")
    return "\n".join(lines)


def render_rules(result):
    lines = ["| Rule | Sentences it was tried on | Share of the time of all rules |", "| --- | --- | --- |"]
    for row in result["rules"]:
        lines.append(f"| `{row['rule']}` | {row['times']:,} | {row['share']:.1f} % |")
    return "\n".join(lines)
