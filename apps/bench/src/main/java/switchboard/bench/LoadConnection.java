package switchboard.bench;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Network;

/**
 * One connection of a load test. In a closed loop (the next message is sent when a reply has
 * arrived), one thread alternately sends messages and receives the replies. In an open loop
 * (messages are sent at a fixed rate), a second thread receives the replies, so that a missing
 * reply does not delay the next message. The thread that called {@link LoadGenerator#run} checks
 * the progress of the connection, and ends the connection when no reply arrives within the timeout
 * of the {@link LoadPlan}.
 */
final class LoadConnection {
  /** The maximum number of bytes in one write. */
  private static final int WRITE_BYTES_MAX = 1 << 20;

  private final LoadGenerator load;
  private final int number;
  private final int bytes;
  private final int depth;

  /**
   * For each outstanding message, the time at which it was sent (closed loop) or due (open loop).
   * Message {@code n} uses entry {@code n % depth}.
   */
  private final long[] startNanos;

  private final AtomicReference<@Nullable FailureCause> failure = new AtomicReference<>();
  private volatile @Nullable Connection connection;

  /**
   * The number of messages sent. Written by the sending thread, and read by the receiving thread.
   */
  private volatile long sent;

  /** The number of replies received. Written by the receiving thread. */
  private volatile long received;

  /** Whether the sending thread has ended, so that {@link #sent} is final. */
  private volatile boolean done;

  // The number of replies that checkProgress has seen, and the time at which it saw a new reply;
  // confined to the thread of the load generator.
  private long seenReceived = -1;
  private long seenNanos;

  LoadConnection(LoadGenerator load, int number) {
    this.load = load;
    this.number = number;
    this.bytes = load.plan().bytes();
    // In an open loop, many messages may be due while the server stalls.
    this.depth =
        load.plan().isOpenLoop() ? Math.max(load.plan().depth(), 1024) : load.plan().depth();
    this.startNanos = new long[depth];
  }

  /**
   * Connects to the server. A deadline of the calling thread limits the time for this. If
   * connecting fails, records the connection as failed.
   */
  void connect(Network network) {
    countingFailure(() -> connection = network.connect(load.plan().endpoint()));
  }

  /**
   * Starts the threads of this connection and returns them. Returns an empty list if the connection
   * was not established.
   */
  List<Thread> start(Network network) {
    Connection connected = connection;
    if (connected == null) {
      return List.of();
    }
    Thread.Builder.OfVirtual threads = network.eventLoopThread().name("bench " + number);
    return load.plan().isOpenLoop()
        ? List.of(
            threads.start(() -> countingFailure(() -> sendAtRate(connected))),
            threads.start(() -> countingFailure(() -> receive(connected))))
        : List.of(threads.start(() -> countingFailure(() -> runClosedLoop(connected))));
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Runs a step. If the step throws any exception or error, records the connection as failed. */
  private void countingFailure(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(new IOException(e.toString(), e));
    }
  }

  /**
   * Records the first failure and resets the connection. Ignores further failures, because they
   * result from the reset.
   */
  private void fail(IOException reason) {
    FailureCause cause = FailureCause.of(reason);
    if (!load.isOver() && failure.compareAndSet(null, cause)) {
      load.failed(cause, reason);
      Connection open = connection;
      if (open != null) {
        open.abort();
      }
    }
  }

  private void runClosedLoop(Connection connected) throws IOException {
    int batch = Math.max(1, Math.min(depth, WRITE_BYTES_MAX / bytes));
    var out = ByteBuffer.allocateDirect(batch * bytes);
    var in = ByteBuffer.allocateDirect(batch * bytes);
    try {
      send(connected, out, batch);
      while (received < sent) {
        int back = receiveSome(connected, in);
        if (!load.isStopping()) {
          send(connected, out, back);
        }
      }
    } finally {
      done = true;
    }
  }

  private void send(Connection connected, ByteBuffer out, int count) throws IOException {
    if (count > 0) {
      out.clear();
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        put(out, now);
      }
      connected.write(out.flip());
    }
  }

  /** Puts the next message into the buffer: the number of the message, and padding. */
  private void put(ByteBuffer out, long startedNanos) {
    long which = sent;
    startNanos[(int) (which % depth)] = startedNanos;
    int first = out.position();
    out.putLong(first, which).position(first + bytes);
    sent = which + 1;
  }

  /** Receives at least one byte, and returns the number of complete messages that have arrived. */
  private int receiveSome(Connection connected, ByteBuffer in) throws IOException {
    if (connected.read(in) < 0) {
      throw endOfStream(in);
    }
    in.flip();
    long now = System.nanoTime();
    int back = 0;
    for (; in.remaining() >= bytes; back++) {
      long which = in.getLong(in.position());
      if (which != received || which >= sent) {
        throw wrong();
      }
      load.cameBack(now - startNanos[(int) (which % depth)]);
      in.position(in.position() + bytes);
      received = which + 1;
    }
    in.compact();
    return back;
  }

  private WrongEchoException wrong() {
    return new WrongEchoException("the reply to message " + received + " differs from the message");
  }

  /**
   * Returns the failure to report at EOF: a wrong reply, if the bytes of an incomplete reply differ
   * from the message; otherwise, that the server has closed the connection.
   */
  private IOException endOfStream(ByteBuffer in) {
    byte[] expected = ByteBuffer.allocate(Long.BYTES).putLong(received).array();
    for (int i = 0; i < Math.min(in.position(), expected.length); i++) {
      if (in.get(i) != expected[i]) {
        return wrong();
      }
    }
    return new FailureCause.ClosedByServerException(
        "the server closed a connection with " + (sent - received) + " replies outstanding");
  }

  /**
   * Sends messages at this connection's share of the total rate. The connections start at different
   * times, so that their messages are spread evenly.
   */
  private void sendAtRate(Connection connected) throws IOException {
    int connections = load.plan().connections();
    double intervalNanos = 1e9 * connections / load.plan().perSecond();
    double due = System.nanoTime() + intervalNanos * number / connections;
    var out = ByteBuffer.allocateDirect(bytes);
    try {
      while (load.parkUntil((long) due)) {
        while (sent - received
            >= depth) { // the server stalls; the latency of the message includes this wait
          if (!load.parkUntil(System.nanoTime() + 1_000_000)) {
            return;
          }
        }
        out.clear();
        put(out, (long) due);
        connected.write(out.flip());
        due += intervalNanos;
      }
    } finally {
      done = true;
    }
  }

  private void receive(Connection connected) throws IOException {
    var in = ByteBuffer.allocateDirect(Math.max(bytes, 16 * 1024));
    while (!done || received < sent) {
      receiveSome(connected, in);
    }
  }

  /** Returns whether this connection was established and has not failed. */
  boolean isLeft() {
    return connection != null && failure.get() == null;
  }

  /** Returns whether this connection still has messages to send, or replies are outstanding. */
  boolean isWaiting() {
    return isLeft() && (!done || received < sent);
  }

  /**
   * Records this connection as failed if replies are outstanding and no reply has arrived for
   * {@code timeoutNanos}.
   */
  void checkProgress(long nowNanos, long timeoutNanos) {
    long current = received;
    if (current != seenReceived || current >= sent) {
      seenReceived = current;
      seenNanos = nowNanos;
    } else if (nowNanos - seenNanos > timeoutNanos) {
      timeOut();
    }
  }

  /** Records this connection as failed, because no reply arrived within the timeout. */
  void timeOut() {
    fail(
        new SocketTimeoutException(
            "no reply for " + load.plan().timeout().toMillis() / 1e3 + " s"));
  }

  @Nullable FailureCause failure() {
    return failure.get();
  }

  void hangUp() {
    Connection open = connection;
    if (open != null) {
      open.close();
    }
  }
}
