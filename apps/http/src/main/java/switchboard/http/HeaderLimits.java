package switchboard.http;

/**
 * The limits of a header section. A header section that exceeds them is rejected. Immutable.
 *
 * @param lineBytes the maximum length of one line in bytes
 * @param bytes the maximum length of all lines together in bytes
 * @param lines the maximum number of lines
 */
record HeaderLimits(int lineBytes, int bytes, int lines) {
  /**
   * The limits of the server. They are low, because the server has many untrusted clients at the
   * same time.
   */
  static final HeaderLimits SERVER = new HeaderLimits(8 * 1024, 32 * 1024, 100);

  private static final int BYTES_PER_LINE = 512;
  private static final int LINES_MIN = 1000;

  /**
   * Returns the limits of a client: {@code bytes} bytes, and one line for each 512 bytes, but at
   * least 1,000 lines.
   */
  static HeaderLimits client(int bytes) {
    return new HeaderLimits(bytes, bytes, Math.max(LINES_MIN, bytes / BYTES_PER_LINE));
  }
}
