#!/usr/bin/env bash
# Make the passwords that compose.yaml hands to the containers: tools/secrets.sh [FOLDER]
# What is there stays. The folder is its owner's alone; its files can be read by whoever gets them into a
# container, for there they keep these rights and the programs are not root.
set -euo pipefail
umask 077

readonly folder="${1:-"$(dirname "${BASH_SOURCE[0]}")/../secrets"}"

password() {
	head --bytes=24 /dev/urandom | base64 | tr '+/' '-_'
}

keep() { # keep NAME TEXT: as a whole or not at all
	[ -s "$folder/$1" ] && return
	printf '%s\n' "$2" >"$folder/.$1"
	chmod 0444 "$folder/.$1"
	mv "$folder/.$1" "$folder/$1"
	echo "made $folder/$1"
}

mkdir -p "$folder"
keep postgres_password "$(password)"
keep valkey_conf "requirepass $(password)
save \"\"
appendonly no
maxmemory 128mb
maxmemory-policy noeviction"
keep database_url "postgresql+psycopg://docsvc:$(<"$folder/postgres_password")@postgres:5432/docsvc"
keep redis_url "redis://:$(sed -n 's/^requirepass //p' "$folder/valkey_conf")@valkey:6379/0"
keep metrics_token "$(password)"
keep smtp_url "smtp://mailpit:1025"
