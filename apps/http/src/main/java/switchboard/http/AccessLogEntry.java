package switchboard.http;

import switchboard.net.Address;

/**
 * One request that was answered, for whoever keeps a log. Immutable; nothing in its texts steers a
 * terminal.
 *
 * @param remote from where
 * @param method what was asked, {@code -} when that could not be read
 * @param path of what, with its query; {@code -} likewise
 * @param code the status of the answer
 * @param bytes how many of the page were sent
 * @param complete false when the page shrank while it was sent, or the caller left
 */
public record AccessLogEntry(
    Address remote, String method, String path, int code, long bytes, boolean complete) {

  /** One line: {@code 127.0.0.1:40112 GET /index.html 200 1234}. */
  @Override
  public String toString() {
    return "%s %s %s %d %d%s"
        .formatted(remote, method, path, code, bytes, complete ? "" : " not whole");
  }
}
