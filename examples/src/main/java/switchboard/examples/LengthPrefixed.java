package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.frames.CorruptStreamException;
import switchboard.frames.FramedConnection;
import switchboard.frames.Size;
import switchboard.net.Network;

/**
 * Messages after their length: any bytes may stand in them, and a reader knows how much to expect.
 *
 * <p>Notice the last one: a peer who writes his lengths the other way round announces 1,280 bytes
 * where he means five. Without a maximum we would wait for them for ever.
 */
final class LengthPrefixed {
  private static final Codec<byte[]> LETTERS =
      Codec.lengthPrefixed().prefixBytes(2).max(1, Size.KIB);

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint);
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {
      var out = streams.out();
      var letters = new FramedConnection<>(far, LETTERS);

      byte[] hello = LETTERS.encode("hello".getBytes(UTF_8));
      out.println("on the wire: " + HexFormat.ofDelimiter(" ").formatHex(hello));
      near.write(ByteBuffer.wrap(hello, 0, 4)); // the network may cut it anywhere
      near.write(ByteBuffer.wrap(hello, 4, 3));
      out.println(what(letters.receive()));

      new FramedConnection<>(near, LETTERS).send(new byte[0]);
      out.println(what(letters.receive()));

      near.sink().writeShort(5, ByteOrder.LITTLE_ENDIAN).writeText("hello").flush();
      try {
        letters.receive();
      } catch (CorruptStreamException senseless) {
        out.println("no letter: " + senseless.getMessage());
      }
    }
  }

  private static String what(byte @Nullable [] letter) {
    return letter == null ? "the end" : "a letter of " + letter.length + " bytes";
  }
}
