package switchboard.relay;

import java.io.IOException;
import java.time.Duration;
import switchboard.net.Connection;
import switchboard.net.ForwardingConnection;
import switchboard.server.Relay;

/**
 * Plugs two standard streams through to a peer's connection, one peer after the other if they are
 * kept open. Belongs to one thread.
 */
public final class StandardStreamRelay {
  /** TCP repeats a segment some five times meanwhile, if nothing comes back (RFC 6298 §5). */
  private static final Duration STALLED = Duration.ofSeconds(10);

  private final Connection streams;
  private final RelayOptions options;

  /** A plug for {@code streams}, which it does not close. */
  public StandardStreamRelay(Connection streams, RelayOptions options) {
    this.streams = streams;
    this.options = options;
  }

  /**
   * Sends the input to {@code peer} and writes what comes from there, byte by byte as it is, until
   * both have ended: a peer that has ended its output may still take all of the input. With a
   * patience it also ends when the peer has and the input has been silent for that long. Returns
   * when the peer's machine has acknowledged all that was sent, where the engine can tell.
   *
   * @param peer closed when this returns
   * @throws switchboard.net.ConnectionLostException when the peer was lost, or did not take all of
   *     the input
   * @throws OutputLostException when the output takes no more
   * @throws switchboard.net.DeadlineExceededException when nothing has moved for the idle time
   */
  public RelayStatistics run(Connection peer) throws IOException {
    try (peer) {
      Connection shared = new SharedStandardStreams(streams, options);
      Connection seen = options.halfClose() ? peer : new Unended(peer);
      var relay = Relay.between(shared, seen);
      options
          .timeout()
          .ifPresent(
              timeout -> relay.onDirectionClosed(seen, () -> relay.closeWhenIdle(shared, timeout)));
      if (options.idleTimeout().isPositive()) {
        relay.idleTimeout(options.idleTimeout());
      }
      relay.run();
      IOException loss = relay.writeFailure(seen);
      if (loss != null) {
        throw loss;
      }
      peer.awaitAcknowledged(STALLED);
      return new RelayStatistics(relay.bytesWrittenTo(seen), relay.bytesWrittenTo(shared));
    }
  }

  /** A peer who does not hear that our stream has ended. */
  private static final class Unended extends ForwardingConnection {
    Unended(Connection peer) {
      super(peer);
    }

    @Override
    public void shutdownOutput() {
      // Closing will tell him.
    }
  }
}
