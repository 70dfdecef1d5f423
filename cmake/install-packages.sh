#!/bin/sh
# Installs the Debian packages that the lists name, one a line, and that are not there yet: install-packages.sh LIST...
set -eu

if ! command -v apt-get >/dev/null; then
  echo "There is no apt-get here. docs/building.md lists what toofew is built with." >&2
  exit 1
fi

missing=
for package in $(grep -hv '^#' "$@"); do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  case $status in
    *" ok installed") ;;
    *) missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

root=
[ "$(id -u)" = 0 ] || root=sudo
echo "Installing$missing"
$root apt-get update -q
# shellcheck disable=SC2086  # the names are words of their own
$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
