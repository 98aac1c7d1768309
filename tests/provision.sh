#!/bin/sh
# Installs what the tests need besides Python: PostgreSQL, Redis, Chromium, fonts, npm and Java. `provision.sh venv` installs
# only what `python3 -m venv` needs, `provision.sh paper` what PDFs are made with. What cannot be installed is said in a
# box; the tests that need it are skipped, or fail where CI=true.
set -u

have() { command -v "$1" >/dev/null 2>&1; }
have_postgresql() { have pg_ctl || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1; }
have_browser() { have chromium-headless-shell || have chromium || have chromium-browser; }
have_fonts() { ls /usr/share/fonts/truetype/noto/NotoSansArabic-Regular.* >/dev/null 2>&1; }
have_ethiopic() { ls /usr/share/fonts/*/abyssinica /usr/share/fonts/truetype/*/*byssinica* >/dev/null 2>&1; }
have_pango() { ldconfig -p 2>/dev/null | grep -q libpangoft2; }
have_java() { java -version >/dev/null 2>&1; }
have_venv() { python3 -c 'import ensurepip' >/dev/null 2>&1; }

# `missing WHAT wished` names also what the tests can do without, but are quicker with.
missing() {
	if [ "${1:-}" = venv ]; then
		have_venv || echo python3-venv
		return
	fi
	have_pango || echo libpangoft2-1.0-0
	have_fonts || echo fonts-noto-core
	[ "${1:-}" != paper ] || return 0
	have_postgresql || echo postgresql
	have redis-server || echo redis-server
	have chromium-headless-shell || { have_browser && [ "${2:-}" != wished ]; } || echo chromium-headless-shell
	have_ethiopic || echo fonts-sil-abyssinica
	have npm || echo npm
	have_java || echo default-jre-headless
}

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
	have apt-get || return 1
	[ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }
}

apt_install() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "$@"
}

install() {
	log=$(mktemp)
	echo "Installing for the tests: $*"
	if as_root apt-get -qq -o Acquire::Retries=2 update >"$log" 2>&1; then
		# One at a time after a failure: what can be had is not lost for what cannot.
		apt_install "$@" >>"$log" 2>&1 || for package in "$@"; do apt_install "$package" >>"$log" 2>&1; done
		[ -n "$WHAT" ] || have_browser || apt_install chromium >>"$log" 2>&1
	fi
	[ -z "$(missing "$WHAT")" ] || tail -n 3 "$log"
	rm -f "$log"
}

WHAT=${1:-}
wanted=$(missing "$WHAT" wished | tr '\n' ' ')
[ -n "$wanted" ] || exit 0
# shellcheck disable=SC2086
if may_install; then install $wanted; fi

still=$(missing "$WHAT" | tr '\n' ' ')
[ -n "$still" ] || exit 0
echo "######################################################################"
echo "#  MISSING, and it could not be installed here:"
for package in $still; do echo "#      $package"; done
if [ "$WHAT" = venv ]; then
	echo "#  Install it (as root: apt-get install python3-venv) and try again."
elif [ "$WHAT" = paper ]; then
	echo "#  Samspel runs without: posters are printed from their page, not as PDFs."
elif [ "${CI:-}" = true ]; then
	echo "#  CI=true: the tests that need it FAIL."
else
	echo "#  The tests that need it are SKIPPED and counted at the end."
fi
echo "######################################################################"
[ "$WHAT" != venv ]
