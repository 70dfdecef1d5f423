# What the install.sh of several tests do, for them to read with `.`; `here` is the folder of the one that does. FOLDER is
# its first argument. What stands there already is kept. What cannot be had is told, and the tests that need it are skipped.
mkdir -p "$1"
tools=$(cd "$1" && pwd)

lacking() {
  echo "${here##*/}: $1 is not there, and what needs it is left out" >&2
}

have() {
  cmp -s "$here/$1" "$tools/$1.installed"
}

done_with() {
  cp "$here/$1" "$tools/$1.installed"
}

# What package-lock.json names, without running anything of it.
fetch_npm() {
  cp "$here/package.json" "$here/package-lock.json" "$tools" &&
    (cd "$tools" && npm ci --silent --ignore-scripts --no-fund --no-audit)
}

# What requirements.txt names, in an environment of its own.
fetch_pip() {
  python3 -m venv "$tools/venv" &&
    "$tools/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
}
