package switchboard.cli.chat;

import java.io.IOException;
import switchboard.chat.ChatClient;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.net.Endpoint;

/**
 * Runs a chat for {@link ChatCommand}. At a terminal, the user can edit a line before it is sent.
 * Otherwise, the chat sends the lines of standard input, and prints received lines on standard
 * output.
 *
 * @param introducing the options {@code --nick} and {@code --room} if they were given, such as
 *     {@code --nick and --room}, or "" if neither was given
 * @param history whether typed lines may be saved to a file
 */
record ChatSession(Environment environment, Console console, String introducing, boolean history) {

  /** Prints an endpoint at which the chat waits until a peer connects. */
  void listening(Endpoint endpoint) {
    if (console.isJson()) {
      console.event(Json.event("listening").with("endpoint", endpoint.toString()));
    } else {
      console.say("listening on " + endpoint);
    }
  }

  /**
   * Runs the chat. Blocks until the user or the peer ends it.
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

  /**
   * Returns a message that says that the peer is not a hub, and that {@code --nick} and {@code
   * --room} therefore were not sent.
   */
  String unrecognised() {
    return "-- this peer is not a switchboard hub, so it does not receive " + introducing;
  }

  /**
   * Returns the error message for a nick or a room that the hub rejected with the message {@code
   * why}.
   */
  String refused(String why) {
    return "the hub says: " + (why.startsWith("-- ") ? why.substring(3) : why);
  }
}
