# Functions for `switchboard`, `check` and other scripts, which source this file. They find a JDK 25
# or newer and export its directory as JAVA_HOME. They read the version of each JDK from its file
# `release`, without starting Java. The `java` on the PATH is often an old version, so it is tried
# last. The environment variable SWITCHBOARD_JDKS (directories separated by colons) replaces the
# default list of directories.

jdk_minimum=25

# Prints the version of the JDK in directory $1, such as 17.0.15. Fails if the directory contains no
# JDK.
jdk_version() {
  local line
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in JAVA_VERSION=*) line=${line#*=\"} && printf '%s' "${line%%\"*}" && return ;; esac
  done <"$1/release"
  return 1
}

# Prints the directories in which to look for a JDK, one per line, in the order in which to try them.
# Most of the directories do not exist.
jdk_candidates() {
  local java
  printf '%s\n' "${JAVA_HOME-}"
  if [ -n "${SWITCHBOARD_JDKS+set}" ]; then
    printf '%s\n' "${SWITCHBOARD_JDKS//:/$'\n'}"
  else
    printf '%s\n' /usr/lib/jvm/* "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
      /opt/* /usr/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home
  fi
  if java=$(command -v java); then
    java=$(readlink -f -- "$java") && printf '%s\n' "${java%/bin/java}"
  fi
}

# Exports JAVA_HOME if a suitable JDK is found. Otherwise prints a line with the JDKs that were found,
# and exits with 2.
find_jdk() {
  local home version found=
  while IFS= read -r home; do
    version=$(jdk_version "$home") || continue
    if [ "${version%%[!0-9]*}" -ge "$jdk_minimum" ]; then
      export JAVA_HOME=$home
      return
    fi
    home=$(cd -P -- "$home" && pwd)
    case $found in *"($home)"*) ;; *) found+="${found:+, }$version ($home)" ;; esac
  done < <(jdk_candidates)
  printf '%s: needs a JDK %s or newer, found %s: install one (apt install openjdk-%s-jdk, %s) %s\n' \
    "${0##*/}" "$jdk_minimum" "${found:-none}" "$jdk_minimum" 'or https://adoptium.net' \
    'or set JAVA_HOME' >&2
  exit 2
}

# Checks that Maven is installed. Otherwise prints a line that says how to install it, and exits with
# 2.
need_maven() {
  command -v mvn >/dev/null && return
  printf '%s: needs Maven 3.8 or newer: install it (apt install maven, or %s)\n' \
    "${0##*/}" https://maven.apache.org >&2
  exit 2
}
