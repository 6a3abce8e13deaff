package switchboard.examples;

import java.io.IOException;
import java.util.List;
import switchboard.frames.Codec;
import switchboard.frames.Fanout;
import switchboard.frames.FramedConnection;
import switchboard.frames.Size;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Server;

/**
 * A chat room: each line that a member sends goes to all members.
 *
 * <p>Notice that no member waits for another member: a line is offered to the send queue of each
 * member, which does not block. A member that does not read is disconnected before its send queue
 * exceeds the limit.
 */
final class ChatRoom {
  private static final Codec<String> LINES = Codec.lines().max(1, Size.KIB);

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    var room = new Fanout<>(LINES);
    try (var server =
        Server.listen(
            endpoint,
            caller -> {
              try (var _ = room.subscribe(caller)) { // lines queued at the close are still sent
                new FramedConnection<>(caller, LINES).forEach(room::offer);
              }
            })) {
      streams.err().println("listening on " + server.endpoint());
      if (arguments.isEmpty()) {
        talk(server.endpoint(), streams);
      } else {
        server.awaitStop();
      }
    }
  }

  private static void talk(Endpoint endpoint, Streams streams) throws IOException {
    try (var ann = Network.system().connect(endpoint)) {
      ann.sink().writeLine("ann: anybody here?").flush();
      streams.out().println("ann received  " + ann.source().readLine(100));
      try (var bob = Network.system().connect(endpoint)) {
        bob.sink().writeLine("bob: I am!").flush();
        streams.out().println("ann received  " + ann.source().readLine(100));
        streams.out().println("bob received  " + bob.source().readLine(100));
      }
    }
  }
}
