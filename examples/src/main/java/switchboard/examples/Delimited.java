package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.frames.FramedConnection;
import switchboard.frames.Size;
import switchboard.net.LimitExceededException;
import switchboard.net.Network;

/**
 * Messages that end with a delimiter. In this example the delimiter is a zero byte, in many
 * protocols it is a line end.
 *
 * <p>Notice the maximum length of a message: without a maximum, a peer that never sends the
 * delimiter could fill our memory. After a message that is too long, the reader can skip to the
 * next delimiter and continue.
 */
final class Delimited {
  private static final byte END = 0;
  private static final Codec<byte[]> WORDS = Codec.delimitedBy(END).max(16, Size.BYTES);

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint);
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {
      var out = streams.out();
      var words = new FramedConnection<>(far, WORDS);

      near.write(UTF_8.encode("apple\0two\nlines\0pe"));
      out.println("a word: " + text(words.receive()));
      out.println("a word: " + text(words.receive()));
      near.write(UTF_8.encode("ar\0"));
      out.println("a word: " + text(words.receive()));

      near.write(UTF_8.encode("a pineapple as large as a house\0plum\0"));
      try {
        words.receive();
      } catch (LimitExceededException refused) {
        out.println("refused: " + refused.getMessage());
        out.println("skipped: " + far.source().skipPast(END) + " bytes");
      }
      out.println("a word: " + text(words.receive()));

      try {
        new FramedConnection<>(near, WORDS).send("half\0half".getBytes(UTF_8));
      } catch (IllegalArgumentException inside) {
        out.println("not sent: " + inside.getMessage());
      }
    }
  }

  private static String text(byte @Nullable [] word) {
    return word == null ? "(none)" : new String(word, UTF_8).replace("\n", "\\n");
  }
}
