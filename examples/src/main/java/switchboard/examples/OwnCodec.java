package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.frames.CodecCheck;
import switchboard.frames.CorruptStreamException;
import switchboard.frames.Frames;
import switchboard.net.Network;
import switchboard.net.Source;
import switchboard.net.TruncatedException;

/**
 * A codec that is not among ours: texts of several lines as mail has them, ended by a line with
 * nothing but a dot; a line that begins with a dot gets a second one (RFC 5321 section 4.5.2).
 *
 * <p>Notice that it is read straight on, line by line. {@code whole} puts everything back when a
 * deadline cuts it in the middle.
 */
final class OwnCodec implements Codec<List<String>> {
  private static final int LINE_MAX = 998; // RFC 5322 section 2.1.1
  private static final int LINES_MAX = 1000;

  @Override
  public @Nullable List<String> read(Source source) throws IOException {
    return source.exhausted() ? null : source.whole(() -> text(source));
  }

  private static List<String> text(Source source) throws IOException {
    var lines = new ArrayList<String>();
    for (String line = line(source); !line.equals("."); line = line(source)) {
      if (lines.size() == LINES_MAX) {
        throw new CorruptStreamException("a text has more than " + LINES_MAX + " lines");
      }
      lines.add(line.startsWith(".") ? line.substring(1) : line);
    }
    return lines;
  }

  private static String line(Source source) throws IOException {
    byte[] line = source.readUntil((byte) '\n', LINE_MAX + 2); // a dot and a CR more
    if (line == null) {
      throw new TruncatedException("the stream ended inside a text, before the line with a dot");
    }
    return new String(line, UTF_8).stripTrailing();
  }

  @Override
  public byte[] encode(List<String> lines) {
    var text = new StringBuilder();
    for (String line : lines) {
      if (line.getBytes(UTF_8).length > LINE_MAX || !line.matches("(\\S(.*\\S)?)?")) {
        throw new IllegalArgumentException("no line of a text: " + line);
      }
      text.append(line.startsWith(".") ? "." : "").append(line).append("\r\n");
    }
    return text.append(".\r\n").toString().getBytes(UTF_8);
  }

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint);
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {
      var codec = new OwnCodec();
      near.sink()
          .write(codec.encode(List.of("Dear all,", "...and so on.", ".", "", "Ann")))
          .finish();
      var received = new Frames<>(far, codec);
      for (var text = received.receive(); text != null; text = received.receive()) {
        text.forEach(line -> streams.out().println("| " + line));
      }
      CodecCheck.of(codec, OwnCodec::anyText).run(1, 300);
      streams.out().println("300 streams by chance: whole, in pieces, cut and damaged: all right");
    }
  }

  private static List<String> anyText(RandomGenerator random) {
    return List.of(".", "a", "..", "", "b c").subList(random.nextInt(3), 3 + random.nextInt(3));
  }
}
