#!/usr/bin/env python3
"""Whether every file that tells a version of its own tells that of CMakeLists.txt: versions.py SOURCE_FOLDER VERSION"""

import pathlib
import re
import sys

TOLD = {
    "CHANGELOG.md": r"^## \[(\d[\w.]*)\]",
    "integrations/emacs/toofew.el": r"^;; Version: (\S+)$",
    "integrations/vscode/package.json": r'^  "version": "([^"]+)",$',
    "integrations/vscode/CHANGELOG.md": r"^## (\S+)",
    "integrations/zed/Cargo.toml": r'^version = "([^"]+)"$',
    "integrations/zed/extension.toml": r'^version = "([^"]+)"$',
}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, version = pathlib.Path(sys.argv[1]), sys.argv[2]
    wrong = []
    for name, pattern in TOLD.items():
        found = re.search(pattern, (source / name).read_text(encoding="utf-8"), re.MULTILINE)
        if not found or found[1] != version:
            wrong.append(f"{name} tells version {found[1] if found else 'none'}, not {version}")
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main()
