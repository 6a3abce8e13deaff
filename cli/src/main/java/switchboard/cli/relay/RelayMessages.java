package switchboard.cli.relay;

import java.io.IOException;
import switchboard.cli.command.Failures;
import switchboard.cli.console.Console;
import switchboard.cli.console.Json;
import switchboard.cli.console.OutputClosedException;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.relay.OutputLostException;
import switchboard.relay.RelayStatistics;

/** Reports connected, closed and lost peers, with the number of bytes relayed. Thread-safe. */
record RelayMessages(Console console) {

  /** A relay that blocks until the connection has ended. */
  interface Talk {
    RelayStatistics run() throws IOException;
  }

  /**
   * Returns the endpoint of the peer. The client of a Unix socket has no address; then it is the
   * local endpoint.
   */
  static String peer(Connection connection) {
    boolean nameless = connection.remote() instanceof Address.Unix unix && unix.path().isEmpty();
    return Endpoint.of(nameless ? connection.local() : connection.remote()).toString();
  }

  void connected(String peer) {
    if (console.isVerbose()) {
      console.say("connected: " + peer);
    }
    console.event(Json.event("connected").with("endpoint", peer));
  }

  void run(String peer, Talk relay) throws IOException {
    try {
      closed(peer, relay.run());
    } catch (OutputLostException e) {
      throw e.isReaderGone() ? new OutputClosedException(e) : e;
    }
  }

  /** Reports a connection that failed, before the next one is accepted. */
  void lost(String peer, IOException e) {
    String sentence = Failures.sentence(e);
    console.say("connection lost: " + peer + ": " + sentence);
    console.event(Json.event("lost").with("endpoint", peer).with("message", sentence));
  }

  private void closed(String peer, RelayStatistics relayed) {
    if (console.isVerbose()) {
      console.say(
          "closed: %s, %d bytes sent, %d received"
              .formatted(peer, relayed.sent(), relayed.received()));
    }
    console.event(
        Json.event("closed")
            .with("endpoint", peer)
            .with("sent", relayed.sent())
            .with("received", relayed.received()));
  }
}
