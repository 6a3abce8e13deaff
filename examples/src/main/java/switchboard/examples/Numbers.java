package switchboard.examples;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import switchboard.net.Network;
import switchboard.net.Source;

/**
 * Sends the number 1 over a connection in three formats: as text, and as four bytes in each of the
 * two byte orders.
 *
 * <p>Notice that the receiver cannot see from the bytes in which format they were sent. A receiver
 * that assumes the wrong format reads a wrong number without an error. So both sides must agree on
 * the format in advance.
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
      out.println("big-endian:         " + bytes(source, 4) + "  is " + source.readInt());
      sink.writeInt(1, ByteOrder.LITTLE_ENDIAN).flush();
      out.print("little-endian:      " + bytes(source, 4));
      out.println("  is " + source.readInt(ByteOrder.LITTLE_ENDIAN));
      sink.writeLine("1").flush();
      out.println("as a line of text:  " + bytes(source, 2) + "        is " + source.readLine(20));

      sink.writeInt(1, ByteOrder.LITTLE_ENDIAN).flush();
      out.println("little-endian read as big-endian: " + source.readInt());
      sink.writeShort(50_000).flush();
      short signed = source.readShort();
      out.println("50000 in two bytes, read as signed: " + signed);
      out.println("the same bytes, read as unsigned: " + Short.toUnsignedInt(signed));
      String digits = String.valueOf(1L << 40);
      out.println("2 to the 40th: " + Long.BYTES + " bytes, or " + digits.length() + " digits");
    }
  }

  /** Returns the next bytes in hexadecimal without consuming them. */
  private static String bytes(Source source, int count) throws IOException {
    source.request(count);
    return HexFormat.ofDelimiter(" ").formatHex(source.peek(count));
  }
}
