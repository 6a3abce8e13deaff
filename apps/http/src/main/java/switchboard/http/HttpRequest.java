package switchboard.http;

/**
 * What a {@link HttpClient} asks. Immutable.
 *
 * @param wantsBody whether the page itself is wanted, and not only what is said before it
 * @param minorVersion of HTTP/1: 0 or 1
 */
public record HttpRequest(HttpUrl address, boolean wantsBody, int minorVersion) {

  /** The page at {@code address}, by HTTP/1.1. */
  public static HttpRequest get(HttpUrl address) {
    return new HttpRequest(address, true, 1);
  }

  /** Only what is said before the page, by the method HEAD. */
  public HttpRequest headOnly() {
    return new HttpRequest(address, false, minorVersion);
  }

  /** The same of another server or path. */
  HttpRequest at(HttpUrl other) {
    return new HttpRequest(other, wantsBody, minorVersion);
  }

  /** The same by HTTP/1.0. */
  public HttpRequest http10() {
    return new HttpRequest(address, wantsBody, 0);
  }

  /** What goes out. */
  String text() {
    return (wantsBody ? "GET " : "HEAD ")
        + (address.target() + " HTTP/1." + minorVersion + "\r\n")
        + ("Host: " + address.host() + "\r\n")
        + "User-Agent: switchboard\r\nAccept: */*\r\nConnection: close\r\n\r\n";
  }
}
