#!/bin/sh
# After the files are gone. deb calls this with "remove", "purge" or "upgrade", rpm with the number of versions that are
# left: at an upgrade the old version's script runs last, and must not take away what the new one has put there.
set -e
case "${1:-}" in
  remove | purge | 0) ;;
  *) exit 0 ;;
esac
profile=/etc/apparmor.d/alrimi
if [ -e "$profile" ]; then
  if [ -d /sys/kernel/security/apparmor ] && command -v apparmor_parser >/dev/null 2>&1; then
    apparmor_parser --remove "$profile" >/dev/null 2>&1 || true
  fi
  rm -f "$profile"
fi
