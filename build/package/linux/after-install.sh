#!/bin/sh
# After the files are there. deb calls this with "configure", rpm with the number of installed versions.
set -e
case "${1:-}" in abort-*) exit 0 ;; esac
app=/opt/Alrimi
profile=/etc/apparmor.d/alrimi

# Ubuntu 24.04 allows user namespaces only to programs with such a profile. An older AppArmor cannot read it and does
# not need it.
if command -v apparmor_parser >/dev/null 2>&1 && [ -d /etc/apparmor.d ] &&
  apparmor_parser --skip-kernel-load --skip-cache --quiet "$app/resources/apparmor-profile" >/dev/null 2>&1; then
  cp -f "$app/resources/apparmor-profile" "$profile"
  chmod 0644 "$profile"
  if [ -d /sys/kernel/security/apparmor ] && ! { command -v ischroot >/dev/null 2>&1 && ischroot; }; then
    apparmor_parser --replace --write-cache --skip-read-cache "$profile" >/dev/null 2>&1 || true
  fi
fi

# Chromium's sandbox needs user namespaces, or else a helper that runs as root. The probe runs as a user without rights:
# root may make namespaces where others may not (electron#42510).
as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs "$@" >/dev/null 2>&1; }
if as_nobody unshare --user --map-root-user true ||
  { [ -e "$profile" ] && command -v aa-exec >/dev/null 2>&1 &&
    as_nobody aa-exec -p alrimi -- unshare --user --map-root-user true; }; then
  chmod 0755 "$app/chrome-sandbox"
else
  chmod 4755 "$app/chrome-sandbox"
fi
