#!/usr/bin/env python3
"""Whether each finding stands where its words stand: positions.py TOOFEW [--documents N] [--from NUMBER] [--show NUMBER]

Documents in all formats are made up (documents.py), in which it is known to the byte where the claims stand. JSON must tell
of each of them, and of nothing else, with its bytes, lines and columns in code points; SARIF with lines and columns in
UTF-16 code units, and offsets in these and in bytes; rdjson with columns in bytes of UTF-8. A document is made from its
number alone: --show writes the bytes of one to standard output, and what is to be found to standard error.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import marked
from documents import Document

SHARE = 2500  # documents of one run of the program
MOST_TOLD = 5


def expected(document):
    """What the three reports must say of the document, in their order."""
    places = marked.Places(document.bytes)
    out = {"json": [], "sarif": [], "rdjson": []}
    for begin, end, _ in document.claims:
        first, last = places.at(begin), places.at(end)
        out["json"].append({"offset": begin, "length": end - begin, "line": first["line"], "column": first["column"],
                            "end_line": last["line"], "end_column": last["column"]})
        out["sarif"].append({"startLine": first["line"], "startColumn": first["utf16"], "endLine": last["line"],
                             "endColumn": last["utf16"], "charOffset": first["utf16_offset"],
                             "charLength": last["utf16_offset"] - first["utf16_offset"], "byteOffset": begin,
                             "byteLength": end - begin})
        out["rdjson"].append({"start": {"line": first["line"], "column": first["utf8"]},
                              "end": {"line": last["line"], "column": last["utf8"]}})
    return out


def told(program, folder):
    """What the reports say, by format and file; and why a file could not be checked."""
    reports = [f"--output={name}={folder}/report.{name}.out" for name in ("sarif", "rdjson")]
    run = subprocess.run([program, "check", "--quiet", "--no-baseline", "--format", "json", *reports, "."], cwd=folder,
                         capture_output=True)
    if not run.stdout:
        sys.exit(f"toofew failed: {run.stderr.decode(errors='replace')}")
    found = {name: collections.defaultdict(list) for name in ("json", "sarif", "rdjson")}
    failures = {}
    for file in json.loads(run.stdout)["files"]:
        if "failure" in file:
            failures[file["path"]] = file["failure"]
        for finding in file.get("findings", []):
            found["json"][file["path"]].append({key: finding[key] for key in ("offset", "length", "line", "column", "end_line",
                                                                              "end_column")})
    for result in json.loads((folder / "report.sarif.out").read_bytes())["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = {key: value for key, value in place["region"].items() if key != "snippet"}
        found["sarif"][place["artifactLocation"]["uri"]].append(region)
    for diagnostic in json.loads((folder / "report.rdjson.out").read_bytes())["diagnostics"]:
        place = diagnostic["location"]
        if "range" in place:
            found["rdjson"][place["path"]].append(place["range"])
    return found, failures


def check(program, numbers):
    """What is wrong with each document, by number."""
    wrong = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        documents = {f"{number:06}{document.ending}": (number, document)
                     for number, document in ((number, Document(number)) for number in numbers)}
        for name, (_, document) in documents.items():
            (folder / name).write_bytes(document.bytes)
        found, failures = told(program, folder)
        for name, (number, document) in documents.items():
            if name in failures:
                wrong[number] = f"cannot be checked: {failures[name]}"
                continue
            for report, wanted in expected(document).items():
                if found[report][name] != wanted:
                    wrong[number] = f"{report}: expected {wanted}\n    found {found[report][name]}"
                    break
    return wrong, sum(len(document.claims) for _, document in documents.values())


def show(number):
    document = Document(number)
    sys.stdout.buffer.write(document.bytes)
    for begin, end, words in document.claims:
        print(f"{document.ending}: {begin} to {end}: {words!r}, written {document.bytes[begin:end]!r}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--documents", type=int, default=10000)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--show", type=int)
    options = parser.parse_args()
    if options.show is not None:
        return show(options.show)
    last = options.first + options.documents
    claims, wrong = 0, {}
    for first in range(options.first, last, SHARE):
        more, known = check(options.program.resolve(), range(first, min(first + SHARE, last)))
        wrong.update(more)
        claims += known
    for number, reason in list(sorted(wrong.items()))[:MOST_TOLD]:
        print(f"document {number} ({Document(number).bytes!r}):\n    {reason}\n", file=sys.stderr)
    if wrong:
        numbers = sorted(wrong)
        sys.exit(f"{len(wrong)} of {options.documents} documents are wrong: {numbers[:40]}")
    if claims < options.documents // 2:
        sys.exit(f"only {claims} claims in {options.documents} documents: the test would hold of little")
    print(f"{options.documents} documents, {claims} claims: each stands where it is said to stand")


if __name__ == "__main__":
    main()
