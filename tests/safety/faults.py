#!/usr/bin/env python3
"""Whether toofew stands what goes wrong around it: faults.py TOOFEW [--whole] [--only WORDS]

Files that cannot be read or written, full disks, streams that are closed, signals, few descriptors and little memory, names
that are no UTF-8, input of the worst sort. In each case toofew must say what is wrong, with the file's name, exit with 2,
check and report what else there is, and leave nothing half-written behind. --whole takes the largest sizes, too.

What the machine does not allow (namespaces, tracing) is skipped, and told.
"""
import argparse
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.dom.minidom

WORDS = "Last week 17 riders in Bath cancelled on Sunday."
FOUND = "17 riders are counted here"
GOOD = f"good.md:1:11: error: {FOUND}"
FAILED = 2
LITTLE_MEMORY = 170_000  # kB
AT_MOST = 300  # seconds; one case takes a few

# Root reads and writes everything, unless these are taken from it.
RIGHTS = "-dac_override,-dac_read_search,-fowner"
AS_OTHERS = f"setpriv --bounding-set={RIGHTS} --inh-caps={RIGHTS}" if os.geteuid() == 0 else ""
OWN_MOUNTS = "unshare --mount" if os.geteuid() == 0 else "unshare --map-root-user --mount"


class Failure(Exception):
    pass


class Case:
    """A script of the shell, in a folder with good.md, in which toofew runs once; what it must print."""

    def __init__(self, name, script, says=(), shows=(GOOD,), status=FAILED, needs=None):
        self.name, self.script, self.says, self.shows, self.status, self.needs = name, script, says, shows, status, needs


def can_mount(program):
    script = f"{OWN_MOUNTS} sh -c 'mount -t tmpfs none /mnt'"
    return subprocess.run(script, shell=True, capture_output=True).returncode == 0


def can_trace(program):
    return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode == 0


def can_leave_nameless(program):
    """Whether a file can be written that has no name until it is whole, and the program be killed meanwhile."""
    try:
        os.close(os.open(tempfile.gettempdir(), os.O_TMPFILE | os.O_WRONLY))
    except OSError:
        return False
    return can_trace(program)


def can_limit_memory(program):
    """Sanitizers take more from the beginning."""
    return subprocess.run(f"ulimit -v {LITTLE_MEMORY}; {program} --version", shell=True, capture_output=True).returncode == 0


# In a build with AddressSanitizer, its look for leaks traces, too, which only one can.
STRACE = "strace -f -qq -o strace.log -E ASAN_OPTIONS=detect_leaks=0"


def traced(fault, path, arguments):
    """The script that runs toofew while calls on a path fail."""
    return f"{STRACE} -P {path} -e inject={fault} $TOOFEW {arguments}"


def on_full_disk(script):
    """The script, in a folder `disk` without a free byte, on which drafts were put before."""
    prepared = ("mkdir disk && mount -t tmpfs -o size=64k none disk && cp good.md disk/; "
                "cat /dev/zero >disk/filler 2>/dev/null; ")
    return f"{OWN_MOUNTS} sh -c '{prepared} {script}'"


CASES = [
    # --- files that cannot be read
    Case("a file without the right to read it", f"cp good.md bad.md; chmod 0 bad.md; {AS_OTHERS} $TOOFEW check --quiet .",
         ["bad.md: cannot be read: Permission denied"]),
    Case("a folder without the right to read it",
         f"mkdir inner; cp good.md inner; chmod 0 inner; {AS_OTHERS} $TOOFEW check --quiet .",
         ["inner: cannot be read: Permission denied"]),
    Case("a file that is not there", "$TOOFEW check --quiet gone.md good.md", ["gone.md: cannot be read: No such file"]),
    Case("a disk that fails", "$TOOFEW check --quiet --input-format plain /proc/self/mem good.md",
         ["/proc/self/mem: cannot be read: Input/output error"]),
    Case("a disk that fails in the middle of a file",
         "cp good.md bad.md; " + traced("read:error=EIO", "bad.md", "check --quiet ."),
         ["bad.md: cannot be read: Input/output error"], needs=can_trace),
    Case("no descriptor left", "cp good.md bad.md; " + traced("openat:error=EMFILE", "bad.md", "check --quiet ."),
         ["bad.md: cannot be read: Too many open files"], needs=can_trace),
    Case("links that lead nowhere, or to themselves", "ln -s gone.md a.md; ln -s b.md b.md; $TOOFEW check --quiet .",
         ["a.md: cannot be read: No such file", "b.md: cannot be read: Too many levels of symbolic links"]),
    Case("a link to a folder above it", "mkdir inner; ln -s .. inner/above; $TOOFEW check --quiet .", status=1),
    Case("a pipe, a socket and a device in a folder",
         "mkfifo pipe.md; ln -s /dev/zero zero.md; $TOOFEW check --quiet .", status=1,
         says=["skipped: pipe.md: is a pipe, a socket or a device", "skipped: zero.md: is a pipe, a socket or a device"]),
    Case("an endless device that is named", "$TOOFEW check --quiet --input-format plain /dev/zero good.md",
         ["/dev/zero: has more than --max-file-size allows"]),
    Case("a file that is too large", "truncate -s 60M large.txt; $TOOFEW check --quiet large.txt good.md",
         ["large.txt: has 60.0 MB, more than --max-file-size allows (50.0 MB)"]),
    Case("a size that the libraries cannot count", "$TOOFEW check --max-file-size 3GB good.md", ["must be below 2 GB"], shows=()),
    Case("a file that is gone when its turn comes",
         "mkfifo a.txt; cp good.md b.md; (exec 3>a.txt; rm b.md; echo Tea. >&3) & $TOOFEW check --quiet --jobs 1 a.txt b.md good.md",
         ["b.md: cannot be read: No such file"]),
    Case("a current folder that is gone", "mkdir in; cd in; rmdir ../in; $TOOFEW check --quiet",
         ["toofew: the current folder cannot be told: No such file"], shows=()),
    Case("a path that is empty", "$TOOFEW check --quiet '' good.md", ["toofew: a path is empty"]),
    # --- encodings
    Case("bytes that are no UTF-8", r"printf 'Tea.\n\nT\351a.\n' >bad.md; $TOOFEW check --quiet .",
         ["bad.md:3:2: not valid UTF-8 at byte 0xE9"]),
    Case("UTF-16 that is cut off", r"printf '\377\376T\000e' >bad.md; $TOOFEW check --quiet .",
         ["bad.md:1:2: UTF-16 text ends in the middle of a character"]),
    Case("half of a pair in UTF-16", r"printf '\377\376T\000\000\330e\000' >bad.md; $TOOFEW check --quiet .",
         ["bad.md:1:2: not valid UTF-16: a surrogate without its pair"]),
    Case("a NUL in a file that is named", r"printf 'Tea\000' >bad.md; $TOOFEW check --quiet bad.md good.md",
         ["bad.md:1:4: holds a NUL byte"]),
    Case("a NUL in a file that is found", r"printf 'Tea\000' >bad.md; $TOOFEW check --quiet .",
         ["skipped: bad.md: is a binary file"], status=1),
    Case("a terminal is told nothing that it obeys", r"printf '{\033[2J\n' >'a'$(printf '\033')'[31m.json'; $TOOFEW check --quiet .",
         ["a\ufffd[31m.json:1:2: not valid JSON", "{\ufffd[2J"]),
    # --- configuration
    Case("a configuration that is a folder", "mkdir in; cp good.md in; mkdir in/toofew.yaml; $TOOFEW check --quiet .",
         ["in/toofew.yaml: cannot be read: Is a directory"]),
    Case("a configuration without the right to read it",
         f"mkdir in; cp good.md in; echo >in/toofew.yaml; chmod 0 in/toofew.yaml; {AS_OTHERS} $TOOFEW check --quiet .",
         ["in/toofew.yaml: cannot be read: Permission denied"]),
    Case("a baseline that is a folder", "mkdir in; cp good.md in; mkdir in/.toofew-baseline; $TOOFEW check --quiet .",
         [".toofew-baseline: cannot be read: Is a directory"]),
    Case("a configuration without an end",
         f"mkdir in; cp good.md in; ln -s /dev/zero in/toofew.yaml; ulimit -v {LITTLE_MEMORY}; $TOOFEW check --quiet .",
         ["in/toofew.yaml: there is not enough memory to read it"], needs=can_limit_memory),
    Case("a ledger that is a folder", "mkdir in; echo 'ledger: in' >toofew.yaml; $TOOFEW check --quiet .",
         ["toofew: in: cannot be read: Is a directory"]),
    Case("a clock in the past", "SOURCE_DATE_EPOCH=0 $TOOFEW check --quiet .", status=1),
    Case("a clock in the far future", "SOURCE_DATE_EPOCH=253402300799 $TOOFEW check --quiet .", status=1),
    Case("a clock that is none", "SOURCE_DATE_EPOCH=-1 $TOOFEW check --quiet .", ["SOURCE_DATE_EPOCH: must be a number"], shows=()),
    # --- streams
    Case("standard output that is full", "$TOOFEW check --quiet . >/dev/full", ["cannot write to standard output"], shows=()),
    Case("standard output that is closed", "$TOOFEW check --quiet . >&-", ["cannot write to standard output"], shows=()),
    Case("standard output that is full, and a watch", "timeout 60 $TOOFEW check --quiet --watch . >/dev/full",
         ["cannot write to standard output"], shows=()),
    Case("a terminal that obeys no escapes", "TERM=dumb script -qec '$TOOFEW check --quiet .' /dev/null", status=1),
    Case("standard error that is full", "$TOOFEW check --quiet gone.md . 2>/dev/full"),
    Case("standard error that is closed", "$TOOFEW check --quiet gone.md . 2>&-"),
    Case("standard error and output that are closed, and fixes",
         "$TOOFEW check --quiet --fix good.md >&- 2>&-; echo $?; cat good.md", shows=["0\nLast week some riders"], status=0),
    Case("a reader that goes away", "for n in $(seq 400); do cp good.md $n.md; done; "
         "$TOOFEW check --output=html=out.html . | head -n 1; grep -c '</html>' out.html", shows=[FOUND, "\n1\n"], status=0),
    # --- what cannot be written
    Case("a report for a folder that is not there", "$TOOFEW check --quiet . --output html=no/a.html --output json=b.json; "
         "status=$?; grep -q 17 b.json && exit $status", ["no/a.html: cannot be written: No such file"]),
    Case("a review for a folder that is not there",
         "$TOOFEW report --for-review --output no/a.html --output b.md .; status=$?; grep 17.riders b.md; exit $status",
         ["no/a.html: cannot be written: No such file"], shows=["17 riders"]),
    Case("a folder without the right to write, and fixes",
         f"mkdir in; cp good.md in; chmod 500 in; {AS_OTHERS} $TOOFEW check --quiet --fix in; status=$?; "
         "cmp in/good.md good.md && exit $status", ["in/good.md: cannot be written: Permission denied"],
         shows=["in/" + GOOD]),
    Case("a disk that is full, and a report",
         on_full_disk("$TOOFEW check --quiet --output json=disk/out.json disk; status=$?; ls -A disk; exit $status"),
         ["disk/out.json: cannot be written: No space left on device"], shows=["disk/" + GOOD, "\nfiller\ngood.md\n"],
         needs=can_mount),
    Case("a disk that is full, and fixes",
         on_full_disk("$TOOFEW check --quiet --fix disk; status=$?; cmp good.md disk/good.md && ls -A disk; exit $status"),
         ["disk/good.md: cannot be written: No space left on device"], shows=["disk/" + GOOD, "\nfiller\ngood.md\n"],
         needs=can_mount),
    Case("a disk that is full, and a baseline",
         on_full_disk("cd disk; $TOOFEW baseline; status=$?; ls -A; exit $status"),
         [".toofew-baseline: cannot be written: No space left on device"], shows=["filler\ngood.md\n"], needs=can_mount),
    Case("a disk that is full, and a ledger",
         "echo 'ledger: disk/ledger.jsonl' >toofew.yaml; " +
         on_full_disk("$TOOFEW ledger add disk/good.md; status=$?; ls -A disk; exit $status"),
         ["cannot be written: No space left on device"], shows=["filler\ngood.md\n"], needs=can_mount),
    Case("a disk that fails while a fix is written",
         f"cp good.md bad.md; {STRACE} -e inject=fsync:error=EIO:when=1 $TOOFEW check --quiet --fix .; "
         "status=$?; cat bad.md; ls -A; exit $status", ["bad.md: cannot be written: Input/output error"],
         shows=["bad.md:1:11: error: ", WORDS], needs=can_trace),
    Case("a kill while a fix is written",
         f"cp good.md bad.md; {STRACE} -e inject=fsync:signal=KILL:when=1 $TOOFEW check --quiet --fix .; "
         "status=$?; cat bad.md good.md; exit $status", shows=[f"{WORDS}\n{WORDS}"], status=128 + signal.SIGKILL,
         needs=can_leave_nameless),
    Case("a draft that somebody changes while it is fixed",
         "mkfifo z.txt; cp good.md a.md; (exec 3>z.txt; printf Mine >a.md; rm z.txt; echo Tea. >z.txt; echo Tea. >&3) & "
         "$TOOFEW check --quiet --jobs 1 --fix a.md z.txt good.md; status=$?; cat a.md; exit $status",
         ["a.md: has been changed by somebody else; nothing was written"], shows=["Mine"]),
    Case("programs that write one ledger at a time",
         "echo 'ledger: ledger.jsonl' >toofew.yaml; for n in $(seq 120 139); do echo \"$n riders in Bath left.\" >$n.md; "
         "$TOOFEW ledger add $n.md >/dev/null & done; wait; $TOOFEW ledger list", shows=["\n20 entries\n"], status=0),
    Case("a link that leads out of the folder, and fixes",
         "mkdir in; ln -s ../good.md in/link.md; $TOOFEW check --quiet --fix in; status=$?; cat good.md; exit $status",
         ["in/link.md: is a link that leads elsewhere, so it was not fixed"], shows=["in/link.md:1:11: error", WORDS]),
    Case("a link in the folder, and fixes",
         "mkdir in; cp good.md in/a.md; ln -s a.md in/b.md; $TOOFEW check --quiet --fix in && cat in/b.md && test -L in/b.md",
         shows=["Last week some riders"], status=0),
    Case("a pipe, and fixes", "cat good.md | $TOOFEW check --quiet --fix --input-format plain /dev/stdin; cat good.md",
         ["/dev/stdin: is no regular file, so nothing was written to it"], shows=[WORDS], status=0),
    # --- little of everything
    Case("few descriptors", "for n in $(seq 200); do cp good.md $n.md; done; "
         "sh -c 'ulimit -n 8; exec $TOOFEW check --quiet --jobs 64 .' >out; "
         "status=$?; grep -c '17 riders' out; exit $status", shows=["201\n"], status=1),
    Case("little memory", "head -c 20M /dev/zero | tr '\\0' x >large.txt; ulimit -v " + str(LITTLE_MEMORY) +
         "; $TOOFEW check --quiet --jobs 1 .", ["large.txt: there is not enough memory to check it"], needs=can_limit_memory),
    Case("no more threads", f"cp good.md two.md; {STRACE} -e inject=clone3:error=EAGAIN "
         "$TOOFEW check --quiet --jobs 8 .; status=$?; grep -c INJECTED strace.log; exit $status",
         shows=[GOOD, "two.md:1:11: error", "\n1\n"], status=1, needs=can_trace),
]


def writes(name, text):
    """A function that writes text(…) into a file of that name."""
    return lambda folder: (folder / name).write_text(text())


# Input of the worst sort: (name, what writes it, arguments, status, what must be said or shown).
WORST = [
    ("aliases of aliases", writes("a.yaml", lambda: "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi"))), FAILED,
     "a.yaml:6:11: YAML aliases repeat more text than is sensible"),
    ("ten million elements by aliases", writes("a.yaml", lambda: "a: &a\n  text: hi there\nb: [" + "*a, " * 10_000_000 + "]\n"),
     FAILED, "a.yaml:3:"),
    ("millions of values in YAML", writes("a.yaml", lambda: "- x\n" * 2_100_000), FAILED,
     "a.yaml:2000001:3: more than 2000000 values"),
    ("millions of values in brackets", writes("a.yaml", lambda: "[" + "x," * 10_000_000 + "]"), FAILED,
     "a.yaml:1:1: a value of more than 4 MB"),
    ("millions of values in JSON", writes("a.json", lambda: "[" + '"",' * 2_100_000 + '""]'), FAILED,
     "a.json:1:6000002: more than 2000000 values"),
    ("nested HTML", writes("a.html", lambda: "<div>" * 100_000 + WORDS), 1, FOUND),
    ("nested JSON", writes("a.json", lambda: "[" * 100_000), FAILED, "a.json:1:513: JSON is nested deeper than"),
    ("nested YAML", writes("a.yaml", lambda: "[" * 100_000), FAILED, "YAML is nested too deeply"),
    ("nested maps in YAML", writes("a.yaml", lambda: "".join(" " * n + "a:\n" for n in range(2000))), FAILED,
     "YAML is nested too deeply"),
    ("nested quotations", writes("a.md", lambda: ">" * 20_000 + WORDS), 1, FOUND),
    ("nested lists", writes("a.md", lambda: "- " * 5_000 + WORDS), 1, FOUND),
    ("nested multipart", writes("a.eml", lambda: "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(1000))), FAILED,
     "multipart bodies are nested too deeply"),
]
WHOLE = [
    ("a line of a gigabyte", writes("a.txt", lambda: "x" * 2**30), 1, "--max-file-size 2047MB"),
    ("a hundred thousand files", lambda folder: [(folder / f"{n}.md").write_text(WORDS) for n in range(100_000)], 1, FOUND),
]


def environment(program):
    return {**os.environ, "TOOFEW": str(program), "LC_ALL": "C.UTF-8"}


def run(program, folder, script):
    """Status, standard output and standard error. Whatever the script has started ends with it."""
    shell = subprocess.Popen(["sh", "-c", script], cwd=folder, env=environment(program), stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, start_new_session=True)
    try:
        texts = shell.communicate(timeout=AT_MOST)
    except subprocess.TimeoutExpired:
        os.killpg(shell.pid, signal.SIGKILL)
        shell.communicate()
        raise
    return shell.returncode, *(text.decode(errors="surrogateescape") for text in texts)


def expect(condition, what, *texts):
    if not condition:
        raise Failure("\n    ".join((what, *(text[:2000] for text in texts))))


def nothing_left(folder):
    left = [str(path) for path in folder.rglob(".toofew-*") if path.name != ".toofew-baseline"]
    expect(not left, f"left behind: {left}")


def check_case(program, folder, case):
    status, out, errors = run(program, folder, case.script)
    expect(status == case.status, f"the status is {status}, not {case.status}", out, errors)
    for words in case.says:
        expect(words in errors, f"standard error does not say {words!r}", errors)
    for words in case.shows:
        expect(words in out, f"standard output does not show {words!r}", out, errors)
    nothing_left(folder)


def check_worst(program, folder, write, status, words):
    write(folder)
    options = "--max-file-size 2047MB" if words.startswith("--") else ""
    found, out, errors = run(program, folder, f"$TOOFEW check --quiet {options} .")
    expect(found == status, f"the status is {found}, not {status}", out[-500:], errors)
    expect(words.startswith("--") or words in out + errors, f"{words!r} is not told", out, errors)
    expect(GOOD in out, "the other file was not checked", out, errors)


def ends_in_the_middle(program, folder, number):
    """While many files are fixed, slowly, the program is ended: each is as it was, or fixed."""
    old, new = WORDS + "\n", WORDS.replace("17", "some") + "\n"
    for n in range(40):
        (folder / f"{n:03}.md").write_text(old)
    slow = ["strace", "-D", "-f", "-qq", "-o", folder / "strace.log", "-e", "inject=fsync:delay_enter=20000"]
    process = subprocess.Popen([*slow, program, "check", "--fix", "."], cwd=folder, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + AT_MOST
    while (folder / "003.md").read_text() == old and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(number)
    status = process.wait(AT_MOST)
    expect(status == -number, f"the program ended with {status}, not by the signal")
    texts = [(folder / f"{n:03}.md").read_text() for n in range(40)]
    expect(set(texts) == {old, new}, f"files hold neither the old nor the new text, or all the same: {sorted(set(texts))}")
    if number != signal.SIGKILL:
        nothing_left(folder)
    status, out, errors = run(program, folder, "$TOOFEW check --quiet --fix .")
    expect(status == 0, "a second run does not end what the first began", out, errors)


def is_xml(data):
    xml.dom.minidom.parseString(data)


def is_json(data):
    json.loads(data)


def is_json_lines(data):
    for line in data.splitlines():
        json.loads(line)


READERS = {"json": is_json, "sarif": is_json, "gitlab": is_json, "rdjson": is_json, "jsonl": is_json_lines,
           "rdjsonl": is_json_lines, "junit": is_xml, "checkstyle": is_xml}
FORMATS = ["text", "html", "markdown", "github", "tap", *READERS]


def names_of_any_bytes(program, folder):
    """Whatever names files have, reports are valid, and hold nothing that a terminal obeys."""
    for name in (b"\xff\xfe.md", b"new\nline.md", b"tab\t\"quote'<&>|`.md", b"\xe2\x80\xae.md", b"%41.md", b"\x1b[31m.md", b"-d.md",
                 b"\xc2\x9b2J.md", b"\xed\xa0\x80.md"):
        (folder / os.fsdecode(name)).write_text(WORDS)
    (folder / os.fsdecode(b"broken\xff.json")).write_text("{")
    for name in FORMATS:
        status, out, errors = run(program, folder, f"$TOOFEW check --format {name} .")
        expect(status == FAILED, f"{name}: the status is {status}", errors)
        data = out.encode(errors="surrogateescape")
        try:
            data.decode()
            READERS.get(name, lambda data: None)(data)
        except ValueError as error:
            raise Failure(f"{name}: {error}") from error
        obeyed = [sign for sign in "\x1b\x9b" if sign in errors or (name == "text" and sign in out)]
        expect(not obeyed, f"{name}: control characters", out, errors)


def cases(whole):
    """(name, what it needs, what runs it) of each."""
    for case in CASES:
        yield case.name, case.needs, lambda program, folder, case=case: check_case(program, folder, case)
    for name, write, status, words in WORST + (WHOLE if whole else []):
        yield name, None, lambda program, folder, *worst, of=(write, status, words): check_worst(program, folder, *of)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        yield (f"{number.name} while files are fixed", can_trace,
               lambda program, folder, number=number: ends_in_the_middle(program, folder, number))
    yield "names of any bytes", None, names_of_any_bytes


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    done, skipped, wrong = 0, [], []
    needed = (can_mount, can_trace, can_leave_nameless, can_limit_memory)
    allowed = {needs: needs(options.program.resolve()) for needs in needed}
    for name, needs, check in cases(options.whole):
        if options.only not in name:
            continue
        if needs and not allowed[needs]:
            skipped.append(name)
            continue
        folder = pathlib.Path(tempfile.mkdtemp())
        (folder / "good.md").write_text(WORDS + "\n")
        begin = time.monotonic()
        try:
            check(options.program.resolve(), folder)
        except (Failure, subprocess.TimeoutExpired) as failure:
            wrong.append(name)
            print(f"{name}:\n    {failure}\n", file=sys.stderr)
        if options.only or time.monotonic() - begin > 5:
            print(f"{name}: {time.monotonic() - begin:.1f} s")
        shutil.rmtree(folder)
        done += 1
    for name in skipped:
        print(f"skipped, since this machine does not allow it: {name}")
    if wrong:
        sys.exit(f"{len(wrong)} of {done} faults are not stood: {', '.join(wrong)}")
    print(f"{done} faults are stood")


if __name__ == "__main__":
    main()
