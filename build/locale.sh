# The JVM decodes arguments, file names and the environment with the encoding of the locale. If one
# category of the locale is not installed, the JVM falls back to ASCII. locale(1) sets the locale in
# the same way as the JVM: it prints the encoding, and a warning if a category is not installed. Then,
# or if the encoding is ASCII, use UTF-8; keep any other encoding.
choose_locale() {
  case $(locale charmap 2>&1) in
    ANSI_X3.4-1968 | *' '* | '') { export LC_ALL=C.UTF-8; } 2>/dev/null ;;
  esac
}
