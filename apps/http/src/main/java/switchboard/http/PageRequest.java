package switchboard.http;

/**
 * What a {@link PageClient} asks. Immutable.
 *
 * @param wantsBody whether the page itself is wanted, and not only what is said before it
 * @param minorVersion of HTTP/1: 0 or 1
 */
public record PageRequest(PageAddress address, boolean wantsBody, int minorVersion) {

  /** The page at {@code address}, by HTTP/1.1. */
  public static PageRequest get(PageAddress address) {
    return new PageRequest(address, true, 1);
  }

  /** Only what is said before the page, by the method HEAD. */
  public PageRequest headOnly() {
    return new PageRequest(address, false, minorVersion);
  }

  /** The same of another server or path. */
  PageRequest at(PageAddress other) {
    return new PageRequest(other, wantsBody, minorVersion);
  }

  /** The same by HTTP/1.0. */
  public PageRequest http10() {
    return new PageRequest(address, wantsBody, 0);
  }

  /** What goes out. */
  String text() {
    return (wantsBody ? "GET " : "HEAD ")
        + (address.target() + " HTTP/1." + minorVersion + "\r\n")
        + ("Host: " + address.host() + "\r\n")
        + "User-Agent: switchboard\r\nAccept: */*\r\nConnection: close\r\n\r\n";
  }
}
