#!/usr/bin/env python3
"""Whether toofew takes more instructions than it did: bench/instructions.py TOOFEW COMPILER [--update] [--profiles FOLDER]

The drafts of bench/data are checked under valgrind, which counts the same instructions on any machine with the same
packages. bench/instructions.json says how many they were. Fails where they are more than a tenth away from it. COMPILER is what
built TOOFEW ("GNU 12"); another one makes other instructions, which are not compared. Exits with 77, "skipped", then and where
valgrind is missing, or with 1 where the environment says TOOFEW_TEST_TOOLS=required.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import sys

from callgrind import count

HERE = pathlib.Path(__file__).resolve().parent
BASELINE = HERE / "instructions.json"
TOLERANCE = 0.10
SKIPPED = 77


def skip(why):
    print(why)
    sys.exit(1 if os.environ.get("TOOFEW_TEST_TOOLS") == "required" else SKIPPED)


def again(options):
    return f"bench/instructions.py {options.toofew} '{options.compiler}' --update"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("toofew")
    parser.add_argument("compiler")
    parser.add_argument("--update", action="store_true", help="record what is counted now")
    parser.add_argument("--profiles", type=pathlib.Path, default=HERE.parent / "build" / "instructions", help="where callgrind's files go")
    options = parser.parse_args()
    built = f"{options.compiler}, {platform.machine()}"
    if not shutil.which("valgrind"):
        skip("valgrind is missing")
    known = json.loads(BASELINE.read_text())
    if not options.update and known["built"] != built:
        skip(f"bench/instructions.json is for {known['built']}, and this is {built}. To record it: {again(options)}")

    options.profiles.mkdir(parents=True, exist_ok=True)
    counted = {draft.name: count(options.toofew, draft, options.profiles / f"{draft.name}.callgrind")
               for draft in sorted((HERE / "data").iterdir())}
    if options.update:
        BASELINE.write_text(json.dumps({"built": built, "instructions": counted}, indent=2) + "\n")
        return 0

    before = known["instructions"]
    if set(before) != set(counted):
        print(f"The drafts of bench/data are others than those of bench/instructions.json. To record them: {again(options)}")
        return 1
    failed = False
    for name, now in counted.items():
        change = now / before[name] - 1
        print(f"{name}: {now / 1e6:.1f} million instructions, recorded {before[name] / 1e6:.1f} ({change:+.1%})")
        if change > TOLERANCE:
            print(f"  This is slower. What takes them: callgrind_annotate {options.profiles / name}.callgrind\n"
                  f"  If that is meant, record it: {again(options)}")
        elif change < -TOLERANCE:
            print(f"  This is faster. Record it, or it can be lost again unseen: {again(options)}")
        failed |= abs(change) > TOLERANCE
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
