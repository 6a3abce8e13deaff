package switchboard.cli.chat;

import java.io.IOException;
import switchboard.chat.ChatClient;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.net.Endpoint;

/**
 * Brings a conversation and its person together: with a line to edit where he sits at a terminal,
 * else in plain lines. For {@link ChatCommand}.
 *
 * @param introducing the options that ask to introduce him, or nothing
 * @param history whether a file may keep what he types
 */
record ChatSession(Environment environment, Console console, String introducing, boolean history) {

  /** Tells where it listens. */
  void listening(Endpoint endpoint) {
    if (console.isJson()) {
      console.event(Json.event("listening").with("endpoint", endpoint.toString()));
    } else {
      console.say("listening on " + endpoint);
    }
  }

  /**
   * Blocks until one of the two is gone.
   *
   * @param news what there is to say of the peer at first
   * @return the exit status
   */
  int hold(ChatClient client, Endpoint peer, String news) throws IOException {
    if (!isEditable()) {
      return new PlainChat(client, this).hold(peer);
    }
    String who = peer.path().isEmpty() && peer.port() < 0 ? "somebody" : peer.toString();
    return new TerminalChat(client, this).hold("-- " + who + " " + news);
  }

  /** Whether there is a terminal on both sides on which a cursor can be moved. */
  private boolean isEditable() {
    return environment.isTerminal(0) && environment.isSteerable(1) && !console.isJson();
  }

  /** What a person is told whose introduction was not sent. */
  String unrecognised() {
    return "-- this peer is not a switchboard hub; nothing was sent for " + introducing;
  }

  /** What is said of a name that the hub did not take. */
  String refused(String why) {
    return "the hub says: " + (why.startsWith("-- ") ? why.substring(3) : why);
  }
}
