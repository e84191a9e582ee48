#!/usr/bin/env bash
# Puts a copy made by backup.sh into an EMPTY database and an attachments folder.
#
#   restore.sh COPY [--owner CONNINFO] [--attachments DIR]
#
# The roles and the empty database must exist (RUNBOOK: "A new machine from a copy"). Every paper is checked against its
# SHA-256, which is its name; a paper that is already there is kept.
set -euo pipefail
umask 077

owner="host=/var/run/postgresql dbname=tiepdan user=tiepdan_owner"
attachments=/var/lib/tiepdan/attachments
copy=
while [ $# -gt 0 ]; do
    case "$1" in
        --owner) owner=$2; shift 2 ;;
        --attachments) attachments=$2; shift 2 ;;
        -*) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
        *) copy=$1; shift ;;
    esac
done
[ -f "$copy/database.dump" ] || { echo "no database.dump in \"$copy\"" >&2; exit 2; }

pg_bin=/usr/lib/postgresql/15/bin
present=$("$pg_bin/psql" -XAtq -v ON_ERROR_STOP=1 -d "$owner" -c "select count(*) from information_schema.schemata where schema_name = 'tiepdan'")
[ "$present" = 0 ] || { echo "the database is not empty: it has the schema tiepdan already" >&2; exit 1; }

# Papers first: a spoilt one must be known before the database says that it is there.
bad=0
while read -r paper; do
    sum=$(sha256sum "$paper"); sum=${sum%% *}
    [ "$sum" = "$(basename "$paper")" ] || { echo "spoilt paper: $paper" >&2; bad=1; }
done < <(find "$copy/attachments" -mindepth 2 -type f)
[ "$bad" = 0 ] || exit 1
mkdir -p "$attachments"
find "$copy/attachments" -mindepth 1 -maxdepth 1 -type d -exec cp -a --no-clobber -t "$attachments" {} +
[ "$(id -u)" != 0 ] || chown -R --reference="$attachments" "$attachments"

"$pg_bin/pg_restore" --exit-on-error --single-transaction --no-owner --dbname="$owner" "$copy/database.dump"
"$pg_bin/psql" -XAtq -v ON_ERROR_STOP=1 -d "$owner" -c 'analyze' 2>/dev/null
echo "restored $copy; now run: tiepdan doctor"
