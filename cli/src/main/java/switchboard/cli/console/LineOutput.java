package switchboard.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * An output stream that collects the bytes of a line of UTF-8 text, and passes each complete line
 * to a receiver. Not thread-safe.
 */
public final class LineOutput extends OutputStream {
  private final Hearer receiver;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** Receives lines. */
  @FunctionalInterface
  public interface Hearer {
    /** Receives one line, without its terminator. */
    void hear(String text) throws IOException;
  }

  /** Creates a stream that passes lines to {@code receiver}. */
  public LineOutput(Hearer receiver) {
    this.receiver = receiver;
  }

  @Override
  public void write(int one) throws IOException {
    if (one != '\n') {
      line.write(one);
      return;
    }
    String text = line.toString(UTF_8);
    line.reset();
    receiver.hear(text);
  }
}
