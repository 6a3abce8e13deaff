package switchboard.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Hands on what is written line by line, so that each can be said whole. One thread at a time. */
public final class LineOutput extends OutputStream {
  private final Hearer hearer;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** Hears each line without its ending. */
  @FunctionalInterface
  public interface Hearer {
    void hear(String text) throws IOException;
  }

  public LineOutput(Hearer hearer) {
    this.hearer = hearer;
  }

  @Override
  public void write(int one) throws IOException {
    if (one != '\n') {
      line.write(one);
      return;
    }
    String text = line.toString(UTF_8);
    line.reset();
    hearer.hear(text);
  }
}
