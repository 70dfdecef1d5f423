#!/usr/bin/env python3
"""Opens drafts in a real editor that is set up as integrations/ says, and holds what it underlines against what toofew
finds on the command line:

  run.py EDITOR TOOFEW SOURCE_FOLDER        EDITOR: neovim, vim or emacs

The editor runs EDITOR's script beside this one. It reads a task from the file that TOOFEW_TASK names and writes an
answer to the one that TOOFEW_ANSWER names, both in JSON:

  task    drafts: those to open, each with the number of findings to wait for; edit: the draft to change without saving,
          the line to insert at its beginning, and the line on which the finding stands then
  answer  shown: what is underlined in each draft, as (line, column, end_line, end_column, level), from 1, in code
          points; typed: the same after the insertion; hover: what is said of the finding; actions: what is offered for it;
          fixed: the text after the first action was taken; left: what is underlined then; words (Vim only): what is
          highlighted in each draft, a string a line; or error

Exits with 77, "skipped", where the editor is missing, or with 1 where the environment says TOOFEW_TEST_TOOLS=required.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from drafts import EDIT, check, lacking, words_at, write_drafts

INSERTED = "🥳 Read this first"
OWNER = "Press office"  # who answers for waivers; until that is set, they are to be filled in with an owner


def editor_command(editor, source, home):
    """The command that starts an editor, set up with what integrations/ has for it."""
    script = source / "tests/editors"
    if editor == "neovim":
        plugin = home / ".config/nvim/plugin/toofew.lua"
        plugin.parent.mkdir(parents=True)
        shutil.copy(source / "integrations/neovim/toofew.lua", plugin)
        (home / ".config/nvim/init.lua").write_text(f'vim.g.toofew_settings = {{ owner = "{OWNER}" }}')
        return ["nvim", "--headless", "-n", "-c", f"luafile {script / 'neovim.lua'}"]
    if editor == "vim":
        shutil.copytree(source / "integrations/vim", home / ".vim")
        (home / ".vimrc").write_text("set nocompatible hidden encoding=utf-8\nfiletype plugin on\npackadd! ale\n"
                                     f"let g:toofew_settings = {{'owner': '{OWNER}'}}\n")
        return ["vim", "-T", "dumb", "--not-a-term", "-n", "-c", f"source {script / 'vim.vim'}"]
    shutil.copytree(source / "integrations/emacs", home / "lisp")
    (home / ".emacs").write_text("(add-to-list 'load-path \"~/lisp\")\n(package-initialize)\n(require 'toofew)\n"
                                 f"(setq-default eglot-workspace-configuration '(:toofew (:owner \"{OWNER}\")))\n")
    return ["emacs", "--batch", "-l", str(home / ".emacs"), "-l", str(script / "emacs.el")]


def ask(editor, toofew, source, home, task):
    """Runs the editor and returns its answer."""
    task_file, answer_file = home / "task.json", home / "answer.json"
    task_file.write_text(json.dumps(task), encoding="utf-8")
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"),
                   "PATH": f"{pathlib.Path(toofew).parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8",
                   "TOOFEW_TASK": str(task_file), "TOOFEW_ANSWER": str(answer_file)}
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        environment[name] = str(home / name)
    done = subprocess.run(editor_command(editor, source, home), env=environment, cwd=home, stdin=subprocess.DEVNULL,
                          capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=150)
    assert answer_file.exists(), f"{editor} wrote no answer: {done.stdout}{done.stderr}"
    answer = json.loads(answer_file.read_text(encoding="utf-8"))
    assert "error" not in answer, f"{answer['error']}\n{done.stdout}{done.stderr}"
    return answer


def as_shown(editor, findings):
    """What an editor makes of findings: ALE knows errors and warnings only."""
    levels = {"note": "warning"} if editor == "vim" else {}
    return sorted((*place, levels.get(level, level)) for *place, level in findings)


def shown(rows):
    return sorted(tuple(row) for row in rows)


def test(editor, toofew, source, home):
    drafts, edit = write_drafts(source, home / "drafts")
    expected = {path: as_shown(editor, check(toofew, path)) for path in drafts}
    assert sum(map(len, expected.values())) > 20 and not all(expected.values()), "there is too little to see"
    typed = f"{INSERTED}\n{EDIT}"
    answer = ask(editor, toofew, source, home, {
        "drafts": [{"path": path, "findings": len(expected[path])} for path in drafts],
        "edit": {"path": edit, "insert": INSERTED, "line": 4},
    })
    for path in drafts:
        assert shown(answer["shown"][path]) == expected[path], \
            f"{path}: {editor} shows {shown(answer['shown'][path])}, toofew finds {expected[path]}"
    for path, words in answer.get("words", {}).items():
        assert sorted(words) == words_at(path, expected[path]), f"{path}: {editor} highlights {words}"
    assert shown(answer["typed"]) == as_shown(editor, check(toofew, edit, typed)), f"unsaved: {answer['typed']}"
    assert "8" in answer["hover"] and "100" in answer["hover"], f"hover: {answer['hover']}"
    assert any("fill in why" in title for title in answer["actions"]), f"without the settings: {answer['actions']}"
    assert answer["fixed"] != typed, "the action changes nothing"
    assert INSERTED in answer["fixed"] and "All is well." in answer["fixed"], answer["fixed"]
    left = check(toofew, edit, answer["fixed"])
    assert shown(answer["left"]) == as_shown(editor, left), f"after the action: {answer['left']}"
    assert pathlib.Path(edit).read_text(encoding="utf-8") == EDIT, "the draft was saved"
    return sum(map(len, expected.values())), answer["actions"]


def main():
    editor, toofew, source = sys.argv[1], str(pathlib.Path(sys.argv[2]).resolve()), pathlib.Path(sys.argv[3])
    program = {"neovim": "nvim"}.get(editor, editor)
    if not shutil.which(program):
        return lacking(program)
    with tempfile.TemporaryDirectory() as home:
        count, actions = test(editor, toofew, source, pathlib.Path(home).resolve())
    print(f"{editor} shows {count} findings as the command line does; offered: {actions}")
    return 0


sys.exit(main())
