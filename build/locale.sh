# The JVM decodes arguments, file names and the environment with the encoding of the locale. If a
# category of the locale is not installed, the JVM uses ASCII instead. locale(1) sets the locale in
# the same way as the JVM. It prints the encoding, and a warning if a category is not installed. If it
# prints a warning, or if the encoding is ASCII, this function selects a locale with UTF-8. It does
# not change any other locale.
choose_locale() {
  case $(locale charmap 2>&1) in
    ANSI_X3.4-1968 | *' '* | '') { export LC_ALL=C.UTF-8; } 2>/dev/null ;;
  esac
}
