package switchboard.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests output that is not read, with amounts near the limit of the queue. */
class DroppingStreamTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** A pipe whose reader starts when {@code reading} is released. */
  private static final class Pipe extends OutputStream {
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch reading = new CountDownLatch(1);
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private volatile boolean closed;

    @Override
    public void write(int single) {
      throw new AssertionError("writes must not be split");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      writing.countDown();
      try {
        assertTrue(reading.await(LONG.toSeconds(), TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (closed) {
        throw new IOException("Broken pipe");
      }
      read.write(bytes, offset, length);
    }

    String text() {
      return read.toString(StandardCharsets.UTF_8);
    }
  }

  private final Pipe pipe = new Pipe();
  private final DroppingStream stream =
      new DroppingStream(pipe, lost -> lost + " messages were dropped");

  private void write(String text) throws IOException {
    stream.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void beforeItIsAServersWritesAreDirect() throws Exception {
    pipe.reading.countDown();
    write("direct");
    assertEquals("direct", pipe.text());
    stream.neverBlock();
    write(", queued");
    stream.finish(LONG);
    write(", direct again");
    assertEquals("direct, queued, direct again", pipe.text());
  }

  @Test
  void whatFitsTheQueueIsKeptAndOneByteMoreIsDroppedAndCounted() throws Exception {
    stream.neverBlock();
    write("1");
    assertTrue(pipe.writing.await(LONG.toSeconds(), TimeUnit.SECONDS));
    write("2".repeat(DroppingStream.BYTES_MAX - 2));
    write("3");
    write("4");
    write("5");
    pipe.reading.countDown();
    stream.finish(LONG);
    String text = pipe.text();
    assertTrue(text.endsWith("23" + "2 messages were dropped\n"), text.substring(1 << 20));
    assertEquals(DroppingStream.BYTES_MAX + "2 messages were dropped\n".length(), text.length());
  }

  @Test
  void finishingDoesNotWaitForEverAndLaterWritesDoNotBlock() throws Exception {
    stream.neverBlock();
    write("never read");
    stream.finish(Duration.ofMillis(10));
    for (int i = 0; i < 3; i++) {
      write("x".repeat(DroppingStream.BYTES_MAX));
    }
    assertEquals("", pipe.text());
    pipe.reading.countDown();
    stream.finish(LONG);
    assertTrue(pipe.text().startsWith("never read3 messages were dropped"), pipe.text());
  }

  @Test
  void whoseReaderHasGoneFailsFromTheNextWriteOn() throws Exception {
    stream.neverBlock();
    write("lost");
    pipe.closed = true;
    pipe.reading.countDown();
    stream.finish(LONG);
    stream.neverBlock();
    var failure = assertThrows(IOException.class, () -> write("more"));
    assertEquals("Broken pipe", failure.getMessage());
    assertFalse(pipe.text().contains("lost"));
  }
}
