#!/usr/bin/env python3
"""Presses TAB in real shells: completion.py SHELL TOOFEW SOURCE_FOLDER

The shell runs at a pseudo-terminal in a copy of integrations/examples, with the script that `toofew completion` prints,
and with no other configuration. The cases stand in completion.txt. After TAB, the line is made the arguments of a command
that prints them. Exit 77: there is no such shell here.
"""
import os
import pathlib
import pty
import re
import select
import shutil
import sys
import tempfile
import time

CASE = re.compile(r"^(?P<typed>.*?) +=> (?P<expected>.*?)(?: +\[(?P<shells>.*)\])?$")
SECONDS = 30  # how long a shell may take
HOME_KEY, END_OF_LINE = b"\x01", b"\r"

SETUPS = {
    "bash": (["bash", "--noprofile", "--norc", "-i"], "PS1='> '; bind 'set bell-style none'; "
             "eval \"$(toofew completion bash)\""),
    "zsh": (["zsh", "-f", "-i"], "PS1='> '; unsetopt beep; bindkey -e; autoload -Uz compinit; compinit -u -D; "
            "eval \"$(toofew completion zsh)\""),
    "fish": (["fish", "--no-config", "--interactive"], "function fish_prompt; echo '> '; end; "
             "function fish_greeting; end; toofew completion fish | source"),
}


class Shell:
    def __init__(self, name, environment, folder):
        command, setup = SETUPS[name]
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        self.type(setup.encode() + b"; printf 're''ady\\n'" + END_OF_LINE)
        self.wait_for(b"ready")

    def type(self, keys):
        os.write(self.terminal, keys)

    def wait_for(self, words):
        """What comes out, up to the words."""
        output, end = b"", time.monotonic() + SECONDS
        while words not in output:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.terminal], [], [], left)[0]:
                raise TimeoutError(output.decode("utf-8", "replace"))
            output += os.read(self.terminal, 65536)
        return output

    def completed(self, typed):
        self.type(typed.encode() + b"\t")
        time.sleep(0.1)
        self.type(HOME_KEY + b"printf 'BE''GIN'; printf '<%s>' " + b"\x05; printf 'E''ND\\n'" + END_OF_LINE)
        output = self.wait_for(b"END")
        return re.findall(rb"<([^>]*)>", output[output.rindex(b"BEGIN"):])

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def failures(name, cases, environment, folder):
    shell = Shell(name, environment, folder)
    for typed, expected in cases:
        actual = b" ".join(shell.completed(typed)).decode()
        if actual != expected:
            yield f"{name}: {typed}\n  expected {expected}\n  actual   {actual}"
    shell.close()


def cases_for(name):
    lines = pathlib.Path(__file__).with_name("completion.txt").read_text(encoding="utf-8").splitlines()
    for case in filter(None, map(CASE.match, (line for line in lines if not line.startswith("#")))):
        if name in (case["shells"] or name).split():
            yield case["typed"], case["expected"]


def main():
    name, program, source = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve()
    if not shutil.which(name):
        print(f"There is no {name} here.")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "examples"
        shutil.copytree(source / "integrations/examples", folder)
        (pathlib.Path(scratch) / "toofew").symlink_to(program)
        environment = {"PATH": f"{scratch}:{os.environ['PATH']}", "HOME": scratch, "TERM": "dumb", "LC_ALL": "C.UTF-8",
                       "XDG_CONFIG_HOME": scratch, "XDG_DATA_HOME": scratch}
        failed = list(failures(name, cases_for(name), environment, folder))
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
