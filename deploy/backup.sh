#!/usr/bin/env bash
# Copies database and attachments into a folder of its own, and forgets the oldest copies.
#
#   backup.sh [--to DIR] [--keep N] [--owner CONNINFO] [--attachments DIR]
#
# The dump comes first: a paper is on disk before its row is committed and is never removed, so every paper that the dump
# knows is there when the papers are copied. Papers that the previous copy has are hard links to it; the others are real
# copies, never links to the daemon's own files.
set -euo pipefail
umask 077

to=/var/backups/tiepdan
keep=14
owner="host=/var/run/postgresql dbname=tiepdan user=tiepdan_owner"
attachments=
while [ $# -gt 0 ]; do
    case "$1" in
        --to) to=$2; shift 2 ;;
        --keep) keep=$2; shift 2 ;;
        --owner) owner=$2; shift 2 ;;
        --attachments) attachments=$2; shift 2 ;;
        *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
[[ "$keep" =~ ^[1-9][0-9]*$ ]] || { echo "--keep needs a number from 1" >&2; exit 2; }

pg_bin=/usr/lib/postgresql/15/bin
if [ -z "$attachments" ]; then
    # The daemon knows where it keeps papers; it is asked, not guessed.
    here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
    daemon="$here/../../../bin/tiepdand"
    [ -x "$daemon" ] || daemon=tiepdand
    attachments=$("$daemon" --check-settings | sed -n 's/^TIEPDAN_ATTACHMENTS=//p' | sed 's/^"\(.*\)"$/\1/')
fi

mkdir -p "$to"
exec 9>"$to/.lock"
flock -n 9 || { echo "another backup is running" >&2; exit 1; }
rm -rf "$to"/.making-*
making="$to/.making-$$"
trap 'rm -rf "$making"' EXIT
mkdir "$making"

"$pg_bin/pg_dump" --format=custom --file="$making/database.dump" "$owner"
"$pg_bin/pg_restore" --list "$making/database.dump" >/dev/null

previous=$(find "$to" -mindepth 1 -maxdepth 1 -type d -name '20*' | sort | tail -n 1)
if [ -n "$previous" ] && [ -d "$previous/attachments" ]; then
    cp -al "$previous/attachments" "$making/attachments"
else
    mkdir "$making/attachments"
fi
if [ -d "$attachments" ]; then
    find "$attachments" -mindepth 1 -maxdepth 1 -type d -name '[0-9a-f][0-9a-f]' -exec cp -a --no-clobber -t "$making/attachments" {} +
fi
sync -f "$making"

name=$(date -u +%Y-%m-%dT%H%M%SZ)
[ ! -e "$to/$name" ] || name="$name-$$"
mv "$making" "$to/$name"
sync -f "$to"

find "$to" -mindepth 1 -maxdepth 1 -type d -name '20*' | sort | head -n "-$keep" | while read -r old; do rm -rf "$old"; done
papers=$(find "$to/$name/attachments" -type f | wc -l)
echo "$to/$name: database $(stat -c %s "$to/$name/database.dump") bytes, $papers papers"
