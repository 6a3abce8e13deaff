package switchboard.http;

import switchboard.net.Address;

/**
 * An entry of an access log: a request and its response. Immutable. All strings in it are safe to
 * print to a terminal.
 *
 * @param remote the address of the client
 * @param method the method of the request; {@code -} if the request was not valid
 * @param path the target of the request, including the query; {@code -} if the request was not
 *     valid
 * @param code the status code of the response
 * @param bytes the number of bytes of the body that were sent
 * @param complete false if the file shrank while it was sent, or the client disconnected
 */
public record AccessLogEntry(
    Address remote, String method, String path, int code, long bytes, boolean complete) {

  /** Returns the entry as one line, such as {@code 127.0.0.1:40112 GET /index.html 200 1234}. */
  @Override
  public String toString() {
    return "%s %s %s %d %d%s"
        .formatted(remote, method, path, code, bytes, complete ? "" : " incomplete");
  }
}
