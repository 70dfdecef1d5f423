#!/usr/bin/env python3
"""Measures toofew and writes docs/performance.md: TOOLS/venv/bin/python bench/report.py build/release TOOLS [PART...]

TOOLS is a folder that bench/install.sh has filled (with what tests/lsp/install.sh fetches in TOOLS/lsp). Without a PART, all are
measured, for about half an hour. What was measured is kept in bench/results.json, so parts may be measured one by one, and
`render` alone only writes the page, from bench/performance.md.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import growth
import measure
import micro
import side_by_side
import stages
import starts

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
RESULTS = HERE / "results.json"
PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "performance.svg"
KEYSTROKES = "20000"
BUSY = 1.5  # more processes than that wait for a core


def measure_lsp(build, tools):
    done = subprocess.run(["node", HERE / "lsp.mjs", tools / "lsp", build / "toofew", KEYSTROKES], capture_output=True, text=True,
                          check=True)
    return done.stdout.strip()


def parts(build, tools, scratch):
    toofew = build / "toofew"
    return {
        "side-by-side": lambda: side_by_side.measure(toofew, tools, scratch),
        "starts": lambda: starts.measure(toofew, tools, scratch),
        "growth": lambda: growth.measure(toofew, tools, scratch),
        "large": lambda: growth.measure_large(toofew, tools, scratch),
        "stages": lambda: stages.measure(toofew, tools, scratch),
        "micro": lambda: micro.measure(build / "bench" / "toofew_micro"),
        "lsp": lambda: measure_lsp(build, tools),
    }


def commit():
    """The commit that is measured, with a + where files differ from it."""
    done = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty=+", "--exclude=*"], capture_output=True, text=True,
                          check=False)
    return done.stdout.strip()


def read_results():
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}


def goals(results):
    """What was aimed at, and what was measured: rows of a table."""
    rows = results["side-by-side"]["value"]["rows"]
    ours = rows[0]

    def ratio(name):
        found = next((row for row in rows if row["name"].startswith(name)), None)
        return ours["one_core"] / found["one_core"] if found else None

    def row(goal, text, met):
        return f"| {goal} | {text} | {'yes' if met else '**no**'} |"

    lines = ["| Goal | Measured | Met |", "| --- | --- | --- |"]
    for name, label, factor in (("Vale, the same and a sequence for each", "Vale with a sequence rule for each kind", 50),
                                ("Vale, the same and one", "Vale with one sequence rule", 50),
                                ("Vale, three", "Vale with existence rules", 50), ("textlint", "textlint", 200)):
        if ratio(name):
            lines.append(row(f"{factor} × as fast as {label}", f"{ratio(name):.1f} ×", ratio(name) >= factor))
    for name, label in (("ripgrep, the same", "ripgrep, Unicode-aware as it is when nothing is said"),
                        ("ripgrep, one", "ripgrep, told to look at ASCII only")):
        lines.append(row(f"at most 3 × the time of {label}", f"{1 / ratio(name):.1f} ×", ratio(name) >= 1 / 3))
    lines.append(row("one post in 15 ms, start to exit", f"{ours['start_ms']:.1f} ms", ours["start_ms"] <= 15))
    if "large" in results:
        peak = results["large"]["value"]["peak"] / 2**20
        lines.append(row("1 GB of JSON Lines in less than 64 MB", f"{peak:,.0f} MB", peak < 64))
    return "\n".join(lines)


def sources(result):
    return "; ".join(f"{name}: {count:,} files, {size / 1e6:.1f} MB" for name, (count, size) in result["corpus"].items())


def fits(result):
    """Only of three sizes and more: two always lie on a line."""
    fitted = [point for point in result["points"]["Markdown"] if point["bytes"] >= 0.9 * growth.FITTED_FROM]
    if len(fitted) < 3:
        return "No line was fitted, for want of sizes above 10 MB."
    slopes = ", ".join(f"{kind}: {fit['slope']:.2f} (R² {fit['r2']:.3f})" for kind, fit in result["fits"].items())
    return f"From 1 MB on, time grows with the size to the power of (1 is linear) {slopes}."


def large_sentence(results):
    if "large" not in results:
        return "A queue of a gigabyte was not measured."
    large = results["large"]["value"]
    return (f"A queue of {large['bytes'] / 1e9:.1f} GB of JSON Lines took {large['seconds']:.0f} s on two cores, and "
            f"{large['peak'] / 2**20:,.0f} MB at most.")


def allocation_sentence(result):
    blocks, size = result["allocations"]["each"]
    first, first_size = result["allocations"]["start"]
    return (f"A run over a queue of one post asks for {first:,} blocks of memory ({first_size / 1e6:.1f} MB over its life); each "
            f"further post for {blocks:,.0f} blocks ({size / 1e3:.0f} KB).")


def versions(result):
    return ", ".join(dict.fromkeys(f"{row['name'].split(',')[0]} {row['version'].split()[-1]}" for row in result["rows"]))


def measured_on(results):
    lines = ["| Part | Day (UTC) | Commit | Load of the machine before it |", "| --- | --- | --- | --- |"]
    for name, result in results.items():
        lines.append(f"| {name} | {result['day']} | {result['commit']} | {result['load']:.1f} |")
    if max(result["load"] for result in results.values()) > BUSY:
        lines.append("\nThe machine was busy with other work. Times by the clock (two cores, the language server) are too long by a "
                     "multiple, and CPU times somewhat; the ratios suffer less, and counts of instructions not at all.")
    return "\n".join(lines)


def render(results):
    value = {name: result["value"] for name, result in results.items()}
    growth.plot(value["growth"], PLOT)
    fields = {
        "machine": results["side-by-side"]["machine"],
        "versions": versions(value["side-by-side"]),
        "goals": goals(results),
        "side-by-side": side_by_side.render(value["side-by-side"]),
        "starts": starts.render(value["starts"]),
        "sources": sources(value["side-by-side"]),
        "growth": growth.render(value["growth"]),
        "fits": fits(value["growth"]),
        "large": large_sentence(results),
        "stages": stages.render(value["stages"]),
        "rules": stages.render_rules(value["stages"]),
        "allocations": allocation_sentence(value["stages"]),
        "lsp": value["lsp"],
        "micro": micro.render(value["micro"], json.loads(micro.BASELINE.read_text())),
        "measured-on": measured_on(results),
    }
    PAGE.write_text(re.sub(r"@([a-z-]+)@", lambda match: fields[match.group(1)], (HERE / "performance.md").read_text()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("tools", type=pathlib.Path)
    parser.add_argument("parts", nargs="*", metavar="PART",
                        help="side-by-side, starts, growth, large, stages, micro, lsp; or render")
    options = parser.parse_args()
    build, tools = options.build.resolve(), options.tools.resolve()
    known = list(parts(build, tools, None))
    for name in options.parts or known:
        if name == "render":
            continue
        if name not in known:
            sys.exit(f"{name}: no such part")
        with tempfile.TemporaryDirectory() as scratch:
            load = os.getloadavg()[0]
            value = parts(build, tools, pathlib.Path(scratch))[name]()
        results = read_results()
        results[name] = {"day": f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d}", "commit": commit(), "load": load,
                         "machine": measure.machine(), "value": value}
        RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    results = read_results()
    missing = [name for name in known if name not in results and name != "large"]
    if missing:
        sys.exit(f"The page is not written: there are no results of {', '.join(missing)}")
    render(results)


if __name__ == "__main__":
    sys.exit(main())
