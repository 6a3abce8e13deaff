package switchboard.net.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.OutputBrokenException;
import switchboard.net.Pipes;
import switchboard.net.Readiness;
import switchboard.net.SocketClosedException;

/** Tests a connection over two blocking streams of the JDK, such as standard input and output. */
class ThreadPumpedStreamTest {
  private final CountDownLatch stop = new CountDownLatch(1);

  /** A stream whose reads block until the test ends. */
  private final class Quiet extends InputStream {
    @Override
    public int read() throws IOException {
      await();
      return -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }
  }

  /** A stream whose writes block until the test ends. */
  private final class Stuck extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      await();
    }
  }

  private void await() throws IOException {
    try {
      if (!stop.await(20, TimeUnit.SECONDS)) {
        throw new IOException("the test has not ended in time");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Connection over(InputStream in, OutputStream out) {
    return Pipes.connection(in, out);
  }

  @Test
  void whatComesInIsReadToTheEnd() throws Exception {
    var in = new ByteArrayInputStream("one\ntwo\n".getBytes(UTF_8));
    try (Connection connection = over(in, OutputStream.nullOutputStream())) {
      assertEquals("one", connection.source().readLine(10));
      assertEquals("two", connection.source().readLine(10));
      assertEquals(null, connection.source().readLine(10));
    }
  }

  @Test
  void shutdownOutputReturnsOnceEverythingIsOut() throws Exception {
    var out = new ByteArrayOutputStream();
    try (Connection connection = over(new Quiet(), out)) {
      connection.write(ByteBuffer.allocate(200_000));
      connection.sink().writeLine("bye").shutdownOutput();
      assertEquals(200_004, out.size());
      assertThrows(OutputBrokenException.class, () -> connection.write(ByteBuffer.allocate(1)));
    } finally {
      stop.countDown();
    }
  }

  @Test
  void aDeadlineCutsAReadFromAStreamThatSaysNothing() throws Exception {
    try (Connection connection = over(new Quiet(), OutputStream.nullOutputStream())) {
      try (var _ = Deadline.after(Duration.ofMillis(10))) {
        assertThrows(
            DeadlineExceededException.class, () -> connection.read(ByteBuffer.allocate(1)));
      }
      assertTrue(Readiness.select(List.of(connection), List.of(), Duration.ZERO).isEmpty());
      assertTrue(connection.isOpen());
    } finally {
      stop.countDown();
    }
  }

  @Test
  void closeWakesAReaderAndAWriter() throws Exception {
    for (boolean orderly : new boolean[] {true, false}) {
      Connection connection = over(new Quiet(), new Stuck());
      CompletableFuture<Void> reader = start(() -> connection.read(ByteBuffer.allocate(1)));
      CompletableFuture<Void> writer = start(() -> fill(connection));
      assertEquals(0, firstRefusal(connection));
      if (orderly) {
        connection.close();
      } else {
        connection.abort();
      }
      assertClosed(reader);
      assertClosed(writer);
      assertFalse(connection.isOpen());
    }
    stop.countDown();
  }

  @Test
  void eachStreamIsClosedWhenItsDirectionHasEnded() throws Exception {
    Process cat = new ProcessBuilder("cat").start();
    try (Connection connection = Pipes.connection(cat.getInputStream(), cat.getOutputStream())) {
      connection.sink().writeLine("hello").shutdownOutput(); // EOF, so that cat exits
      assertEquals("hello", connection.source().readLine(10));
      assertEquals(null, connection.source().readLine(10));
      assertEquals(0, cat.waitFor());
    }
    Process yes = new ProcessBuilder("yes").start();
    try (Connection connection = Pipes.connection(yes.getInputStream(), yes.getOutputStream())) {
      assertEquals("y", connection.source().readLine(10));
      connection
          .shutdownInput(); // closes the reading end of the pipe, so that yes fails with EPIPE
      assertTrue(yes.waitFor(20, TimeUnit.SECONDS), "the process does not exit");
    } finally {
      yes.destroyForcibly();
    }
  }

  @Test
  void anInputThatNobodyHasReadIsClosedTooButAnAbortDoesNotEndTheOutput() throws Exception {
    var in = new Counted();
    var out = new Watched();
    over(in, OutputStream.nullOutputStream()).close();
    assertEquals(1, in.closed);
    Connection connection = over(new Counted(), out);
    connection.write(ByteBuffer.allocate(1));
    connection.abort();
    assertFalse(out.closed.await(50, TimeUnit.MILLISECONDS));
  }

  /** A stream that counts how often it was closed. */
  private static final class Counted extends InputStream {
    private int closed;

    @Override
    public int read() {
      return -1;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  /** A stream that signals that it was closed. */
  private static final class Watched extends OutputStream {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void write(int value) {}

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static CompletableFuture<Void> start(Step step) {
    var done = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            step.run();
            done.complete(null);
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private static void fill(Connection connection) throws IOException {
    while (true) {
      connection.write(ByteBuffer.allocate(10_000));
    }
  }

  /** Writes until the connection accepts no more bytes. */
  private static int firstRefusal(Connection connection) throws IOException {
    int taken;
    do {
      taken = connection.tryWrite(ByteBuffer.allocate(10_000));
    } while (taken > 0);
    return taken;
  }

  private static void assertClosed(CompletableFuture<Void> done) {
    var failed = assertThrows(ExecutionException.class, () -> done.get(10, TimeUnit.SECONDS));
    assertEquals(SocketClosedException.class, classOf(failed));
  }

  private static Class<?> classOf(ExecutionException failed) {
    Throwable cause = failed.getCause();
    return cause == null ? failed.getClass() : cause.getClass();
  }

  @Test
  void aStreamThatFailsInAnyWayEndsItsReaderAndItsWriter() throws Exception {
    for (Throwable failure : List.of(new IllegalStateException("broken"), new AssertionError())) {
      try (Connection connection = over(new Failing(failure), new FailingToWrite(failure));
          var _ = Deadline.after(Duration.ofSeconds(10))) {
        assertThrows(ConnectionLostException.class, () -> connection.read(ByteBuffer.allocate(1)));
        assertThrows(ConnectionLostException.class, () -> connection.write(ByteBuffer.allocate(1)));
      }
    }
  }

  private static IOException thrown(Throwable failure) throws IOException {
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IOException(failure);
    }
  }

  private static final class Failing extends InputStream {
    private final Throwable failure;

    Failing(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      throw thrown(failure);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      throw thrown(failure);
    }
  }

  private static final class FailingToWrite extends OutputStream {
    private final Throwable failure;

    FailingToWrite(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public void write(int value) throws IOException {
      throw thrown(failure);
    }
  }
}
