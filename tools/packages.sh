#!/usr/bin/env bash
# Install the Debian or Ubuntu packages that are missing.
#   tools/packages.sh render   what making documents and serving pages needs
#   tools/packages.sh test     the programs of the tests as well
set -euo pipefail

readonly python="${PYTHON:-}"
missing=()

need() { # need PACKAGE COMMAND...: the command tells whether the package's content is there
	local package=$1
	shift
	"$@" >/dev/null 2>&1 || missing+=("$package")
}

library() { /sbin/ldconfig -p | grep -F "$1 " >/dev/null; }
program() { command -v "$1"; }
files() { compgen -G "$1"; }

if [ -z "$python" ]; then
	echo "docsvc needs Python 3.11 or newer (none found; name one by 'make PYTHON=…')." >&2
	exit 1
fi

need "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv" "$python" -c 'import ensurepip'
need libpango-1.0-0 library libpango-1.0.so.0
need libpangoft2-1.0-0 library libpangoft2-1.0.so.0
need libharfbuzz-subset0 library libharfbuzz-subset.so.0
need fonts-paratype files '/usr/share/fonts/truetype/paratype/*.ttf'
need fonts-liberation files '/usr/share/fonts/truetype/liberation*/*.ttf'
if [ "${1:-render}" = test ]; then
	need chromium program chromium
	need poppler-utils program pdfsig
	need postgresql files '/usr/lib/postgresql/*/bin/initdb'
	need redis-server program redis-server
	need qpdf program qpdf
fi

[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
	as_root=(env)
elif sudo --non-interactive true 2>/dev/null; then
	as_root=(sudo --non-interactive env)
else
	echo "Please install as root: apt-get install --no-install-recommends ${missing[*]}" >&2
	exit 1
fi

echo "Installing system packages: ${missing[*]}"
readonly log=$(mktemp)
trap 'rm -f "$log"' EXIT

apt() {
	"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q "$@" </dev/null >"$log" 2>&1 || {
		cat "$log" >&2
		exit 1
	}
}

apt update
apt install -y --no-install-recommends "${missing[@]}"
