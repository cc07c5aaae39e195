#!/usr/bin/env bash
# Install the Debian or Ubuntu packages that are missing.
#   tools/packages.sh web      what serving pages needs
#   tools/packages.sh render   making documents as well: LibreOffice and its fonts
#   tools/packages.sh test     the programs of the tests as well
set -euo pipefail

readonly python="${PYTHON:-}" purpose="${1:-render}"
missing=()
wished=() # better with them, possible without

need() { # need PACKAGE COMMAND...: the command tells whether the package's content is there
	local package=$1
	shift
	"$@" >/dev/null 2>&1 || missing+=("$package")
}

wish() { # wish PACKAGE COMMAND...: what fails to install is done without
	local package=$1
	shift
	"$@" >/dev/null 2>&1 || wished+=("$package")
}

library() { /sbin/ldconfig -p | grep -F "$1 " >/dev/null; }
program() { command -v "$1"; }
files() { compgen -G "$1"; }
writer() { # any LibreOffice will do, as long as its Writer is there
	files "$(dirname "$(readlink -f "$(command -v soffice || command -v libreoffice)")")/libswlo.so"
}

if [ -z "$python" ]; then
	echo "docsvc needs Python 3.11 or newer (none found; name one by 'make PYTHON=…')." >&2
	exit 1
fi

need "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv" "$python" -c 'import ensurepip'
need libpango-1.0-0 library libpango-1.0.so.0
need libpangoft2-1.0-0 library libpangoft2-1.0.so.0
need libharfbuzz-subset0 library libharfbuzz-subset.so.0
need openssl program openssl
need poppler-utils program pdftoppm
need fonts-paratype files '/usr/share/fonts/truetype/paratype/*.ttf' # a preview is laid out where it is asked for
wish bubblewrap program bwrap
wish libengine-gost-openssl files '/usr/lib/*/engines-3/gost.so' # verifies GOST signatures
if [ "$purpose" != web ]; then
	need libreoffice-writer-nogui writer
	need python3-uno /usr/bin/python3 -c 'import uno'
	need fonts-liberation files '/usr/share/fonts/truetype/liberation*/*.ttf'
	need fonts-crosextra-carlito files '/usr/share/fonts/truetype/crosextra/Carlito*.ttf'
	need fonts-crosextra-caladea files '/usr/share/fonts/truetype/crosextra/Caladea*.ttf'
	need fonts-dejavu-core files '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'
fi
if [ "$purpose" = test ]; then
	need chromium program chromium
	need postgresql files '/usr/lib/postgresql/*/bin/initdb'
	need redis-server program redis-server
	need qpdf program qpdf
	need mupdf-tools program mutool
	need softhsm2 program softhsm2-util
	need libengine-gost-openssl files '/usr/lib/*/engines-3/gost.so'
fi

[ ${#missing[@]} -gt 0 ] || [ ${#wished[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
	as_root=(env)
elif sudo --non-interactive true 2>/dev/null; then
	as_root=(sudo --non-interactive env)
elif [ ${#missing[@]} -gt 0 ]; then
	echo "Please install as root: apt-get install --no-install-recommends ${missing[*]} ${wished[*]}" >&2
	exit 1
else
	exit 0
fi

echo "Installing system packages: ${missing[*]} ${wished[*]}"
readonly log=$(mktemp)
trap 'rm -f "$log"' EXIT

apt() {
	"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q "$@" </dev/null >"$log" 2>&1
}

apt_or_end() {
	apt "$@" || {
		cat "$log" >&2
		exit 1
	}
}

[ ${#missing[@]} -eq 0 ] || {
	apt_or_end update
	apt_or_end install -y --no-install-recommends "${missing[@]}"
}
# An older list of packages will do for what can be done without.
[ ${#wished[@]} -eq 0 ] || apt install -y --no-install-recommends "${wished[@]}" || echo "Going on without: ${wished[*]}"
