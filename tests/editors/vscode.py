#!/usr/bin/env python3
"""Lets vscode.mjs use the extension in Visual Studio Code, in Chromium:

  vscode.py TOOFEW SOURCE_FOLDER TOOLS_FOLDER PICTURES_FOLDER

tests/editors/install.sh and package.py fill TOOLS_FOLDER. Pictures of what was seen are left in PICTURES_FOLDER. Exits
with 77, "skipped", where something is missing, or with 1 where the environment says TOOFEW_TEST_TOOLS=required.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

from drafts import check, lacking, with_node, words_at, write_drafts

# One of each sort, to be opened; edit.md comes last, and stays open.
OPENED = ("emoji.md", "accents.md", "windows.md", "tabs.txt", "clear.md", "2026-03-newsletter.html", "queue.jsonl",
          "linkedin.yaml", "2026-01-year-in-music.md", "edit.md")


def main():
    toofew, source, tools, pictures = [pathlib.Path(argument).resolve() for argument in sys.argv[1:]]
    chromium = shutil.which("chromium")
    for what, there in (("chromium", chromium), ("node", shutil.which("node")),
                        ("code-server", (tools / "node_modules/code-server/lib/vscode/node_modules").exists()),
                        ("the extension's package", list((tools / "extension/dist").glob("*.vsix")))):
        if not there:
            return lacking(what)
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as home:
        drafts = pathlib.Path(home).resolve() / "drafts"
        write_drafts(source, drafts)
        (drafts / "unopened.md").write_text("Our 9 hosts in Bath cancelled on Sunday.\n", encoding="utf-8")
        findings = {name: words_at(drafts / name, check(str(toofew), str(drafts / name))) for name in OPENED}
        assert sum(map(len, findings.values())) > 8, "there is too little to see"
        findings_file = pathlib.Path(home) / "findings.json"
        findings_file.write_text(json.dumps(findings), encoding="utf-8")
        return subprocess.run(["node", str(source / "tests/editors/vscode.mjs"), str(tools), str(toofew), chromium,
                               str(drafts), str(findings_file), str(pictures)], check=False, timeout=560,
                              env=with_node(tools)).returncode


sys.exit(main())
