#!/bin/sh
# Fetches Visual Studio Code in a browser, a driver for the browser, and what the extension is built with:
# tests/editors/install.sh FOLDER. What stands in FOLDER already is kept. What cannot be had is told, and not tested.
set -u
here=$(cd "$(dirname "$0")" && pwd)
extension=$here/../../integrations/vscode
mkdir -p "$1/extension"
tools=$(cd "$1" && pwd)

# Debian 12 has Node.js 18; the editor and the packager need a newer one. The tests look for it in node/ of FOLDER.
fetch_node() {
  node -e 'process.exit(parseInt(process.versions.node) < 20 ? 0 : 1)' || return 0
  [ -x "$tools/node/bin/node" ] && return 0
  package=node-linux-$(node -p process.arch)
  mkdir -p "$tools/node" &&
    (cd "$tools/node" && echo '{"private": true}' >package.json &&
      npm install --silent --ignore-scripts --no-fund --no-audit "$package@20") &&
    ln -sfn "node_modules/$package/bin" "$tools/node/bin"
}

# fetch SOURCE TARGET: what the lock file in SOURCE names, without running anything of it.
fetch() {
  cp "$1/package.json" "$1/package-lock.json" "$2" &&
    (cd "$2" && npm ci --silent --ignore-scripts --no-fund --no-audit)
}

# code-server comes without the modules of its inner half; its own installer fetches them, and others from elsewhere.
# argon2, which would have to be compiled, is one that is compiled already. The support of HTML needs more modules, and
# would complain.
fetch_inner_half() {
  rm -rf "$tools/node_modules/argon2" &&
    ln -s @node-rs/argon2 "$tools/node_modules/argon2" &&
    cd "$tools/node_modules/code-server/lib/vscode" &&
    npm install --silent --omit=dev --ignore-scripts --no-fund --no-audit &&
    ln -sfn node_modules node_modules.asar &&
    rm -rf extensions/html-language-features
}

have() {
  cmp -s "$1/package-lock.json" "$2/package-lock.json.installed"
}

done_with() {
  cp "$1/package-lock.json" "$2/package-lock.json.installed"
}

fetch_node || echo "tests/editors: there is no newer Node.js" >&2
have "$here" "$tools" || {
  fetch "$here" "$tools" && (fetch_inner_half) && done_with "$here" "$tools"
} || echo "tests/editors: npm is not there, and Visual Studio Code is not tested" >&2
have "$extension" "$tools/extension" || {
  fetch "$extension" "$tools/extension" && done_with "$extension" "$tools/extension"
} || echo "tests/editors: npm is not there, and the extension is not built" >&2
exit 0
