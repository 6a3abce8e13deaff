package switchboard.http;

/**
 * How much of a header section is read before the message is refused. Immutable; each side has its
 * own.
 *
 * @param lineBytes of one line
 * @param bytes of all lines together
 * @param lines how many there may be
 */
record HeaderLimits(int lineBytes, int bytes, int lines) {
  /** A server reads what strangers send, many at a time. */
  static final HeaderLimits SERVER = new HeaderLimits(8 * 1024, 32 * 1024, 100);

  private static final int BYTES_PER_LINE = 512;
  private static final int LINES_MIN = 1000;

  /** A client asks one server: as many lines as fit with 512 bytes in each, but at least 1,000. */
  static HeaderLimits client(int bytes) {
    return new HeaderLimits(bytes, bytes, Math.max(LINES_MIN, bytes / BYTES_PER_LINE));
  }
}
