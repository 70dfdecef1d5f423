#!/usr/bin/env python3
"""Writes what the program is made of, as SPDX 2.3 in JSON (https://spdx.github.io/spdx-spec/v2.3/):

  sbom.py PROGRAM VERSION DEBIAN_PACKAGES OUT [LIBRARY…]

These are the Debian packages of the libraries that the program loads, at its start or later (LIBRARY…, as in
libgit2.so.1.5), those it was built with (DEBIAN_PACKAGES lists them), and the word list. SOURCE_DATE_EPOCH is its time, if set, so that two builds give the same bytes.
"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

WORDNET = {"SPDXID": "SPDXRef-WordNet", "name": "WordNet", "versionInfo": "3.0", "filesAnalyzed": False,
           "supplier": "Organization: Princeton University", "downloadLocation": "https://wordnet.princeton.edu/download",
           "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION",
           "copyrightText": "WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved."}


def printed(*command):
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def path_of(library):
    found = re.search(rf"^\s*{re.escape(library)} .*=> (/\S+)$", printed("/sbin/ldconfig", "-p"), re.MULTILINE)
    return found[1] if found else sys.exit(f"{library}: not found")


def loaded_packages(program, later):
    """The Debian packages, NAME:ARCHITECTURE, of the libraries that the dynamic linker finds for a program, and of those
    that it loads later."""
    later = [path_of(library) for library in later]
    libraries = later + [path for binary in (program, *later) for path in re.findall(r"=> (/\S+)", printed("ldd", binary))]
    # A library may be known by its path before or after /lib became a link to /usr/lib.
    paths = {form for library in libraries for form in (library, os.path.realpath(library), library.removeprefix("/usr"))}
    owners = subprocess.run(["dpkg-query", "--search", *sorted(paths)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                            check=False, encoding="utf-8").stdout
    return sorted({line.split(": ")[0] for line in owners.splitlines()})


def build_packages(listed):
    """Those of the packages in a list of packages that hold libraries or their headers."""
    lines = pathlib.Path(listed).read_text(encoding="utf-8").splitlines()
    return sorted(line for line in lines if line.endswith("-dev"))


def package(name):
    """What SPDX wants to know of an installed Debian package."""
    short, version, architecture = printed("dpkg-query", "--show", "--showformat=${Package}\t${Version}\t${Architecture}",
                                           name).split("\t")
    quoted = version.replace("+", "%2B").replace("~", "%7E").replace(":", "%3A")
    purl = f"pkg:deb/debian/{short.replace('+', '%2B')}@{quoted}?arch={architecture}"
    return {"SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", short), "name": short, "versionInfo": version,
            "supplier": "Organization: Debian", "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
            "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION",
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}]}


def document(program, version, listed, later):
    ours = {"SPDXID": "SPDXRef-toofew", "name": "toofew", "versionInfo": version, "filesAnalyzed": False,
            "supplier": "Organization: the authors of toofew", "downloadLocation": "NOASSERTION",
            "licenseConcluded": "Apache-2.0", "licenseDeclared": "Apache-2.0",
            "copyrightText": "Copyright 2026 the authors of toofew", "primaryPackagePurpose": "APPLICATION",
            "checksums": [{"algorithm": "SHA256",
                           "checksumValue": hashlib.sha256(pathlib.Path(program).read_bytes()).hexdigest()}]}
    loaded = [package(name) for name in loaded_packages(program, later)]
    built_with = [package(name) for name in build_packages(listed)]
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", ours["SPDXID"]), (ours["SPDXID"], "CONTAINS", WORDNET["SPDXID"])]
    relations += [(ours["SPDXID"], "DYNAMIC_LINK", part["SPDXID"]) for part in loaded]
    relations += [(part["SPDXID"], "BUILD_DEPENDENCY_OF", ours["SPDXID"]) for part in built_with]
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", datetime.datetime.now().timestamp()))
    created = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"toofew-{version}",
        "documentNamespace": f"urn:toofew:sbom:{version}:{ours['checksums'][0]['checksumValue']}",
        "creationInfo": {"created": created.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": [f"Tool: toofew-sbom-{version}"]},
        "packages": [ours, WORDNET, *loaded, *built_with],
        "relationships": [{"spdxElementId": a, "relationshipType": kind, "relatedSpdxElement": b}
                          for a, kind, b in relations],
    }


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    program, version, listed, out, *later = sys.argv[1:]
    pathlib.Path(out).write_text(json.dumps(document(program, version, listed, later), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
