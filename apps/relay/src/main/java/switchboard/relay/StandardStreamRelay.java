package switchboard.relay;

import java.io.IOException;
import java.time.Duration;
import switchboard.net.Connection;
import switchboard.net.ForwardingConnection;
import switchboard.server.Relay;

/**
 * Forwards standard input to a connection, and bytes from the connection to standard output. With
 * {@link RelayOptions#keepOpen}, a relay can serve several connections, one after the other. Not
 * thread-safe.
 */
public final class StandardStreamRelay {
  /**
   * If the peer acknowledges no further bytes for this time, the relay stops waiting for
   * acknowledgements. In this time, TCP retransmits about five times (RFC 6298 §5).
   */
  private static final Duration STALLED = Duration.ofSeconds(10);

  private final Connection streams;
  private final RelayOptions options;

  /** Creates a relay for {@code streams}. The relay does not close {@code streams}. */
  public StandardStreamRelay(Connection streams, RelayOptions options) {
    this.streams = streams;
    this.options = options;
  }

  /**
   * Forwards bytes unchanged in both directions, until EOF in both directions. After EOF from the
   * peer, still sends the rest of the input. If {@link RelayOptions#timeout} is set, forwarding
   * also ends when, after EOF from the peer, no input has arrived for that time. If the I/O engine
   * supports this, the method returns only when the peer's host has acknowledged all bytes.
   *
   * @param peer the connection to the peer; this method closes it
   * @return the number of bytes in each direction
   * @throws switchboard.net.ConnectionLostException if the connection is lost, or a part of the
   *     input could not be sent
   * @throws OutputLostException if writing to standard output fails
   * @throws switchboard.net.DeadlineExceededException if the idle timeout expires
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

  /**
   * A view of the connection to the peer. Shutting down the output of this view has no effect: the
   * peer receives EOF only when the connection is closed.
   */
  private static final class WithoutHalfClose extends ForwardingConnection {
    WithoutHalfClose(Connection peer) {
      super(peer);
    }

    @Override
    public void shutdownOutput() {
      // The peer receives EOF when the connection is closed.
    }
  }
}
