package switchboard.relay;

import java.io.IOException;
import java.time.Duration;
import switchboard.net.Connection;
import switchboard.net.ForwardingConnection;
import switchboard.server.Relay;

/**
 * Forwards standard input to a connection, and the connection's bytes to standard output. If the
 * streams are kept open, it may serve several connections, one after the other. Not thread-safe.
 */
public final class StandardStreamRelay {
  /**
   * The time without acknowledgements after which it stops waiting for them. TCP retransmits about
   * five times in it (RFC 6298 §5).
   */
  private static final Duration STALLED = Duration.ofSeconds(10);

  private final Connection streams;
  private final RelayOptions options;

  /** Creates a relay for {@code streams}, which it does not close. */
  public StandardStreamRelay(Connection streams, RelayOptions options) {
    this.streams = streams;
    this.options = options;
  }

  /**
   * Forwards bytes unchanged in both directions until both have reached EOF. After EOF from the
   * peer, it still sends the rest of the input. With {@link RelayOptions#timeout} it also ends when
   * there was no input for that time after EOF from the peer. Before it returns, it waits until the
   * peer's host has acknowledged all bytes, if the engine supports that.
   *
   * @param peer closed when this method returns
   * @return the number of bytes in each direction
   * @throws switchboard.net.ConnectionLostException if the connection is lost, or some of the input
   *     could not be sent
   * @throws OutputLostException if writing to standard output fails
   * @throws switchboard.net.DeadlineExceededException if the idle timeout passes
   */
  public RelayStatistics run(Connection peer) throws IOException {
    try (peer) {
      Connection shared = new SharedStandardStreams(streams, options);
      Connection target = options.halfClose() ? peer : new WithoutHalfClose(peer);
      var relay = Relay.between(shared, target);
      options
          .timeout()
          .ifPresent(timeout ->
              relay.onDirectionClosed(target, () -> relay.closeWhenIdle(shared, timeout)));
      if (options.idleTimeout().isPositive()) {
        relay.idleTimeout(options.idleTimeout());
      }
      relay.run();
      IOException loss = relay.writeFailure(target);
      if (loss != null) {
        throw loss;
      }
      peer.awaitAcknowledged(STALLED);
      return new RelayStatistics(relay.bytesWrittenTo(target), relay.bytesWrittenTo(shared));
    }
  }

  /** A view of the peer whose output is not shut down before it is closed. */
  private static final class WithoutHalfClose extends ForwardingConnection {
    WithoutHalfClose(Connection peer) {
      super(peer);
    }

    @Override
    public void shutdownOutput() {
      // The peer sees EOF when the connection is closed.
    }
  }
}
