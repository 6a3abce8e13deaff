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
 * Messages that are preceded by their length. A message may contain any bytes, and the reader knows
 * from the length how many bytes to expect.
 *
 * <p>Notice the last message: a peer that writes its lengths in the wrong byte order announces
 * 1,280 bytes instead of five. Without a maximum length, the reader would wait for the remaining
 * bytes forever.
 */
final class LengthPrefixed {
  private static final Codec<byte[]> MESSAGES =
      Codec.lengthPrefixed().prefixBytes(2).max(1, Size.KIB);

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint);
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {
      var out = streams.out();
      var received = new FramedConnection<>(far, MESSAGES);

      byte[] hello = MESSAGES.encode("hello".getBytes(UTF_8));
      out.println("on the wire: " + HexFormat.ofDelimiter(" ").formatHex(hello));
      near.write(ByteBuffer.wrap(hello, 0, 4)); // the bytes may arrive in any pieces
      near.write(ByteBuffer.wrap(hello, 4, 3));
      out.println(describe(received.receive()));

      new FramedConnection<>(near, MESSAGES).send(new byte[0]);
      out.println(describe(received.receive()));

      near.sink().writeShort(5, ByteOrder.LITTLE_ENDIAN).writeText("hello").flush();
      try {
        received.receive();
      } catch (CorruptStreamException tooLong) {
        out.println("rejected: " + tooLong.getMessage());
      }
    }
  }

  private static String describe(byte @Nullable [] message) {
    return message == null ? "EOF" : "a message of " + message.length + " bytes";
  }
}
