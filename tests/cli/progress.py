#!/usr/bin/env python3
"""Whether a long run shows how far it is, on a terminal and nowhere else: progress.py TOOFEW"""
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import time

ERASE = b"\r\x1b[K"


def on_terminal(command, folder, environment):
    """What a command writes to standard error when that is a terminal, and its status."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs,
                          env=environment) as process:
        os.close(theirs)
        told = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # Linux: the other end is closed
                part = b""
            if not part:
                break
            told += part
        os.close(ours)
    return told, process.returncode


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    environment = os.environ | {"TERM": "xterm"}
    with tempfile.TemporaryDirectory() as folder:
        posts = pathlib.Path(folder)
        (posts / "short.md").write_text("It rained.\n", encoding="utf-8")
        text = "".join(f"In May 1,{i:03} members in Cork ordered the stew, and it rained.\n\n" for i in range(1000))
        seconds, count = 0.0, 0
        while seconds < 2:  # as many as this machine takes a while for
            for i in range(count, 2 * count + 8):
                (posts / f"{i}.txt").write_text(text, encoding="utf-8")
            count = 2 * count + 8
            begin = time.monotonic()
            subprocess.run([program, "check", "--fail-on", "never", "."], cwd=folder, check=True, capture_output=True)
            seconds = time.monotonic() - begin
        command = [program, "check", "--fail-on", "never", "."]

        told, status = on_terminal(command, folder, environment)
        assert status == 0, status
        assert b" checked" in told and f" of {count + 1} drafts".encode() in told, told
        assert told.endswith(ERASE), told  # nothing is left of it
        assert b"\n" not in told, told

        assert on_terminal([*command, "--quiet"], folder, environment)[0] == b""
        assert on_terminal(command, folder, environment | {"TERM": "dumb"})[0] == b""
        assert on_terminal([program, "check", "short.md"], folder, environment)[0] == b""
        assert subprocess.run(command, cwd=folder, capture_output=True, check=True).stderr == b""


if __name__ == "__main__":
    main()
