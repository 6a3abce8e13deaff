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

/** Tells of a peer who is plugged through, and of what has passed. Any thread. */
record RelayMessages(Console console) {

  /** Talks to a peer until it is over. */
  interface Talk {
    RelayStatistics run() throws IOException;
  }

  /** The endpoint of whoever is at the other end; a Unix client has no name of his own. */
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

  void run(String peer, Talk talk) throws IOException {
    try {
      closed(peer, talk.run());
    } catch (OutputLostException e) {
      throw e.isReaderGone() ? new OutputClosedException(e) : e;
    }
  }

  /** A caller is lost, and the next one may come. */
  void lost(String peer, IOException e) {
    String sentence = Failures.sentence(e);
    console.say("lost: " + peer + ": " + sentence);
    console.event(Json.event("lost").with("endpoint", peer).with("message", sentence));
  }

  private void closed(String peer, RelayStatistics passed) {
    if (console.isVerbose()) {
      console.say(
          "closed: %s, %d bytes sent, %d received"
              .formatted(peer, passed.sent(), passed.received()));
    }
    console.event(
        Json.event("closed")
            .with("endpoint", peer)
            .with("sent", passed.sent())
            .with("received", passed.received()));
  }
}
