"""Runs programs and says what they took."""

import contextlib
import dataclasses
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time


@dataclasses.dataclass
class Cost:
    """What one run took. Seconds; `peak` is the most memory that one process held, in bytes."""

    wall: float
    cpu: float
    peak: int


def run(command, cores=None, accepted=(0, 1), cwd=None, environment=None):
    """Runs it with its output thrown away, on the last `cores` cores (the first
    one serves interrupts). Findings (status 1) are no failure."""
    with tempfile.NamedTemporaryFile() as errors, tempfile.NamedTemporaryFile("r") as report, open(os.devnull, "r+b") as null:
        # What starts it is small, or its own memory would count: the kernel takes it over into the child's peak.
        line = ["/usr/bin/time", "-q", "-o", report.name, "-f", "%M", *map(str, command)]
        files = [(os.POSIX_SPAWN_DUP2, source.fileno(), target) for target, source in enumerate((null, null, errors))]
        with on_cores(cores), contextlib.chdir(cwd or "."):
            start = time.perf_counter()
            # Unlike subprocess, this copies nothing of Python, which would take longer than a small program and count as its time.
            process = os.posix_spawn(line[0], line, os.environ | (environment or {}), file_actions=files)
            _, status, used = os.wait4(process, 0)
            wall = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) not in accepted:
            sys.exit(f"{' '.join(map(str, command))[:300]}: {pathlib.Path(errors.name).read_text()[-2000:]}")
        return Cost(wall, used.ru_utime + used.ru_stime, int(report.read()) * 1024)


@contextlib.contextmanager
def on_cores(count):
    """Binds this process, and so what it starts, to its last `count` cores; to all for None."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[-count:] if count else allowed)
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def best(costs, what):
    """The smallest: whatever else runs on a machine only adds to it."""
    return min(getattr(cost, what) for cost in costs)


def version(command):
    """The first line that it prints."""
    text = subprocess.run(command, capture_output=True, text=True, check=False)
    return (text.stdout + text.stderr).strip().splitlines()[0]


def machine():
    """The processor, the cores that may be used, memory and system."""
    cpu = next((line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), "unknown processor")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    system = dict(line.split("=", 1) for line in pathlib.Path("/etc/os-release").read_text().splitlines() if "=" in line)
    return (f"{cpu}, {len(os.sched_getaffinity(0))} cores (virtual), {memory / 2**30:.0f} GiB, "
            f"{system['PRETTY_NAME'].strip(chr(34))}")


def need(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    if missing:
        sys.exit(f"Not there: {', '.join(missing)}")
