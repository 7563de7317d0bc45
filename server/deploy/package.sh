#!/bin/sh
# Builds the programs with gojieba into a directory that can be copied to another
# machine: bin/ with tiyaod and tiyao, share/tiyao/jieba with the dictionaries,
# which they find beside their own directory.
#
#   server/deploy/package.sh DIR
set -eu
[ $# -eq 1 ] || { echo "usage: $0 DIR" >&2; exit 2; }
mkdir -p "$1/bin" "$1/share/tiyao"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
CGO_ENABLED=1 go build -trimpath -ldflags=-s -o "$out/bin/" ./server/tiyaod ./client/tiyao
dicts=$(go list -m -f '{{.Dir}}' github.com/yanyiwu/gojieba)/deps/cppjieba/dict
rm -rf "$out/share/tiyao/jieba"
mkdir "$out/share/tiyao/jieba"
for name in jieba.dict.utf8 hmm_model.utf8 user.dict.utf8 idf.utf8 stop_words.utf8; do
	install -m 644 "$dicts/$name" "$out/share/tiyao/jieba/$name"
done
