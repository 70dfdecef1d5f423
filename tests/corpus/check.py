#!/usr/bin/env python3
"""Scores toofew on labelled posts: check.py TOOFEW POSTS [--write-floors]

POSTS is a folder of *.jsonl (its README.md tells the format) with floors.json, the least that is accepted, in per cent:
precision and recall over all posts, and the recall of each kind. A post counts as flagged when it has an error or a
warning under the built-in policy. Posts whose label is `debatable`, and those with a `needs`, are not scored.

--write-floors sets the floors two points below what is measured now.
"""
import argparse
import collections
import json
import math
import pathlib
import subprocess
import sys
import tempfile

MARGIN = 2  # points by which a result may fall before the test fails


def flagged_ids(program, posts, config):
    """Ids of the posts in which the program finds something."""
    result = subprocess.run([program, "check", "--format", "jsonl", "--config", config, str(posts)],
                            capture_output=True, encoding="utf-8")
    if result.returncode not in (0, 1):
        sys.exit(f"{posts}: toofew failed:\n{result.stderr}")
    findings = [json.loads(line) for line in result.stdout.splitlines()]
    return {finding["record"]["id"] for finding in findings if finding["severity"] in ("error", "warning")}


class Score:
    """Hits of all, by what is counted: "precision", "recall", and the kinds."""

    def __init__(self):
        self.hits = collections.Counter()
        self.all = collections.Counter()

    def add(self, post, flagged):
        should = post["label"] == "flag"
        if flagged:
            self.count("precision", should)
        if should:
            self.count("recall", flagged)
            for kind in post["kinds"]:
                self.count(kind, flagged)

    def count(self, what, hit):
        self.all[what] += 1
        self.hits[what] += hit

    def per_cent(self, what):
        return 100 * self.hits[what] / self.all[what] if self.all[what] else 0.0

    def kinds(self):
        return sorted(set(self.all) - {"precision", "recall"})

    def floors(self):
        def floor(what):
            return max(0, math.floor(self.per_cent(what) - MARGIN + 1e-9))

        return {"precision": floor("precision"), "recall": floor("recall"),
                "kinds": {kind: floor(kind) for kind in self.kinds()}}


def read_posts(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def is_scored(post):
    return post["label"] != "debatable" and not post.get("needs")


def measure(program, folder):
    """The score over all files, and one for each."""
    total, files, seen = Score(), {}, {}
    with tempfile.TemporaryDirectory() as scratch:
        config = pathlib.Path(scratch) / "toofew.yaml"  # empty: the built-in policy, whatever stands above the posts
        config.write_text("")
        for path in sorted(folder.glob("*.jsonl")):
            flagged = flagged_ids(program, path, config)
            files[path.name] = Score()
            for post in read_posts(path):
                if post["id"] in seen:
                    sys.exit(f"{path}: the id {post['id']} stands in {seen[post['id']]} too")
                seen[post["id"]] = path
                if not is_scored(post):
                    continue
                for score in (total, files[path.name]):
                    score.add(post, post["id"] in flagged)
    if not files:
        sys.exit(f"{folder}: no *.jsonl")
    return total, files


def row(name, score, what, floor=""):
    return f"{name:<20} {score.per_cent(what):6.1f} {floor:>6} {score.hits[what]:5}/{score.all[what]}"


def print_table(total, files, floors):
    """Returns the names of what lies below its floor."""
    low = []
    print(f"{'':<20} {'is':>6} {'floor':>6}")
    for what in ["precision", "recall", *total.kinds()]:
        floor = floors.get(what, floors.get("kinds", {}).get(what))
        if floor is None or total.per_cent(what) < floor:
            low.append(what)
        print(row(what, total, what, "none" if floor is None else floor) + ("  TOO LOW" if what in low else ""))
    for name, score in files.items():
        print(row(f"{name}: precision", score, "precision"))
        print(row(f"{name}: recall", score, "recall"))
    low += [kind for kind in floors.get("kinds", {}) if kind not in total.kinds()]
    return low


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("posts", type=pathlib.Path)
    parser.add_argument("--write-floors", action="store_true")
    arguments = parser.parse_args()
    total, files = measure(arguments.program, arguments.posts)
    floors_file = arguments.posts / "floors.json"
    if arguments.write_floors:
        floors_file.write_text(json.dumps(total.floors(), indent=2) + "\n")
    low = print_table(total, files, json.loads(floors_file.read_text()))
    if low:
        sys.exit(f"below the floor, or without one: {', '.join(low)}")


if __name__ == "__main__":
    main()
