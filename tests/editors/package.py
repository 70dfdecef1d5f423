#!/usr/bin/env python3
"""Packs the extension for Visual Studio Code with its real packager: package.py SOURCE_FOLDER TOOLS_FOLDER

tests/editors/install.sh fills TOOLS_FOLDER; the package is left in TOOLS_FOLDER/extension/dist. Exits with 77,
"skipped", where the packager is missing, or with 1 where the environment says TOOFEW_TEST_TOOLS=required.
"""
import json
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import zipfile

from drafts import lacking, with_node

PACKED = {"package.json", "readme.md", "changelog.md", "LICENSE.txt", "dist/extension.js", "dist/icon.png",
          "dist/THIRD-PARTY-NOTICES.txt", "media/draft.md", "media/policy.md", "media/program.md", "media/rewrite.md",
          "media/workspace.md"}
NETWORK = ("net", "http", "https", "http2", "tls", "dgram", "dns", "worker_threads", "inspector")


def pack(source, tools):
    """Runs the packager and returns the path of the package."""
    folder = tools / "extension"
    for name in ("dist", "media", "scripts", "src"):
        shutil.rmtree(folder / name, ignore_errors=True)
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules", "dist"))
    done = subprocess.run(["npm", "run", "--silent", "package"], cwd=folder, capture_output=True, encoding="utf-8",
                          check=False, timeout=300, env=with_node(tools))
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert not re.search("warning|deprecated", said, re.IGNORECASE), f"the packager warns: {said}"
    (package,) = (folder / "dist").glob("*.vsix")
    return package


def test(package, source):
    with zipfile.ZipFile(package) as archive:
        names = {name.removeprefix("extension/") for name in archive.namelist() if name.startswith("extension/")}
        assert names == PACKED, f"packed: {sorted(names ^ PACKED)}"
        manifest = json.loads(archive.read("extension/package.json"))
        readme = archive.read("extension/readme.md").decode()
        bundle = archive.read("extension/dist/extension.js").decode()
        width, height = struct.unpack(">II", archive.read("extension/dist/icon.png")[16:24])
        notices = archive.read("extension/dist/THIRD-PARTY-NOTICES.txt").decode()
    assert (width, height) == (256, 256), "the icon"

    contributes = manifest["contributes"]
    properties = contributes["configuration"]["properties"]
    for name, schema in properties.items():
        assert len(schema["markdownDescription"]) > 20, f"{name} is not described"
        assert f"`{name}`" in readme, f"{name} is not in README.md"
    for command in contributes["commands"]:
        assert f"toofew: {command['title']}" in readme, f"{command['command']} is not in README.md"
    for step in contributes["walkthroughs"][0]["steps"]:
        assert step["media"]["markdown"] in PACKED, step["id"]

    for module in NETWORK:
        assert not re.search(rf"""(require|import)\(["'](node:)?{module}["']\)""", bundle), f"it uses {module}"
    for used in ("vscode-languageclient", "vscode-jsonrpc", "semver"):
        assert used in notices, f"the licence of {used} is not in the package"
    assert (source / "LICENSE").read_bytes() == (source.parents[1] / "LICENSE").read_bytes(), "the two licences differ"


def main():
    source, tools = pathlib.Path(sys.argv[1]) / "integrations/vscode", pathlib.Path(sys.argv[2])
    if not (tools / "extension/node_modules").exists() or not shutil.which("npm"):
        return lacking("the packager")
    package = pack(source, tools)
    test(package, source)
    print(f"{package.name}: {package.stat().st_size} bytes")
    return 0


sys.exit(main())
