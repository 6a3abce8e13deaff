package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Network;
import switchboard.net.UnexpectedEofException;

/** Tests the examples of messages: exact numbers, Unix sockets, and a peer written in Python. */
class MessagesTest {
  private static final String MY_SOCKET =
      """
      import socket, sys
      def receive(connection, length):
          pieces = []
          while length > 0:
              piece = connection.recv(length)
              if piece == b"":
                  raise RuntimeError("socket connection broken")
              pieces.append(piece)
              length -= len(piece)
          return b"".join(pieces)
      with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) as connection:
          print(receive(connection, 9))
          print(receive(connection, 1))
      """;

  @Test
  void theWrongByteOrderGivesAWrongNumber() {
    var lines = Played.run("numbers").lines();
    assertTrue(lines.contains("little-endian read as big-endian: " + (1 << 24)), lines.toString());
    String signed = "50000 in two bytes, read as signed: " + (short) 50_000;
    assertTrue(lines.contains(signed), lines.toString());
    assertTrue(lines.contains("the same bytes, read as unsigned: 50000"), lines.toString());
  }

  @Test
  void theWrongOrderOfALengthIsFoundByTheMaximum() {
    String last = Played.run("length-prefixed").lines().getLast();
    assertEquals("rejected: message length 1280 is out of range (0 to 1024)", last);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fixed-length",
        "type-tagged",
        "delimited",
        "length-prefixed",
        "own-codec",
        "numbers"
      })
  void messagesAreTheSameOverUnixSockets(String name, @TempDir Path directory) {
    var played = Played.run(name, "unix://" + directory.resolve("s"));
    assertEquals(Played.run(name), played);
  }

  @Test
  void anIncompleteTypedMessageIsNotConsumed() throws IOException {
    try (var listener = Network.system().listen("127.0.0.1:0");
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {
      near.sink()
          .writeByte('M')
          .writeInt(3)
          .writeInt(-4)
          .writeByte('M')
          .writeInt(1)
          .shutdownOutput();
      assertEquals(new TypeTagged.Move(3, -4), TypeTagged.MESSAGES.read(far.source()));
      assertThrows(UnexpectedEofException.class, () -> TypeTagged.MESSAGES.read(far.source()));
    }
  }

  @Test
  void pythonReceivesExactlyWhatWeSend() throws Exception {
    try (var listener = Network.system().listen("127.0.0.1:0");
        var python = Running.python(MY_SOCKET, port(listener.local().uri()));
        var caller = listener.accept()) {
      caller.sink().writeByte('M').writeInt(3).flush();
      caller.sink().writeInt(-4).writeByte('Q').shutdownOutput();
      var expected = List.of("b'M\\x00\\x00\\x00\\x03\\xff\\xff\\xff\\xfc'", "b'Q'");
      assertEquals(expected, python.toTheEnd());
    }
  }

  private static String port(String endpoint) {
    return endpoint.substring(endpoint.lastIndexOf(':') + 1);
  }
}
