package switchboard.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The output of the program: data and JSON events on standard output, messages on standard error.
 * Thread-safe; the bytes of concurrent messages and events are not mixed.
 */
public final class Console {
  private final DroppingStream data;
  private final DroppingStream diagnostics;
  private final BooleanSupplier readerGone;
  private final PrintStream errors;
  private volatile boolean json;
  private volatile boolean verbose;

  /** Whether an event could not be written. If so, all events after this event are dropped. */
  private volatile boolean eventsFailed;

  /**
   * Creates a console on two unbuffered streams. Every failed write is treated as an error: this
   * console never assumes that the reader has closed standard output.
   *
   * @param data standard output
   * @param errors standard error
   */
  public Console(OutputStream data, OutputStream errors) {
    this(data, errors, () -> false);
  }

  /**
   * Creates a console on two unbuffered streams.
   *
   * @param data standard output
   * @param errors standard error
   * @param readerGone called after a failed write to {@code data}: returns whether the write failed
   *     because the reader has closed standard output. The exception of the JDK does not show the
   *     cause reliably, because the message of the exception is localized.
   */
  public Console(OutputStream data, OutputStream errors, BooleanSupplier readerGone) {
    this.readerGone = readerGone;
    this.data =
        new DroppingStream(data, lost -> Json.event("dropped").with("events", lost).toString());
    this.diagnostics =
        new DroppingStream(
            errors,
            lost ->
                "warning: " + lost + " messages were dropped, because standard error was not read");
    this.errors = new PrintStream(diagnostics, false, StandardCharsets.UTF_8);
  }

  /**
   * Makes all further output non-blocking, for servers. While a reader does not read, messages and
   * events are queued. While the queue is full, further messages and events are dropped and
   * counted.
   */
  public void neverBlock() {
    data.neverBlock();
    diagnostics.neverBlock();
  }

  /**
   * Ends the effect of {@link #neverBlock}. Blocks until the queued output is written, for at most
   * {@code timeout} for standard output, and then for at most {@code timeout} for standard error.
   */
  public void finish(Duration timeout) {
    data.finish(timeout);
    diagnostics.finish(timeout);
  }

  /** Sets whether JSON events are printed instead of text. */
  public void setJson(boolean on) {
    json = on;
  }

  /** Returns whether JSON events are printed instead of text. */
  public boolean isJson() {
    return json;
  }

  /** Sets whether more messages are printed, as requested with {@code --verbose}. */
  public void setVerbose(boolean on) {
    verbose = on;
  }

  /** Returns whether more messages are printed, as requested with {@code --verbose}. */
  public boolean isVerbose() {
    return verbose;
  }

  /** Prints a line on standard error. */
  public void say(String sentence) {
    prompt(sentence + "\n");
  }

  /** Prints text on standard error without a line terminator. */
  public void prompt(String words) {
    byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
    errors.write(bytes, 0, bytes.length); // one write: threads do not mix their lines
    errors.flush();
  }

  /** Prints a stack trace on standard error. */
  public void trace(Throwable failure) {
    failure.printStackTrace(errors);
    errors.flush();
  }

  /**
   * Prints an event if JSON is enabled, and never throws. This method is for commands that continue
   * even if events cannot be written, such as servers. The first failed write is reported on
   * standard error, and all events after the failed event are dropped.
   */
  public void event(Json event) {
    if (json && !eventsFailed) {
      try {
        print(event);
      } catch (IOException e) {
        say("warning: no more events are written: " + e.getMessage());
      }
    }
  }

  /**
   * Prints an event that is the result of the command, if JSON is enabled.
   *
   * @throws OutputClosedException if the reader has closed standard output
   * @throws IOException if standard output fails otherwise
   */
  public void result(Json event) throws IOException {
    if (json) {
      print(event);
    }
  }

  /**
   * Prints an event, whether or not JSON is enabled.
   *
   * @throws OutputClosedException if the reader has closed standard output
   * @throws IOException if standard output fails otherwise
   */
  public void print(Json event) throws IOException {
    try {
      print(event + "\n");
    } catch (IOException e) {
      eventsFailed = true; // the caller reports the exception
      throw e;
    }
  }

  /**
   * Prints text on standard output.
   *
   * @throws OutputClosedException if the reader has closed standard output
   * @throws IOException if standard output fails otherwise
   */
  public void print(String text) throws IOException {
    write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes bytes to standard output and consumes {@code bytes}. Blocks until they are written.
   *
   * @throws OutputClosedException if the reader has closed standard output
   * @throws IOException if standard output fails otherwise
   */
  public void write(ByteBuffer bytes) throws IOException {
    ByteBuffer onHeap = bytes.hasArray() ? bytes : copy(bytes); // avoids a copy in most cases
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
