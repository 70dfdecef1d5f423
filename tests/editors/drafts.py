"""What the tests of editors have in common: drafts to open, and what toofew finds in them."""
import json
import os
import pathlib
import shutil
import subprocess

SKIPPED = 77

# What is hard to count in: what takes two units of UTF-16, what takes several code points, tabs, two bytes a line end.
DRAFTS = {
    "emoji.md": "# 😀 Numbers\n\n🎉 👩‍👩‍👧 Our 8 members in Bath never logged in. 🎊 Nine hosts in Bath cancelled. 🥳\n",
    "accents.md": "Cafe\u0301 re\u0301sume\u0301: our \U0001d7f4 members in Bath never logged in.\n",
    "windows.md": "# 😀 Windows\r\n\r\nÜber: our 8 members in Bath\r\nnever logged in.\r\n",
    "tabs.txt": "\tÄ\tOur 8 members in Bath never logged in.\n",
    "clear.md": "# Nothing\n\n12,400 of you came back after the winter.\n",
}
NO_DRAFTS = ("toofew.yaml", "populations.yaml", "facts.yaml", "waivers.yaml", "published.jsonl")
EDIT = "# 😀 A draft\n\n🎉 Thank you! Our 8 members in Bath never logged in.\n\nAll is well.\n"


def write_drafts(source, folder):
    """Fills a folder with drafts; returns the paths of those to open and of edit.md, which is to be changed."""
    shutil.copytree(source / "integrations/examples/posts", folder)
    for name, text in DRAFTS.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    (folder / "edit.md").write_text(EDIT, encoding="utf-8")
    drafts = sorted(path for path in folder.iterdir() if path.name not in NO_DRAFTS and path.name != "edit.md")
    return [str(path) for path in drafts], str(folder / "edit.md")


def check(toofew, path, text=None):
    """What toofew finds in a file, or in a text that is to be in it: (line, column, end_line, end_column, level)."""
    command = [toofew, "check", "--format", "json"] + (["-", "--stdin-path"] if text is not None else []) + [path]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False, timeout=60)
    own = [file for file in json.loads(done.stdout)["files"] if pathlib.Path(file["path"]).name == pathlib.Path(path).name]
    findings = [finding for file in own for finding in file.get("findings", [])]
    return sorted((f["line"], f["column"], f["end_line"], f["end_column"], f["severity"]) for f in findings)


def words_at(path, places):
    """The words at places of a file, a string for each line of each."""
    lines = pathlib.Path(path).read_bytes().decode().replace("\r\n", "\n").split("\n")
    words = []
    for line, column, end_line, end_column, *_ in places:
        for number in range(line, end_line + 1):
            begin, end = column - 1 if number == line else 0, end_column - 1 if number == end_line else None
            words.append(lines[number - 1][begin:end])
    return sorted(words)


def with_node(tools):
    """The environment of a program that needs a recent Node.js."""
    return {**os.environ, "PATH": f"{tools / 'node/bin'}:{os.environ['PATH']}"}


def lacking(what):
    """The exit status of a test whose tool is missing."""
    print(f"{what} is not there; tests/editors/install.sh and tests/debian-packages.txt say what is needed")
    return 1 if os.environ.get("TOOFEW_TEST_TOOLS") == "required" else SKIPPED
