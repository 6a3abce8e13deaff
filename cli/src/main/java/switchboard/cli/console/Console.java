package switchboard.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How the program speaks: data and JSON events on standard output, everything said to a person on
 * standard error. Any thread; each sentence and event is whole.
 */
public final class Console {
  private final DroppingStream data;
  private final DroppingStream diagnostics;
  private final BooleanSupplier readerGone;
  private final PrintStream errors;
  private volatile boolean json;
  private volatile boolean verbose;

  /** Whether an event could not be written. */
  private volatile boolean cutOff;

  /** Speaks through these two, which are not buffered; data is never short of a reader. */
  public Console(OutputStream data, OutputStream errors) {
    this(data, errors, () -> false);
  }

  /**
   * Speaks through these two, which are not buffered.
   *
   * @param readerGone whether a write of {@code data} that has just failed did so because nobody
   *     reads any more; the JDK tells only by a text in the language of the locale
   */
  public Console(OutputStream data, OutputStream errors, BooleanSupplier readerGone) {
    this.readerGone = readerGone;
    this.data =
        new DroppingStream(data, lost -> Json.event("dropped").with("events", lost).toString());
    this.diagnostics =
        new DroppingStream(
            errors,
            lost -> "warning: " + lost + " messages were dropped, since nobody has read them");
    this.errors = new PrintStream(diagnostics, false, StandardCharsets.UTF_8);
  }

  /** From now on, messages and events that nobody reads are dropped and counted. For servers. */
  public void neverBlock() {
    data.neverBlock();
    diagnostics.neverBlock();
  }

  /** Ends that, once what was said is written or {@code timeout} has passed for each stream. */
  public void finish(Duration timeout) {
    data.finish(timeout);
    diagnostics.finish(timeout);
  }

  public void setJson(boolean on) {
    json = on;
  }

  /** Whether events are wanted in the place of data. */
  public boolean isJson() {
    return json;
  }

  public void setVerbose(boolean on) {
    verbose = on;
  }

  public boolean isVerbose() {
    return verbose;
  }

  /** Says something to a person. */
  public void say(String sentence) {
    prompt(sentence + "\n");
  }

  /** Says something without ending the line. */
  public void prompt(String words) {
    byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
    errors.write(
        bytes, 0, bytes.length); // in one write, so that lines of several threads are whole
    errors.flush();
  }

  /** Writes the stack of an unexpected failure for whoever asked for it. */
  public void trace(Throwable failure) {
    failure.printStackTrace(errors);
    errors.flush();
  }

  /**
   * Writes an event of a command that goes on if standard output fails, such as a server. The first
   * failure is reported on standard error; later events are dropped.
   */
  public void event(Json event) {
    if (json && !cutOff) {
      try {
        print(event);
      } catch (IOException gone) {
        say("warning: no more events are written: " + gone.getMessage());
      }
    }
  }

  /**
   * Writes an event that is the result of the command, if JSON is wanted.
   *
   * @throws IOException when standard output fails, which ends the command as it does with text
   */
  public void result(Json event) throws IOException {
    if (json) {
      print(event);
    }
  }

  /** An event that was asked for: whoever reads them may have enough, or have no room. */
  public void print(Json event) throws IOException {
    try {
      print(event + "\n");
    } catch (IOException gone) {
      cutOff = true; // who has this exception tells of it
      throw gone;
    }
  }

  /** Text that was asked for. */
  public void print(String text) throws IOException {
    write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Bytes that were asked for. */
  public void write(ByteBuffer bytes) throws IOException {
    ByteBuffer onHeap = bytes.hasArray() ? bytes : copy(bytes); // most are: no garbage then
    int offset = onHeap.arrayOffset() + onHeap.position();
    try {
      synchronized (data) {
        data.write(onHeap.array(), offset, onHeap.remaining());
        data.flush();
      }
      bytes.position(bytes.limit());
    } catch (IOException e) {
      if (readerGone.getAsBoolean()) {
        throw new OutputClosedException(e);
      }
      throw new IOException("can't write to standard output: " + e.getMessage(), e);
    }
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
  }
}
