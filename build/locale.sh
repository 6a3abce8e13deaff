# The JVM decodes arguments, file names and the environment by the locale. If one category of it is
# not installed, the JVM falls back to ASCII, whatever the locale is called. So locale(1) is asked,
# which tries it as the JVM does: it prints the encoding, and complains if the JVM would fall back.
# ASCII becomes UTF-8; an encoding that is installed stays as it is.
choose_locale() {
  case $(locale charmap 2>&1) in
    ANSI_X3.4-1968 | *' '* | '') { export LC_ALL=C.UTF-8; } 2>/dev/null ;;
  esac
}
