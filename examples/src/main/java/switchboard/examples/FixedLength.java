package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import switchboard.frames.Codec;
import switchboard.frames.FramedConnection;
import switchboard.net.Network;
import switchboard.net.UnexpectedEofException;

/**
 * Messages that all have the same length. Nothing in the stream marks the end of a message, so both
 * sides count bytes.
 *
 * <p>Notice the meaning of EOF: between two messages EOF is a normal end of the stream, inside a
 * message it is an error. Only a reader that counts bytes can distinguish these two cases.
 */
final class FixedLength {
  private static final Codec<byte[]> READINGS = Codec.fixedLength(8);

  static void run(List<String> arguments, Streams streams) throws Exception {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint);
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {
      var out = streams.out();

      try {
        new FramedConnection<>(near, READINGS).send("+20.0 °C".getBytes(UTF_8));
      } catch (IllegalArgumentException notEight) {
        out.println("not sent: " + notEight.getMessage());
      }

      near.write(UTF_8.encode("+21.5 C -03.2 C +19")); // two readings, and a part of the third
      near.write(UTF_8.encode(".0 C +20.")); // the rest of the third, and a part of the fourth
      near.shutdownOutput();
      try {
        new FramedConnection<>(far, READINGS)
            .forEach(reading -> out.println("received: " + new String(reading, UTF_8).strip()));
      } catch (UnexpectedEofException broken) {
        out.println("broken:   " + broken.getMessage());
      }
    }
  }
}
