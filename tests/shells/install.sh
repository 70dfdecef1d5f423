#!/bin/sh
# Whether `cmake --install` puts things where shells and man look for them: install.sh CMAKE BUILD_FOLDER
set -eu
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
"$1" --build "$2" --target toofew_manual toofew_sbom >/dev/null    # nothing, where all was built
"$1" --install "$2" --prefix "$prefix" >/dev/null
cd "$prefix"
for file in bin/toofew share/man/man1/toofew.1 share/bash-completion/completions/toofew \
  share/zsh/site-functions/_toofew share/fish/vendor_completions.d/toofew.fish; do
  [ -s "$file" ] || { echo "$file was not installed"; exit 1; }
done
SOURCE_DATE_EPOCH=0 bin/toofew manual | tail -n +2 >manual
tail -n +2 share/man/man1/toofew.1 | cmp - manual
