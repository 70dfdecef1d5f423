#!/usr/bin/env python3
"""Reads what integrations/ has for editors that the tests cannot run: configs.py SOURCE_FOLDER

Whether each starts `toofew lsp`, and whether each editor is given all files that docs/formats.md lists.
"""
import fnmatch
import json
import pathlib
import re
import sys
import tomllib

COMMAND = ["toofew", "lsp"]


def endings(source):
    """The endings of drafts, as the table in docs/formats.md has them, in its order."""
    rows = [line.split("|")[2] for line in (source / "docs/formats.md").read_text(encoding="utf-8").splitlines()
            if re.match(r"\| .* \| `\.", line)]
    return [ending for row in rows for ending in re.findall(r"`(\.\w+)`", row)]


def without_comments(text):
    return re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)


def expanded(patterns):
    """Glob patterns without their braces."""
    for pattern in patterns:
        braces = re.search(r"\{(.*)\}", pattern)
        for choice in braces[1].split(",") if braces else [""]:
            yield pattern.replace(braces[0], choice) if braces else pattern


def main():
    source = pathlib.Path(sys.argv[1])
    folder = source / "integrations"
    drafts = endings(source)
    assert len(drafts) > 12, f"docs/formats.md lists {drafts}"

    def read(name):
        return (folder / name).read_text(encoding="utf-8")

    helix = tomllib.loads(read("helix/languages.toml"))
    server = helix["language-server"]["toofew"]
    assert [server["command"], *server["args"]] == COMMAND
    assert all("toofew" in language["language-servers"] for language in helix["language"])

    sublime = json.loads(without_comments(read("sublime-text/LSP.sublime-settings")))
    assert sublime["clients"]["toofew"]["command"] == COMMAND and sublime["clients"]["toofew"]["enabled"]

    zed = tomllib.loads(read("zed/extension.toml"))["language_servers"]["toofew"]
    assert set(zed["languages"]) == set(zed["language_ids"])

    jetbrains = json.loads(read("jetbrains/template.json"))
    assert jetbrains["programArgs"]["default"].split() == COMMAND

    vscode = json.loads(read("vscode/package.json"))["contributes"]["configuration"]
    patterns = {
        "jetbrains": [pattern for mapping in jetbrains["fileTypeMappings"]
                      for pattern in mapping["fileType"]["patterns"]],
        "vscode": vscode["properties"]["toofew.files"]["default"],
        "neovim": re.findall(r'"(\*\.\w+)"', read("neovim/toofew.lua")),
    }
    for editor, given in patterns.items():
        for ending in drafts:
            draft = f"posts/draft{ending}"
            assert any(fnmatch.fnmatch(draft, pattern) for pattern in expanded(given)), f"{editor}: {ending}"
    (emacs,) = re.findall(r"defcustom toofew-files\n(.*?eos)", read("emacs/toofew.el"), re.DOTALL)
    emacs = set(re.findall(r'"(\w+)"', emacs))
    assert {f".{ending}" for ending in emacs} == set(drafts) - {".json"}, f"emacs: {emacs}"


main()
