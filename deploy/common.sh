# What deploy/run and deploy/test share. Sourced with the project's folder as working directory.
# shellcheck shell=sh
# shellcheck source=deploy/packages
. deploy/packages

say() { printf '%s\n' "$*"; }
fail() { printf 'deploy: %s\n' "$*" >&2; exit 1; }

# Installs the named Debian packages that are missing.
install_packages() {
    missing=
    for package in "$@"; do
        dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null |
            grep -q 'install ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "Installing from Debian:$missing"
    [ "$(id -u)" -eq 0 ] ||
        fail "run once as root, or install by hand: apt-get install$missing"
    apt-get update --quiet=2 || fail "apt-get update failed: is Debian's archive reachable?"
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends $missing \
        >/dev/null || fail "could not install:$missing"
}

# Builds the named programs, and nothing that only tests need.
build_programs() {
    for program in "$@"; do
        swift build --configuration release --quiet --product "$program" || fail "the build failed"
    done
}

# The toolchain must be at least what Package.swift is written for.
require_swift() {
    needed=$(sed -n '1s/.*swift-tools-version: *\([0-9.]*\).*/\1/p' Package.swift)
    swift=$(command -v swift) ||
        fail "Swift is missing: install the Swift $needed toolchain (or later) and put it on the PATH"
    found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    [ -n "$found" ] || fail "$swift does not say its version: Swift $needed or later is needed"
    [ "$(printf '%s\n' "$needed" "$found" | sort -V | head -n 1)" = "$needed" ] ||
        fail "$swift is Swift $found: $needed or later is needed"
}
