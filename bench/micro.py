#!/usr/bin/env python3
"""Runs the micro-benchmarks: bench/micro.py build/release/bench/toofew_micro [--update]

Each is told as a multiple of one reference of the same run, a search for numbers and people with RE2: how much longer a byte
takes, or for what reads no text, than the whole reference. Such ratios may be compared between machines; what they were is
recorded in bench/micro.json, which --update writes.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
BASELINE = HERE / "micro.json"
REFERENCE_BYTES = (HERE / "data" / "clean.md").stat().st_size
REFERENCE = "reference"
ROUNDS = 5


def measure(program):
    """Name → [nanoseconds of CPU time, whether for a byte or for the whole], the median of some rounds."""
    done = subprocess.run([program, "--benchmark_format=json", f"--benchmark_repetitions={ROUNDS}", "--benchmark_min_time=0.1",
                           "--benchmark_enable_random_interleaving=true"], capture_output=True, text=True, check=True)
    rounds = {}
    reads = {}
    for entry in json.loads(done.stdout)["benchmarks"]:
        if entry["run_type"] != "iteration":
            continue
        name, speed = entry["run_name"], entry.get("bytes_per_second")
        reads[name] = bool(speed)
        rounds.setdefault(name, []).append(1e9 / speed if speed else entry["cpu_time"] * {"ns": 1, "ms": 1e6}[entry["time_unit"]])
    return {name: [statistics.median(times), reads[name]] for name, times in sorted(rounds.items())}


def ratios(times):
    reference = times[REFERENCE][0]
    return {name: float(f"{time / (reference if per_byte else reference * REFERENCE_BYTES):.3g}")
            for name, (time, per_byte) in times.items() if name != REFERENCE}


def render(times, before):
    lines = ["| | this run | × reference | recorded |", "| --- | --- | --- | --- |",
             f"| {REFERENCE} | {times[REFERENCE][0]:.3g} ns a byte | 1 | |"]
    for name, ratio in ratios(times).items():
        time, per_byte = times[name]
        unit = f"{time:,.0f} ns a byte" if per_byte else f"{time / 1e6:.3g} ms"
        lines.append(f"| {name} | {unit} | {ratio:,g} | {before.get(name, 0):,g} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--update", action="store_true", help="record what is measured now")
    options = parser.parse_args()
    times = measure(options.program)
    if options.update:
        BASELINE.write_text(json.dumps(ratios(times), indent=2) + "\n")
    print(render(times, json.loads(BASELINE.read_text())))


if __name__ == "__main__":
    sys.exit(main())
