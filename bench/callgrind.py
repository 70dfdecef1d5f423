"""Instructions that a run of toofew takes, as valgrind counts them: the same on any machine with the same packages."""

import os
import re
import subprocess
import sys

# The string functions of the C library come in variants, of which it takes the best that the processor has. Without these
# features it takes the same ones everywhere.
SAME_EVERYWHERE = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX,-AVX2,-AVX512F,-AVX512VL,-ERMS,-RTM",
                   "SOURCE_DATE_EPOCH": "1780000000"}  # what expires does so on any day
CHECK = ["check", "--format", "jsonl", "--fail-on", "never", "--jobs", "1"]


def count(toofew, draft, profile=os.devnull):
    """Checks the draft and returns the instructions. What each function took is left in `profile`."""
    done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", str(toofew), *CHECK, str(draft)],
                          capture_output=True, text=True, env=os.environ | SAME_EVERYWHERE, check=False)
    collected = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not collected:
        sys.exit(f"{draft}: {done.stderr}")
    return int(collected.group(1))


def inclusive(profile):
    """Function → instructions of it and of what it calls."""
    text = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", str(profile)], capture_output=True,
                          text=True, check=True).stdout
    found = {}
    for number, name in re.findall(r"^ *([\d,]+) \([ \d.]+%\)  [^:\n]*:(.*)$", text, re.M):
        name = re.sub(r" \[[^\]]*\]$", "", name)
        found[name] = max(found.get(name, 0), int(number.replace(",", "")))
    return found


def allocations(toofew, draft):
    """Blocks and bytes that the run asks for."""
    done = subprocess.run(["valgrind", "--tool=memcheck", "--undef-value-errors=no",
                           str(toofew), *CHECK, str(draft)], capture_output=True, text=True, check=True)
    blocks, size = re.search(r"total heap usage: ([\d,]+) allocs, [\d,]+ frees, ([\d,]+) bytes", done.stderr).groups()
    return int(blocks.replace(",", "")), int(size.replace(",", ""))
