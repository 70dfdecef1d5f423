"""toofew beside other checkers of prose, in one run over the same Markdown."""

import shutil

import corpus
from measure import best, need, run
from peers import peers

POST = """# A quiet month

Fifty-three people joined our Duluth group. Of those, four are night-shift nurses, and one of you asked for a refund.

We shipped three features, and the newsletter has a new look.
"""
STARTS = 20
SLOW_STARTS = 3
FLOOR = "ripgrep"


def measure(toofew, tools, scratch):
    need("rg")
    sources = corpus.gather(scratch / "corpus", tools)
    measured = peers(toofew, tools, scratch / "peers")
    (scratch / "post").mkdir()
    (scratch / "post" / "post.md").write_text(POST)

    folders = {}
    for peer in measured:
        if peer.corpus_bytes not in folders:
            folder = scratch / f"part-{peer.corpus_bytes}"
            folders[peer.corpus_bytes] = (folder, corpus.part(scratch / "corpus", folder, peer.corpus_bytes))

    def reading(peer, cores):
        folder, _ = folders[peer.corpus_bytes]
        return lambda: run(peer.line(folder, cores), cores, peer.accepted, scratch, peer.environment)

    def start(peer):
        return lambda: run(peer.line(scratch / "post", 1), 1, peer.accepted, scratch, peer.environment)

    rows = []
    costs = {peer.name: {1: [], 2: [], "start": []} for peer in measured}
    for peer in measured:
        first = start(peer)()  # warms the file cache, too
        costs[peer.name]["starts"] = SLOW_STARTS if first.cpu > 0.3 else STARTS
    for turn in range(STARTS):
        for peer in measured:
            if turn < costs[peer.name]["starts"]:
                costs[peer.name]["start"].append(start(peer)())
    for turn in range(max(peer.rounds for peer in measured)):
        for peer in measured:
            if turn < peer.rounds:
                for cores in (1, 2):
                    costs[peer.name][cores].append(reading(peer, cores)())
    for peer in measured:
        mine = costs[peer.name]
        size = folders[peer.corpus_bytes][1]
        rows.append({
            "name": peer.name, "version": peer.version, "bytes": size, "rounds": peer.rounds,
            "start_ms": best(mine["start"], "cpu") * 1e3,
            "one_core": size / 1e6 / best(mine[1], "cpu"),
            "two_cores": size / 1e6 / best(mine[2], "wall"),
            "start_bytes": best(mine["start"], "peak"),
            "peak_bytes": max(cost.peak for cost in mine[1] + mine[2]),
        })
    for folder, _ in folders.values():
        shutil.rmtree(folder)
    return {"corpus": sources, "rows": rows}


def render(result):
    ours = result["rows"][0]
    lines = ["| | Text read | One post, start to exit | One core | Two cores | toofew is | Peak memory |",
             "| --- | --- | --- | --- | --- | --- | --- |"]
    for row in result["rows"]:
        ratio = ours["one_core"] / row["one_core"]
        compared = "" if row is ours else f"{ratio:.1f} × as fast" if ratio >= 1 else f"{1 / ratio:.1f} × slower"
        lines.append(f"| {row['name']} | {row['bytes'] / 1e6:.3g} MB | {row['start_ms']:.0f} ms | {row['one_core']:.3g} MB/s | "
                     f"{row['two_cores']:.3g} MB/s | {compared} | {row['peak_bytes'] / 2**20:.0f} MB |")
    return "\n".join(lines)
