#!/bin/sh
# Whether the manual page is one that man and mandoc have nothing to say against: manual.sh TOOFEW
# Exit 77: neither is here.
set -eu
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
page=$folder/toofew.1    # mandoc holds the name's ending against the page's section
SOURCE_DATE_EPOCH=1781481600 "$1" manual >"$page"

checked=77
if command -v mandoc >/dev/null; then
  mandoc -Tlint -Wstyle "$page"
  checked=0
fi
if command -v man >/dev/null; then
  complaints=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
  [ -z "$complaints" ] || { echo "$complaints"; exit 1; }
  LC_ALL=C.UTF-8 MANWIDTH=80 man -l "$page" | grep -q -- '--fail-on SEVERITY'
  checked=0
fi
exit $checked
