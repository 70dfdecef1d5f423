#!/usr/bin/env python3
"""Whether a draft can leave the machine: secrecy.py TOOFEW DRAFTS

- The program names no function of the network among those that it takes from libraries, and of libgit2 none that fetches.
- A whole run, with reports written, opens no socket and writes to nothing but the reports that were asked for.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

NETWORK = re.compile(r"\b(socket|connect|accept4?|bind|listen|sendto|sendmsg|recvfrom|recvmsg|getaddrinfo|gethostbyname"
                     r"|git_clone\w*|git_remote\w*|git_fetch\w*|git_push\w*|curl_\w+|SSL_\w+)\b")
SOCKET_CALLS = "socket,connect,bind,sendto,sendmsg,accept,accept4"
OPENED = re.compile(r'open(?:at)?\((?:AT_FDCWD, )?"((?:[^"\\]|\\.)*)", ([A-Z_|0-9]+)')
WRITES = ("O_WRONLY", "O_RDWR")
DEVICES = ("/dev/null", "/dev/tty")
OURS = ("out.html", "out.sarif", ".toofew-")  # the last are reports until they are whole


def main():
    program, drafts = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    symbols = subprocess.run(["nm", "--dynamic", "--undefined-only", program], check=True, capture_output=True, text=True)
    asked_by_name = b"\n".join(re.findall(rb"git_\w+", program.read_bytes()))  # of libgit2, which is loaded when Git is asked
    if b"git_index_free" not in asked_by_name:
        sys.exit("the names of what is taken from libgit2 were not found: the test would hold of nothing")
    named = sorted(set(NETWORK.findall(symbols.stdout + asked_by_name.decode())))
    if named:
        sys.exit(f"the program takes from libraries: {', '.join(named)}")
    with tempfile.TemporaryDirectory() as scratch:
        log = pathlib.Path(scratch) / "strace"
        reports = [f"--output=html={scratch}/out.html", f"--output=sarif={scratch}/out.sarif"]
        run = subprocess.run(["strace", "-f", "-o", log, "-e", f"trace=open,openat,creat,rename,unlink,{SOCKET_CALLS}",
                              program, "check", *reports, drafts], capture_output=True, text=True)
        if run.returncode not in (0, 1, 2):
            sys.exit(f"the run failed: {run.stderr}")
        calls = log.read_text(errors="replace")
        sockets = [line for line in calls.splitlines() if re.match(rf"\d+ +({SOCKET_CALLS.replace(',', '|')})\(", line)]
        if sockets:
            sys.exit("a socket was opened:\n" + "\n".join(sockets[:5]))
        if "openat(" not in calls or not (pathlib.Path(scratch) / "out.html").exists():
            sys.exit("nothing was traced: the test would hold of nothing")
        written = {path for path, flags in OPENED.findall(calls) if any(flag in flags for flag in WRITES)}
        strange = sorted(path for path in written
                         if path not in DEVICES and not pathlib.Path(path).name.startswith(OURS))
        if strange:
            sys.exit(f"written besides the reports: {', '.join(strange)}")
    print(f"no network, and nothing written but {len(written)} files that were asked for")


if __name__ == "__main__":
    main()
