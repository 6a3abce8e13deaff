package switchboard.examples;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import switchboard.net.Network;
import switchboard.net.Source;

/**
 * The number 1 on its way: as text, and as four bytes in either order.
 *
 * <p>Notice that nothing on the wire says which it is. Both sides read something, and only an
 * agreement made before tells whether it is the number that was meant.
 */
final class Numbers {

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint);
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {
      var out = streams.out();
      var sink = near.sink();
      var source = far.source();

      sink.writeInt(1).flush();
      out.println("in network order:   " + bytes(source, 4) + "  is " + source.readInt());
      sink.writeInt(1, ByteOrder.LITTLE_ENDIAN).flush();
      out.print("the other way:      " + bytes(source, 4));
      out.println("  is " + source.readInt(ByteOrder.LITTLE_ENDIAN));
      sink.writeLine("1").flush();
      out.println("as a line of text:  " + bytes(source, 2) + "        is " + source.readLine(20));

      sink.writeInt(1, ByteOrder.LITTLE_ENDIAN).flush();
      out.println("read the wrong way: " + source.readInt());
      sink.writeShort(50_000).flush();
      short signed = source.readShort();
      out.println("fifty thousand in two bytes: " + signed);
      out.println("as they were meant: " + Short.toUnsignedInt(signed));
      String digits = String.valueOf(1L << 40);
      out.println("two to the 40th: " + Long.BYTES + " bytes, or " + digits.length() + " digits");
    }
  }

  /** The next bytes as they came, without taking them. */
  private static String bytes(Source source, int count) throws IOException {
    source.request(count);
    return HexFormat.ofDelimiter(" ").formatHex(source.peek(count));
  }
}
