#!/usr/bin/env python3
"""Whether a draft can leave the machine: secrecy.py TOOFEW DRAFTS

- The program names no function of the network among those that it takes from libraries, and of libgit2 none that fetches.
- Whole runs, on a copy of the drafts under Git, open no socket, start no program, and write nothing but what was asked for.

What a report without the words of the drafts holds is tested with the reports (tests/reports/redact.py).
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

NETWORK = re.compile(r"\b(socket|connect|accept4?|bind|listen|sendto|sendmsg|recvfrom|recvmsg|getaddrinfo|gethostbyname"
                     r"|git_clone\w*|git_remote\w*|git_fetch\w*|git_push\w*|curl_\w+|SSL_\w+)\b")
FORBIDDEN = re.compile(r"\d+ +((?:socket|connect|bind|listen|send\w+|accept4?|execve\w*|fork|vfork)\(.*)")
OPENED = re.compile(r'open(?:at)?\((?:[\w<>/.]+, )?"((?:[^"\\]|\\.)*)", ([A-Z_|0-9]+)')
NAMED = re.compile(r'^\d+ +(?:creat|truncate|mkdir|mkdirat|mknod\w*|unlink|unlinkat|symlink\w*|chmod|fchmodat)\(.*?"([^"]*)"')
RENAMED = re.compile(r'^\d+ +(?:rename\w*|link|linkat)\(.*"([^"]*)"')  # the last name is the new one
WRITES = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC")
NAMELESS = "O_TMPFILE"  # what is written so is nowhere until it is linked
DEVICES = ("/dev/null", "/dev/tty")
FRESH = re.compile(r"\.toofew-[0-9a-f]{32}")  # a file until it is in its place


def frame(body):
    text = json.dumps(body)
    return f"Content-Length: {len(text)}\r\n\r\n{text}"


SESSION = "".join(frame({"jsonrpc": "2.0", **message}) for message in (
    {"id": 1, "method": "initialize", "params": {"rootUri": None, "capabilities": {}}},
    {"method": "initialized", "params": {}},
    {"method": "textDocument/didOpen", "params": {"textDocument": {
        "uri": "file:///draft.md", "languageId": "markdown", "version": 1, "text": "To the 53 people who left: hello."}}},
    {"id": 2, "method": "shutdown"}, {"method": "exit"}))

# Arguments; names of files that may be written; standard input.
RUNS = [
    ("check --output=html=out.html --output=sarif=out.sarif .", r"out\.(html|sarif)", ""),
    ("check --suggest --statistics --profile 2026-03-newsletter.html", "", ""),
    ("check --staged", "", ""),
    ("check -", "", "To the 53 people who left: hello."),
    ("report --for-review --output=review.html .", r"review\.html", ""),
    ("config show", "", ""),
    ("lsp", "", SESSION),
    ("ledger add --date 2026-06-01 2026-05-thank-you.md", r"published\.jsonl", ""),
    ("baseline", r"\.toofew-baseline", ""),
    ("check --fix --unsafe-fixes 2026-03-newsletter.html", r"2026-03-newsletter\.html", ""),
]


def named_functions(program):
    symbols = subprocess.run(["nm", "--dynamic", "--undefined-only", program], check=True, capture_output=True, text=True)
    asked_by_name = b"\n".join(re.findall(rb"git_\w+", program.read_bytes()))  # of libgit2, which is loaded when Git is asked
    if b"git_index_free" not in asked_by_name:
        sys.exit("the names of what is taken from libgit2 were not found: the test would hold of nothing")
    return sorted(set(NETWORK.findall(symbols.stdout + asked_by_name.decode())))


def copy_of(drafts, folder):
    shutil.copytree(drafts, folder)
    git = ["git", "-c", "user.name=Jo", "-c", "user.email=jo@example.org", "-C", folder]
    for arguments in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "Begin"], ["add", "."]):
        subprocess.run([*git, *arguments], check=True)


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def strange_of(program, folder, log, arguments, may_write, text):
    """What a run does that was not asked for, and how many files it wrote."""
    before = contents(folder)
    # In a build with AddressSanitizer, its look for leaks traces, too, which only one can.
    trace = ["strace", "-E", "ASAN_OPTIONS=detect_leaks=0", "-f", "-o", log, "-e", "trace=%file,%network,%process"]
    run = subprocess.run([*trace, program, *arguments.split()], cwd=folder, input=text, capture_output=True, text=True)
    if run.returncode not in (0, 1):
        return [f"the run failed: {run.stderr}"], 0
    calls = log.read_text(errors="replace").splitlines()[1:]  # the first starts the program itself
    if not any("openat(" in call for call in calls):
        sys.exit("nothing was traced: the test would hold of nothing")
    opened = (OPENED.search(call) for call in calls)
    written = {path for path, flags in (found.groups() for found in opened if found)
               if any(flag in flags for flag in WRITES) and NAMELESS not in flags}
    written |= {found[1] for call in calls for found in (NAMED.search(call), RENAMED.search(call)) if found}
    after = contents(folder)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    strange = [found[1] for call in calls if (found := FORBIDDEN.match(call))]
    strange += [f"writes {path}" for path in written | changed
                if path not in DEVICES and not re.fullmatch(f"{may_write}|{FRESH.pattern}", pathlib.Path(path).name)]
    if may_write and not changed:
        strange.append("nothing was written, though it was asked for")
    return strange, len(changed)


def main():
    program, drafts = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    named = named_functions(program)
    if named:
        sys.exit(f"the program takes from libraries: {', '.join(named)}")
    files = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "drafts"
        copy_of(drafts, folder)
        for arguments, may_write, text in RUNS:
            strange, count = strange_of(program, folder, pathlib.Path(scratch) / "strace", arguments, may_write, text)
            if strange:
                sys.exit(f"toofew {arguments}:\n  " + "\n  ".join(sorted(strange)[:9]))
            files += count
    print(f"no network in {len(RUNS)} runs, and nothing written but {files} files that were asked for")


if __name__ == "__main__":
    main()
