#!/bin/sh
# Shows that the programs need nothing of the machine that they are built on:
# builds the full ones and the static ones, and runs each in an empty directory
# with an empty environment. Root hides Go, its modules and the source as well.
#
#   server/deploy/check.sh
set -eu
cd "$(dirname "$0")/../.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
server/deploy/package.sh "$dir/full"
CGO_ENABLED=0 go build -trimpath -ldflags=-s -o "$dir/static/bin/" ./server/tiyaod ./client/tiyao

cat >"$dir/run" <<'END'
set -eu
for source in "$@"; do mount -t tmpfs none "$source"; done
mkdir empty && cd empty
echo 联想集团2021年营收同比增长128%。 >../article.txt
for build in 'static gse' 'full gse' 'full gojieba'; do
	set -- $build
	bin=../$1/bin engine=$2
	env -i $bin/tiyao annotate --segmenter $engine ../article.txt | grep -q 128% || exit
	env -i $bin/tiyaod --segmenter $engine --listen 127.0.0.1:0 --admin-listen= 2>../log &
	trap 'kill $! 2>/dev/null' EXIT
	until address=$(sed -n 's/.*msg=serving address=\([^ ]*\).*/\1/p' ../log) && [ "$address" ]; do
		kill -0 $! || { cat ../log; exit 1; }
		sleep 0.1
	done
	env -i $bin/tiyao annotate --addr "$address" ../article.txt | grep -q 128% || exit
	kill $! && wait $!
	trap - EXIT
	[ -z "$(ls)" ]
	echo "$1 binary, $engine: ok"
done
END
cd "$dir"
if unshare --mount true 2>/dev/null; then
	(cd - >/dev/null && echo "$PWD" && go env GOMODCACHE GOROOT) >hidden
	unshare --mount sh run $(cat hidden)
else
	sh run
fi
