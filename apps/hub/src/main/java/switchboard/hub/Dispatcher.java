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
 * Detects the protocol of each connection by its first bytes, and passes the connection to that
 * protocol. Consumes nothing: the protocol reads the same bytes again. If the client sends nothing
 * for one second, or pauses for two seconds within its first bytes, the bytes so far decide.
 */
final class Dispatcher implements ConnectionHandler {
  private static final Duration FIRST_BYTE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PAUSE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration DETECTION_TIMEOUT = Duration.ofSeconds(10);

  private final ProtocolDetector detector;

  /** Creates a dispatcher to these protocols, which are tried in this order. */
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

  /** Returns the protocol, or empty for EOF before the first byte, as after a port scan. */
  private Optional<Protocol> detect(Connection connection) throws IOException {
    Source source = connection.source();
    connection.messageComplete(); // a drain may close it while it has sent nothing
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
   * Returns whether the client really paused. Its bytes may have arrived although the deadline has
   * passed, if this thread was not scheduled in time.
   */
  private static boolean isSilent(Connection connection) throws IOException {
    return Readiness.select(List.of(connection), List.of(), Duration.ZERO).readable().isEmpty();
  }

  /** Waits for one more byte until the timeout. Returns false at EOF. */
  private static boolean awaitMore(Source source, Duration timeout) throws IOException {
    try (var _ = Deadline.after(timeout)) {
      return source.request(source.buffered() + 1);
    } catch (DeadlineExceededException e) {
      return true; // of either deadline; the caller decides by the bytes so far
    }
  }
}
