package switchboard.http;

/**
 * A request of an {@link HttpClient}. Immutable.
 *
 * @param address the requested URL
 * @param wantsBody true for the method GET, false for HEAD
 * @param minorVersion the minor version of HTTP/1: 0 or 1
 */
public record HttpRequest(HttpUrl address, boolean wantsBody, int minorVersion) {

  /** Returns a GET request for {@code address}, with HTTP/1.1. */
  public static HttpRequest get(HttpUrl address) {
    return new HttpRequest(address, true, 1);
  }

  /** Returns a copy of this request with the method HEAD. The response to it has no body. */
  public HttpRequest headOnly() {
    return new HttpRequest(address, false, minorVersion);
  }

  /** Returns a copy of this request for another URL. */
  HttpRequest at(HttpUrl other) {
    return new HttpRequest(other, wantsBody, minorVersion);
  }

  /** Returns a copy of this request with the version HTTP/1.0. */
  public HttpRequest http10() {
    return new HttpRequest(address, wantsBody, 0);
  }

  /** Returns the header section of the request as it is sent. */
  String text() {
    return (wantsBody ? "GET " : "HEAD ")
        + (address.target() + " HTTP/1." + minorVersion + "\r\n")
        + ("Host: " + address.host() + "\r\n")
        + "User-Agent: switchboard\r\nAccept: */*\r\nConnection: close\r\n\r\n";
  }
}
