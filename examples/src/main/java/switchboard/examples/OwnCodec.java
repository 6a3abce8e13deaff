package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.frames.CorruptStreamException;
import switchboard.net.Network;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;
import switchboard.testkit.CodecContract;

/**
 * A codec that the library does not provide: for texts of several lines, as in SMTP. A line that
 * contains only a dot ends the text. A line that begins with a dot is sent with a second dot (RFC
 * 5321 section 4.5.2).
 *
 * <p>Notice that {@code read} is simple code that reads line by line. If a deadline expires in the
 * middle of a text, {@code atomically} makes all bytes that were read so far available again.
 */
final class OwnCodec implements Codec<List<String>> {
  private static final int LINE_MAX = 998; // RFC 5322 section 2.1.1
  private static final int LINES_MAX = 1000;

  @Override
  public @Nullable List<String> read(Source source) throws IOException {
    return source.exhausted() ? null : source.atomically(() -> text(source));
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
    byte[] line = source.readUntil((byte) '\n', LINE_MAX + 2); // + 2 for a dot and a CR
    if (line == null) {
      throw new UnexpectedEofException("the stream ended inside a text");
    }
    if (line.length == 0 || line[line.length - 1] != '\r') { // a bare LF could split a text
      throw new CorruptStreamException("a line of the text ends with LF instead of CR LF");
    }
    return new String(line, 0, line.length - 1, UTF_8);
  }

  @Override
  public byte[] encode(List<String> lines) {
    var text = new StringBuilder();
    for (String line : lines) {
      boolean fits = line.getBytes(UTF_8).length <= LINE_MAX && lines.size() <= LINES_MAX;
      if (!fits || line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
        throw new IllegalArgumentException("too long, or with a line break: " + line);
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
      byte[] letter = codec.encode(List.of("Dear all,", "...and so on.", ".", "", "Ann"));
      near.sink().write(letter).shutdownOutput();
      List<String> received = Objects.requireNonNull(codec.read(far.source()));
      received.forEach(line -> streams.out().println("| " + line));
      CodecContract.of(codec::read, codec::encode, OwnCodec::anyText).run(1, 300);
      streams.out().println("300 random streams, some truncated or damaged: contract kept");
    }
  }

  private static List<String> anyText(RandomGenerator random) {
    return List.of(".", "a", "..", "", " b ").subList(random.nextInt(3), 3 + random.nextInt(3));
  }
}
