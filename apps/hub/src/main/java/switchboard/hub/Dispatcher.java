package switchboard.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Readiness;
import switchboard.net.Source;
import switchboard.server.Call;
import switchboard.server.ConnectionHandler;

/**
 * Detects the protocol of each connection by the first bytes from the client, and passes the
 * connection to that protocol. Does not consume these bytes, so the protocol also reads these
 * bytes. If the client sends nothing for one second, or pauses for two seconds within its first
 * bytes, the dispatcher decides by the bytes that have arrived so far.
 */
final class Dispatcher implements ConnectionHandler {
  private static final Duration FIRST_BYTE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PAUSE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration DETECTION_TIMEOUT = Duration.ofSeconds(10);

  private final ProtocolDetector detector;

  /** Creates a dispatcher that tries these protocols in this order. */
  Dispatcher(List<Protocol> protocols) {
    this.detector = new ProtocolDetector(protocols);
  }

  @Override
  public void handle(Connection connection) throws Exception {
    Optional<Protocol> detected = detect(connection);
    if (detected.isPresent()) {
      Protocol protocol = detected.get();
      Call.current().setProtocol(protocol.name());
      protocol.handle(connection);
    }
  }

  /**
   * Returns the detected protocol. Returns an empty result if EOF comes before the first byte, for
   * example because of a port scan.
   */
  private Optional<Protocol> detect(Connection connection) throws IOException {
    Source source = connection.source();
    connection.messageComplete(); // until the first byte, a shutdown may close the connection
    try (var decided = Deadline.after(DETECTION_TIMEOUT)) {
      while (source.buffered() < Hub.PREFIX_MAX) {
        int before = source.buffered();
        if (!awaitMore(source, before == 0 ? FIRST_BYTE_TIMEOUT : PAUSE_TIMEOUT)) {
          return before == 0 ? Optional.empty() : decide(source);
        }
        if (source.buffered() > before) {
          var protocol = detector.detect(source.peek(Hub.PREFIX_MAX), false);
          if (protocol.isPresent()) {
            return protocol;
          }
        } else if (decided.expired() || isSilent(connection)) {
          return decide(source);
        }
      }
    }
    return decide(source);
  }

  private Optional<Protocol> decide(Source source) {
    return detector.detect(source.peek(Hub.PREFIX_MAX), true);
  }

  /**
   * Returns whether no further bytes from the client are available. The caller checks this after a
   * timeout, because bytes may have arrived before the timeout although this thread was not
   * scheduled in time to read them.
   */
  private static boolean isSilent(Connection connection) throws IOException {
    return Readiness.select(List.of(connection), List.of(), Duration.ZERO).readable().isEmpty();
  }

  /**
   * Waits for one more byte, for at most {@code timeout}. Returns false at EOF, and true after a
   * byte or the timeout.
   */
  private static boolean awaitMore(Source source, Duration timeout) throws IOException {
    try (var _ = Deadline.after(timeout)) {
      return source.request(source.buffered() + 1);
    } catch (DeadlineExceededException e) {
      return true; // the caller decides by the bytes that have arrived so far
    }
  }
}
