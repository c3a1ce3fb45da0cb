#!/bin/sh
# How fast the embedded tenant starts and gives pages, and what it weighs:
#
#   tests/bench/tenant.sh [ACCOUNTS ...]      default: 12250 100000 1000000
#
# Needs curl and a release build. QD names another binary. "server" is the time to find and write an answer, before
# compression; "client" includes HTTP and curl's own reading.
set -eu
qd=${QD:-target/release/qd}
[ $# -gt 0 ] || set -- 12250 100000 1000000
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$work"' EXIT

field() { sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p'; }
now() { date +%s%N; }

# page NAME SORTERS FILTERS OFFSET: asks once for the list, then five times for the page, and prints the fastest.
page() {
    best=9999999
    for try in warm 1 2 3 4 5; do
        micros=$(curl -sS -o /dev/null -w '%{time_total}' -H "Authorization: Bearer $token" -G "$base/accounts/v1" \
            --data-urlencode "sorters=$2" --data-urlencode "filters=$3" --data-urlencode "offset=$4" |
            awk '{ printf "%d", $1 * 1000000 }')
        [ "$try" != warm ] || { first=$micros; continue; }
        [ "$micros" -ge "$best" ] || best=$micros
    done
    printf '  %-34s first %8d us   again %6d us (client)\n' "$1" "$first" "$best"
}

for accounts in "$@"; do
    : >"$work/announcement"
    began=$(now)
    "$qd" tenant --listen 127.0.0.1:0 --accounts "$accounts" --rate-limit off >"$work/announcement" &
    pid=$!
    until [ -s "$work/announcement" ]; do :; done
    up=$(($(now) - began))
    base=$(field baseUrl <"$work/announcement")
    token=$(curl -sS "$base/oauth/token" -d grant_type=client_credentials \
        -d "client_id=$(field clientId <"$work/announcement")" \
        -d "client_secret=$(field clientSecret <"$work/announcement")" | field access_token)
    echo "$accounts accounts: up in $((up / 1000000)) ms"
    half=$((accounts / 2))
    page 'no sorter' '' '' 0
    page 'no sorter, middle' '' '' "$half"
    page 'id, middle' id '' "$half"
    page 'name,id, middle' name,id '' "$half"
    page '-modified,id' -modified,id '' 250
    page 'nativeIdentity' nativeIdentity '' "$half"
    page 'name sw "al", second page' name,id 'name sw "al"' 250
    page 'modified gt 2026, second page' id 'modified gt 2026-01-01T00:00:00Z' 250
    page 'uncorrelated, second page' '' 'uncorrelated eq true' 250
    if [ -r "/proc/$pid/status" ]; then
        awk '/VmHWM|VmRSS/ { printf "  %s %d MB\n", $1, $2 / 1024 }' "/proc/$pid/status"
    fi
    kill "$pid"
    wait "$pid" 2>/dev/null || :
    pid=
done
