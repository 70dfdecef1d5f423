#!/usr/bin/env python3
"""Runs the fuzz targets: run.py TOOFEW_FUZZ WORK [--seconds N] [--most-seeds N] [--jobs N] [TARGET...]

Each target reads what once went wrong (regressions/TARGET), seeds made of the project's own files, and what was found worth
keeping in earlier runs (WORK/corpus/TARGET); then it looks on for so many seconds. An input that breaks something is left in
WORK/found, and its bytes are printed. Prints a row for each target: what it did, and what of the program it has seen.
A program that was built without libFuzzer only reads what is there.
"""
import argparse
import base64
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys

import seeds

HERE = pathlib.Path(__file__).resolve().parent
LIMITS = ["-max_len=4096", "-timeout=60", "-rss_limit_mb=1536", "-malloc_limit_mb=512"]


def targets_of(program):
    return subprocess.run([program, "--targets"], check=True, capture_output=True, text=True).stdout.split()


def keys_of_schemas(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("properties", "patternProperties") and isinstance(value, dict):
                yield from value
            if key == "enum" and isinstance(value, list):
                yield from (str(item) for item in value)
            yield from keys_of_schemas(value)
    elif isinstance(node, list):
        for item in node:
            yield from keys_of_schemas(item)


def dictionary_of(target):
    """In the form that libFuzzer reads."""
    words = set()
    for line in (HERE / "dictionary.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            names, of_line = line.split("\t")
            if names == "all" or target in names.split(","):
                words.update(seeds.bytes_of(word) for word in of_line.split(" "))
    if target in seeds.OF_YAML:
        for path in (seeds.ROOT / "docs/schema").glob("*.json"):
            words.update(key.encode() + b": " for key in keys_of_schemas(json.loads(path.read_text(encoding="utf-8"))))
    return "".join('"{}"\n'.format("".join(f"\\x{byte:02x}" for byte in word)) for word in sorted(words))


def run(program, target, work, seconds):
    folders = [work / "corpus" / target, work / "seeds" / target, HERE / "regressions" / target]
    folders[0].mkdir(parents=True, exist_ok=True)
    found = work / "found"
    found.mkdir(exist_ok=True)
    dictionary = work / f"{target}.dict"
    dictionary.write_text(dictionary_of(target), encoding="ascii")
    options = [f"--target={target}", *LIMITS, f"-dict={dictionary}", f"-artifact_prefix={found}/{target}-",
               f"-max_total_time={seconds}" if seconds else "-runs=0", "-print_final_stats=1"]
    result = subprocess.run([program, *options, *(str(folder) for folder in folders if folder.is_dir())],
                            capture_output=True, check=False)
    log = result.stderr.decode(errors="replace")
    (work / f"{target}.log").write_text(log, encoding="utf-8")
    return result.returncode == 0, log


def last(pattern, log):
    found = re.findall(pattern, log)
    return found[-1] if found else "?"


def tell_failure(log):
    lines = [line for line in log.splitlines() if not re.match(r"#\d+\s|INFO:|\s*$", line)]
    print("\n".join(lines[-60:]))
    path = last(r"Test unit written to (\S+)", log)
    if pathlib.Path(path).is_file():
        print(f"{path}: {base64.b64encode(pathlib.Path(path).read_bytes()).decode()}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=0, help="of looking on, for each target")
    parser.add_argument("--most-seeds", type=int, default=0, help="for each target; 0: all")
    parser.add_argument("--jobs", type=int, default=1, help="targets at a time")
    parser.add_argument("targets", nargs="*")
    wanted = parser.parse_intermixed_args()
    program = wanted.program.resolve()
    work = wanted.work.resolve()
    known = targets_of(program)
    seeds.write_seeds(known, work / "seeds", wanted.most_seeds)
    failed = []
    print("| target | inputs | a second | edges | kept |\n| --- | --- | --- | --- | --- |")
    targets = wanted.targets or known
    pool = concurrent.futures.ThreadPoolExecutor(wanted.jobs)
    for target, (is_good, log) in zip(targets, pool.map(lambda each: run(program, each, work, wanted.seconds), targets)):
        inputs = last(r"number_of_executed_units: (\d+)", log)
        row = [target, inputs, last(r"average_exec_per_sec: +(\d+)", log), last(r"cov: (\d+)", log), last(r"corp: (\d+)", log)]
        print("| " + " | ".join(row) + " |", flush=True)
        if not is_good:
            failed.append(target)
            tell_failure(log)
    if failed:
        sys.exit(f"broken: {', '.join(failed)}")


if __name__ == "__main__":
    main()
