#!/usr/bin/env python3
"""Packs what was built, and looks at the packages as those who install them would:

  package.py BUILD_FOLDER TOOLS

- lintian has nothing to say of the Debian package, and the program in it is hardened.
- The archive has the same files.
- The list of what it is made of is valid to SPDX's own tools (which install.sh puts into TOOLS), and names each library that
  the program loads.
- In a bare Debian (debootstrap) the archive's program runs where it was unpacked, the package brings what it needs, and
  both find what they should in a draft. This wants root.

Exit 77 where a tool is missing, which is a failure with TOOFEW_TEST_TOOLS=required.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

SUITE = "bookworm"
TOOLS = ("cpack", "patchelf", "dpkg-deb", "dpkg-shlibdeps", "lintian", "readelf", "debootstrap")
DRAFT = "53 of you watched it every night.\n"


def run(*command, **options):
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8", **options).stdout


def expect(holds, words):
    if not holds:
        sys.exit(words)


def pack(build, out):
    environment = dict(os.environ, SOURCE_DATE_EPOCH="1767225600")  # 2026-01-01
    run("cpack", "--config", str(build / "CPackConfig.cmake"), "-B", str(out), env=environment)
    (deb,), (archive,) = out.glob("*.deb"), out.glob("*.tar.gz")
    return deb, archive


def check_deb(deb, folder):
    """Its files, unpacked."""
    tags = subprocess.run(["lintian", "--allow-root", deb], capture_output=True, check=False, encoding="utf-8")
    expect(not tags.stdout, f"lintian of {deb.name}:\n{tags.stdout}")
    run("dpkg-deb", "--extract", str(deb), str(folder))
    return folder / "usr"


def check_hardening(program):
    """What a program has whose errors of memory are hard to use: https://wiki.debian.org/Hardening"""
    header = run("readelf", "--file-header", "--program-headers", "--wide", str(program))
    dynamic = run("readelf", "--dynamic", "--wide", str(program))
    symbols = run("readelf", "--dyn-syms", "--wide", str(program))
    for what, holds in {
        "position independent": "DYN (Position-Independent Executable file)" in header,
        "read-only relocations": "GNU_RELRO" in header,
        "bound at the start": "NOW" in dynamic,
        "no executable stack": any("GNU_STACK" in line and "RWE" not in line for line in header.splitlines()),
        "guarded stack": "__stack_chk_fail" in symbols,
        "fortified functions": "_chk@" in symbols.replace("__stack_chk_fail@", ""),
        "checked containers": "__glibcxx_assert_fail" in symbols,
    }.items():
        expect(holds, f"the program is not: {what}")


def check_archive(archive, folder, files):
    with tarfile.open(archive) as tar:
        tar.extractall(folder)  # of our own making
    (top,) = folder.iterdir()
    for name in ("bin/toofew", "share/man/man1/toofew.1", "share/doc/toofew/LICENSE", "share/doc/toofew/toofew.spdx.json"):
        expect((top / name).is_file(), f"{archive.name} has no {name}")
    expect((files / "share/man/man1/toofew.1.gz").is_file(), "the Debian package has no manual page")


def check_sbom(sbom, program, validator):
    run(str(validator), "--infile", str(sbom))
    told = json.loads(sbom.read_text(encoding="utf-8"))
    packages = {relation["relatedSpdxElement"] for relation in told["relationships"]
                if relation["relationshipType"] == "DYNAMIC_LINK"}
    needed = re.findall(r"\(NEEDED\).*\[(lib[a-z0-9+_-]+?)\.so", run("readelf", "--dynamic", "--wide", str(program)))
    for library in needed:
        stem = {"libm": "libc", "libgcc_s": "libgcc-s", "libicui18n": "libicu", "libicuuc": "libicu", "libstdc++": "libstdc"}
        name = stem.get(library, library)
        expect(any(name in package for package in packages), f"{library} is loaded, and {sbom.name} does not tell it")


def check_program(inside, program):
    """Whether it finds in the draft what is there."""
    checked = subprocess.run([*inside, program, "check", "--format", "json", "/tmp/draft.md"], capture_output=True, check=False)
    expect(checked.returncode == 1, f"{program} ended with {checked.returncode}: {checked.stderr.decode()}")
    (draft,) = json.loads(checked.stdout)["files"]
    expect(len(draft["findings"]) == 1, f"{program} has {len(draft['findings'])} findings")


def check_bare_debian(deb, archive, folder):
    run("debootstrap", "--variant=minbase", SUITE, str(folder))
    with tarfile.open(archive) as tar:
        tar.extractall(folder / "opt")
    shutil.copy(deb, folder / "tmp" / "toofew.deb")
    shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")
    (folder / "tmp" / "draft.md").write_text(DRAFT, encoding="utf-8")
    inside = ["chroot", str(folder), "env", "DEBIAN_FRONTEND=noninteractive"]
    (unpacked,) = (folder / "opt").iterdir()
    run("mount", "-t", "proc", "proc", str(folder / "proc"))  # where a program looks up its own place
    try:
        check_program(inside, f"/opt/{unpacked.name}/bin/toofew")
    finally:
        run("umount", str(folder / "proc"))
    run(*inside, "apt-get", "update", "-qq")
    run(*inside, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "/tmp/toofew.deb")
    check_program(inside, "toofew")
    git = run(*inside, "sh", "-c", "ldconfig -p | grep -c libgit2.so")
    expect(int(git) > 0, "the package does not bring libgit2, which the program loads where Git is asked")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    build = pathlib.Path(sys.argv[1]).resolve()
    validator = pathlib.Path(sys.argv[2]) / "venv/bin/pyspdxtools"
    missing = [tool for tool in (*TOOLS, str(validator)) if shutil.which(tool) is None] + (["root"] if os.geteuid() != 0 else [])
    if missing:
        print("missing: " + ", ".join(missing))
        sys.exit(1 if os.environ.get("TOOFEW_TEST_TOOLS") == "required" else 77)
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        folders = [scratch / part for part in ("out", "deb", "archive", "debian")]
        for folder in folders:
            folder.mkdir()
        out, unpacked, archived, debian = folders
        deb, archive = pack(build, out)
        files = check_deb(deb, unpacked)
        check_hardening(files / "bin" / "toofew")
        check_archive(archive, archived, files)
        check_sbom(files / "share/doc/toofew/toofew.spdx.json", files / "bin" / "toofew", validator)
        check_bare_debian(deb, archive, debian)
    print("packed, unpacked, installed in a bare Debian, and run")


if __name__ == "__main__":
    main()
