#!/usr/bin/env python3
"""Reviews a draft in a real terminal, and watches one: run.py TOOFEW

tmux is the terminal: it types what a person would type, and tells what stands on the screen. The status is 77 (skipped)
where there is no tmux.
"""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PATIENCE = 60  # seconds; a busy machine is slow
TODAY = "1781481600"  # 15 June 2026, in seconds since 1970
DRAFT = """# What a year

To the 53 people who watched it every day for 18 days: who hurt you?

Only 12 of our 400 testers opened it.

One rider in Truro took 214 trips to the same pub in March.
"""


def wait_for(what, look):
    """What `look` returns, once it is something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    sys.exit(f"waited in vain for {what}")


class Terminal:
    def __init__(self, folder, environment):
        self.socket = str(folder / "tmux.socket")
        self.folder, self.environment = folder, environment

    def tmux(self, *arguments):
        done = subprocess.run(["tmux", "-S", self.socket, "-f", "/dev/null", *arguments], cwd=self.folder,
                              env=self.environment, capture_output=True, check=False, encoding="utf-8")
        if done.returncode != 0:
            sys.exit(f"tmux {arguments}: {done.stderr}")
        return done.stdout

    def start(self, command):
        self.tmux("new-session", "-d", "-x", "100", "-y", "50", command)
        self.tmux("set-option", "-w", "remain-on-exit", "on")

    def screen(self, *options):
        return self.tmux("capture-pane", "-p", "-S", "-", *options)

    def type(self, answer, then):
        """Types a line, and waits until the words stand on the screen behind those that are there now."""
        before = self.screen().count(then)
        self.tmux("send-keys", "-l", answer)
        self.tmux("send-keys", "Enter")
        wait_for(f"{then!r} after {answer!r}, on\n{self.screen()}", lambda: self.screen().count(then) > before)

    def end(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True, check=False)


def environment_of(folder):
    editor = folder / "editor.sh"
    editor.write_text("#!/bin/sh\nsed -i 's/took 214 trips to/liked/; s/One rider in Truro/Some riders/' \"$1\"\n")
    editor.chmod(0o700)
    left_out = ("TMUX", "NO_COLOR", "VISUAL")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {"EDITOR": str(editor), "SOURCE_DATE_EPOCH": TODAY, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}


def test_review(program, folder):
    draft = folder / "draft.md"
    draft.write_text(DRAFT)
    draft.chmod(0o640)
    terminal = Terminal(folder, environment_of(folder))
    question = "What shall become of it?"
    terminal.start(f"'{program}' review draft.md; echo status $?")
    try:
        wait_for("the first question", lambda: question in terminal.screen())
        if "\x1b[" not in terminal.screen("-e"):
            sys.exit("there is no colour on a terminal")
        terminal.type("1", question)
        terminal.type("u", "Undone.")
        terminal.type("1", question)
        terminal.type("1", question)
        terminal.type("e", "Write this into draft.md?")
        if draft.read_text() != DRAFT:
            sys.exit("the draft was written before the end")
        terminal.type("y", "status 0")
    finally:
        terminal.end()
    wanted = (DRAFT.replace("the 53 people", "everyone").replace("Only 12 of our 400", "Few of our")
              .replace("One rider in Truro took 214 trips to", "Some riders liked"))
    if draft.read_text() != wanted:
        sys.exit(f"the draft became\n{draft.read_text()}")
    if draft.stat().st_mode & 0o777 != 0o640:
        sys.exit("the draft has other permissions")
    if [path.name for path in folder.iterdir() if path.name.startswith((".draft", "draft"))] != ["draft.md"]:
        sys.exit("there are files left over")


def test_watch(program, folder):
    draft = folder / "draft.md"
    draft.write_text(DRAFT)
    output = folder / "watched.txt"
    with output.open("wb") as file:
        watcher = subprocess.Popen([program, "check", "--quiet", "--watch", "draft.md"], cwd=folder, stdout=file,
                                   stderr=subprocess.STDOUT, env=environment_of(folder))
    try:
        def lines_with(words):
            return output.read_text().count(words)
        wait_for("the first check", lambda: lines_with("Waiting for a change") == 1)
        if lines_with("draft.md:3") != 1:
            sys.exit(f"the first check says\n{output.read_text()}")
        draft.write_text("Nothing to see here.\n")
        wait_for("the second check", lambda: lines_with("Waiting for a change") == 2)
        if lines_with("draft.md:3") != 1:
            sys.exit(f"the second check says\n{output.read_text()}")
        (folder / "toofew.yaml").write_text("nonsense: true\n")
        wait_for("a check by a broken policy", lambda: lines_with("unknown key 'nonsense'") == 1)
    finally:
        watcher.send_signal(signal.SIGINT)
        watcher.wait(PATIENCE)


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        test_watch(program, pathlib.Path(folder))
    if not shutil.which("tmux"):
        print("there is no tmux")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        test_review(program, pathlib.Path(folder))


if __name__ == "__main__":
    main()
