#!/usr/bin/env python3
"""Runs one case of the command line: run.py TOOFEW CASE [--update]

A case is a folder: `cmd` holds the arguments, one a line; `env`, if it is there, variables of the environment, NAME=VALUE;
`in/`, if it is there, is copied to a scratch folder in which the program runs with `stdin`; `stdout`, `stderr` and `status`
hold what must come out, to the byte. A file `out/NAME` holds what must stand in NAME of the scratch folder afterwards. With --update they are written instead. Where the output
changes with every rule, `stdout.has` takes the place of `stdout`: words, one a line, that must stand in it, in order.
Today is 15 June 2026.
"""
import argparse
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


TODAY = "1781481600"  # 15 June 2026, in seconds since 1970


def read(path, none=b""):
    return path.read_bytes() if path.exists() else none


def difference(name, expected, actual):
    lines = [part.decode("utf-8", "backslashreplace").splitlines(keepends=True) for part in (expected, actual)]
    return "".join(difflib.unified_diff(*lines, f"{name} (expected)", f"{name} (actual)"))


def missing(wanted, actual):
    """The first of the lines that does not stand in the output behind those before it."""
    at = 0
    for words in wanted.splitlines():
        at = actual.find(words, at)
        if at < 0:
            return f"stdout lacks, or has too early: {words.decode()}\n"
        at += len(words)
    return ""


def run(program, case, scratch):
    if (case / "in").exists():
        shutil.copytree(case / "in", scratch, symlinks=True, dirs_exist_ok=True)
    arguments = (case / "cmd").read_text(encoding="utf-8").splitlines()
    unset = re.compile("NO_COLOR|COLUMNS|TOOFEW_.*")
    environment = {k: v for k, v in os.environ.items() if not unset.fullmatch(k)}
    environment["SOURCE_DATE_EPOCH"] = TODAY
    environment.update(line.split("=", 1) for line in read(case / "env").decode().splitlines())
    done = subprocess.run([program, *arguments], cwd=scratch, input=read(case / "stdin"), capture_output=True,
                          env=environment, timeout=60)
    return {"stdout": done.stdout, "stderr": done.stderr, "status": b"%d\n" % done.returncode}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("case", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--update", action="store_true", help="write what came out as what must come out")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        actual = run(options.program, options.case, scratch)
        for path in sorted((options.case / "out").rglob("*")):
            name = path.relative_to(options.case)
            actual[str(name)] = read(scratch / path.relative_to(options.case / "out"), b"(no such file)\n")

    differences = ""
    if (options.case / "stdout.has").exists():
        differences = missing(read(options.case / "stdout.has"), actual.pop("stdout"))
    for name, output in actual.items():
        path = options.case / name
        if options.update:
            path.write_bytes(output)
        differences += difference(name, read(path), output)
    if differences:
        sys.exit(f"{options.case.name}:\n{differences}")


if __name__ == "__main__":
    main()
