#!/usr/bin/env bash
# Installs or updates Tiếp Dân on Debian 12 from this checkout, as root. Run it again to update: what is there is kept.
#
#   deploy/install.sh [--skip-build] [--no-start]
#   PREFIX=/usr/local deploy/install.sh
#
# Makes: the programs in PREFIX/bin, their files in PREFIX/share/tiepdan, the system user tiepdan, /etc/tiepdan/tiepdan.env,
# /var/lib/tiepdan, the roles and the database in the machine's PostgreSQL 15, the systemd units. Takes a backup before it migrates
# a database that is in use.
set -euo pipefail
umask 022

prefix=${PREFIX:-/usr/local}
build=yes
start=yes
for word in "$@"; do
    case "$word" in
        --skip-build) build= ;;
        --no-start) start= ;;
        *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
[ "$(id -u)" = 0 ] || { echo "deploy/install.sh must run as root" >&2; exit 1; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
for name in $(compgen -e | grep '^TIEPDAN_' || true); do unset "$name"; done
say() { printf '\033[1m%s\033[0m\n' "$*"; }

scripts/packages run
if [ -n "$build" ]; then
    for product in tiepdand tiepdan; do
        say "Building $product (release)"
        swift build -c release --static-swift-stdlib --product "$product" >/tmp/tiepdan-build.$$ 2>&1 ||
            { tail -n 30 /tmp/tiepdan-build.$$ >&2; exit 1; }
    done
    rm -f /tmp/tiepdan-build.$$
fi
built=$(swift build -c release --show-bin-path)
[ -x "$built/tiepdand" ] && [ -x "$built/tiepdan" ] || { echo "not built: leave out --skip-build" >&2; exit 1; }

say "User and folders"
getent passwd tiepdan >/dev/null || adduser --system --group --home /var/lib/tiepdan --no-create-home --quiet tiepdan
install -d -m 755 "$prefix/bin" "$prefix/share" "$prefix/share/doc/tiepdan" /etc/tiepdan
install -d -m 700 -o tiepdan -g tiepdan /var/lib/tiepdan /var/lib/tiepdan/attachments
install -d -m 700 /var/backups/tiepdan
[ -f /etc/tiepdan/tiepdan.env ] || install -m 640 -g tiepdan deploy/tiepdan.env /etc/tiepdan/tiepdan.env

say "Database"
pg() { (cd / && runuser -u postgres -- "$@"); }
pg_lsclusters -h | grep -q '^15 *main ' || pg_createcluster 15 main >/dev/null
pg_isready -q -h /var/run/postgresql || pg_ctlcluster 15 main start
config=/etc/postgresql/15/main
# By the Unix user's name, no passwords: the daemon may sign in as the application, root as the owner too.
if ! grep -q '^# tiepdan begin' "$config/pg_ident.conf"; then
    cat >>"$config/pg_ident.conf" <<'IDENT'
# tiepdan begin
tiepdan  tiepdan  tiepdan_app
tiepdan  root     tiepdan_app
tiepdan  root     tiepdan_owner
# tiepdan end
IDENT
fi
if ! grep -q '^# tiepdan begin' "$config/pg_hba.conf"; then
    { printf '%s\n' '# tiepdan begin' 'local  tiepdan  tiepdan_app,tiepdan_owner  peer map=tiepdan' '# tiepdan end'; cat "$config/pg_hba.conf"; } \
        >"$config/pg_hba.conf.new"
    chown --reference="$config/pg_hba.conf" "$config/pg_hba.conf.new"
    chmod --reference="$config/pg_hba.conf" "$config/pg_hba.conf.new"
    mv "$config/pg_hba.conf.new" "$config/pg_hba.conf"
fi
pg psql -Xqd postgres -c 'select pg_reload_conf()' >/dev/null
pg psql -Xq -v ON_ERROR_STOP=1 -d postgres -f - <sql/roles.sql
if [ -z "$(pg psql -XAtqd postgres -c "select 1 from pg_database where datname = 'tiepdan'")" ]; then
    pg createdb -O tiepdan_owner -T template0 -E UTF8 --locale=C.UTF-8 tiepdan
fi

say "Programs and files"
share="$prefix/share/tiepdan"
rm -rf "$share.new"
install -d -m 755 "$share.new"
cp -r sql demo tools "$share.new/"
cp -r Sources/Law/Procedures "$share.new/procedures"
cp -r Sources/Law/Catalogue "$share.new/catalogue"
cp -r Sources/Law/Duties "$share.new/duties"
cp -r Sources/Web/Templates "$share.new/templates"
cp -r Sources/Web/Assets "$share.new/assets"
cp -r Sources/Documents/Forms "$share.new/forms"
cp Sources/API/openapi.json "$share.new/openapi.json"
install -d -m 755 "$share.new/deploy"
install -m 755 deploy/backup.sh deploy/restore.sh "$share.new/deploy/"
chmod -R u=rwX,go=rX "$share.new"
install -m 644 deploy/RUNBOOK.md deploy/nginx.conf README.md CHANGELOG.md LICENSE "$prefix/share/doc/tiepdan/"

systemd=
[ ! -d /run/systemd/system ] || systemd=yes
# A database in use is copied before anything about it changes, by the old programs.
if [ -x "$share/deploy/backup.sh" ] && "$share/deploy/backup.sh" --to /var/backups/tiepdan --keep 14; then :; elif [ -d "$share" ]; then
    echo "the backup before the update failed; nothing was changed" >&2
    exit 1
fi
[ -z "$systemd" ] || systemctl stop tiepdan.service 2>/dev/null || true
install -m 755 "$built/tiepdand" "$built/tiepdan" "$prefix/bin/"
rm -rf "$share.old"
[ ! -d "$share" ] || mv "$share" "$share.old"
mv "$share.new" "$share"
rm -rf "$share.old"

say "Migrating"
"$prefix/bin/tiepdan" migrate

if [ -n "$systemd" ]; then
    say "systemd"
    for unit in tiepdan.service tiepdan-backup.service tiepdan-backup.timer; do
        sed "s|/usr/local|$prefix|g" "deploy/$unit" >"/etc/systemd/system/$unit"
    done
    systemctl daemon-reload
    systemctl enable --quiet tiepdan.service tiepdan-backup.timer
    if [ -n "$start" ]; then
        systemctl restart tiepdan.service
        systemctl start tiepdan-backup.timer
        for _ in $(seq 100); do curl -fsS -o /dev/null http://127.0.0.1:8080/readyz 2>/dev/null && break; sleep 0.2; done
        systemctl is-active tiepdan.service
    fi
else
    echo "no systemd here: start $prefix/bin/tiepdand as the user tiepdan"
fi
say "Installed. Next: /etc/tiepdan/tiepdan.env, nginx.conf and RUNBOOK.md in $prefix/share/doc/tiepdan"
