package switchboard.cli.chat;

import java.io.IOException;
import switchboard.chat.ChatClient;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.net.Endpoint;

/**
 * Runs a chat for {@link ChatCommand}: with line editing at a terminal, otherwise in plain lines.
 *
 * @param introducing the options {@code --nick} and {@code --room} that were given, joined for a
 *     message, or ""
 * @param history whether typed lines may be saved to a file
 */
record ChatSession(Environment environment, Console console, String introducing, boolean history) {

  /** Reports an endpoint at which the chat waits for a caller. */
  void listening(Endpoint endpoint) {
    if (console.isJson()) {
      console.event(Json.event("listening").with("endpoint", endpoint.toString()));
    } else {
      console.say("listening on " + endpoint);
    }
  }

  /**
   * Runs the chat, and blocks until either side leaves.
   *
   * @param news the first message about the peer, such as {@code is connected}
   * @return the exit status
   */
  int hold(ChatClient client, Endpoint peer, String news) throws IOException {
    if (!isEditable()) {
      return new PlainChat(client, this).hold(peer);
    }
    String who = peer.path().isEmpty() && peer.port() < 0 ? "a caller" : peer.toString();
    return new TerminalChat(client, this).hold("-- " + who + " " + news);
  }

  /** Returns whether standard input and output are a terminal that supports line editing. */
  private boolean isEditable() {
    return environment.isTerminal(0) && environment.isSteerable(1) && !console.isJson();
  }

  /** Returns the message that {@code --nick} and {@code --room} were not used. */
  String unrecognised() {
    return "-- this peer is not a switchboard hub, so it does not receive " + introducing;
  }

  /** Returns the error message for a name that the hub rejected. */
  String refused(String why) {
    return "the hub says: " + (why.startsWith("-- ") ? why.substring(3) : why);
  }
}
