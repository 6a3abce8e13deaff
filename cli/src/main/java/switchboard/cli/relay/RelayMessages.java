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

/**
 * Reports when a peer has connected, when the connection is closed or lost, and how many bytes were
 * sent and received. Thread-safe.
 */
record RelayMessages(Console console) {

  /**
   * The relay of one connection: copies data in both directions, and blocks until the connection
   * has ended.
   */
  interface Talk {
    RelayStatistics run() throws IOException;
  }

  /**
   * Returns the endpoint of the peer. The client of a Unix socket has no address; for such a
   * client, returns the local endpoint.
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

  /** Prints that a connection has failed and that the command waits for the next connection. */
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
