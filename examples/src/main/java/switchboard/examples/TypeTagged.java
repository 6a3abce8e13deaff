package switchboard.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.frames.CorruptStreamException;
import switchboard.net.Network;
import switchboard.net.Source;

/**
 * Messages of several kinds: the first byte tells the type, and the type tells the length.
 *
 * <p>Notice that {@code read} looks at the type and leaves it where it is until the whole message
 * is there: a wait that is cut in the middle has taken nothing, and may be repeated.
 */
final class TypeTagged {

  /** The next message with its type in front; null when the stream ends between two. */
  static byte @Nullable [] read(Source source) throws IOException {
    return source.request(1) ? source.readExactly(1 + length(source.peek(1)[0])) : null;
  }

  private static int length(byte type) throws CorruptStreamException {
    return switch (type) {
      case 'M' -> 8; // move: x and y, four bytes each
      case 'C' -> 3; // colour: red, green and blue
      case 'Q' -> 0; // quit
      default ->
          throw new CorruptStreamException(
              "a message of type '" + (char) type + "', and nobody knows how long it is");
    };
  }

  private static String text(byte[] message) {
    var bytes = ByteBuffer.wrap(message);
    return switch (bytes.get()) {
      case 'M' -> "move to " + bytes.getInt() + ", " + bytes.getInt();
      case 'C' -> "colour " + HexFormat.of().formatHex(message, 1, 4);
      default -> "quit";
    };
  }

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint);
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {
      var sink = near.sink();
      sink.writeByte('C').write(new byte[] {(byte) 0xFF, (byte) 0xA5, 0});
      sink.writeByte('M').writeInt(3).writeInt(-4);
      sink.writeByte('Q');
      sink.writeByte('Z').writeLong(0).finish(); // from a newer version, say

      for (byte[] one = read(far.source()); one != null; one = read(far.source())) {
        streams.out().println((char) one[0] + ", " + one.length + " bytes: " + text(one));
      }
    } catch (CorruptStreamException unknown) {
      streams.out().println("the rest is lost: " + unknown.getMessage());
    }
  }
}
