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
 * One connection of a load. In a closed loop one thread sends a message and receives its answer, in
 * turn. In an open loop a second thread receives, so that no answer delays a message that is due.
 * The thread of the load checks its progress, and ends it when no answer arrives in time.
 */
final class LoadConnection {
  private static final int ROUND_MAX = 1 << 20;

  private final LoadGenerator load;
  private final int number;
  private final int bytes;
  private final int depth;

  /** When each outstanding message was sent, or due; a slot is used again when it has come back. */
  private final long[] startNanos;

  private final AtomicReference<@Nullable FailureCause> failure = new AtomicReference<>();
  private volatile @Nullable Connection connection;

  /** Written by the thread that sends, read by the one that receives. */
  private volatile long said;

  private volatile long heard;

  /** Whether the sending thread has ended, so that {@link #said} is final. */
  private volatile boolean done;

  // Confined to the thread of the load.
  private long seenHeard = -1;
  private long seenNanos;

  LoadConnection(LoadGenerator load, int number) {
    this.load = load;
    this.number = number;
    this.bytes = load.plan().bytes();
    // A sender that keeps to its time may be far ahead of an echo that stalls.
    this.depth =
        load.plan().isOpenLoop() ? Math.max(load.plan().depth(), 1024) : load.plan().depth();
    this.startNanos = new long[depth];
  }

  /** Connects within the thread's deadlines, or counts as failed. */
  void connect(Network network) {
    tried(() -> connection = network.connect(load.plan().endpoint()));
  }

  /** Starts its threads; none if it is not connected. */
  List<Thread> start(Network network) {
    Connection connected = connection;
    if (connected == null) {
      return List.of();
    }
    Thread.Builder.OfVirtual threads = network.eventLoopThread().name("bench " + number);
    return load.plan().isOpenLoop()
        ? List.of(
            threads.start(() -> tried(() -> sendOnTime(connected))),
            threads.start(() -> tried(() -> receive(connected))))
        : List.of(threads.start(() -> tried(() -> takeTurns(connected))));
  }

  private interface Step {
    void run() throws IOException;
  }

  /** An exception that nobody expected is a failed connection too: its thread must not just end. */
  private void tried(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(new IOException(e.toString(), e));
    }
  }

  /** The first failure counts; those that follow from it, such as a read that it closed, do not. */
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

  private void takeTurns(Connection connected) throws IOException {
    int together = Math.max(1, Math.min(depth, ROUND_MAX / bytes));
    var out = ByteBuffer.allocateDirect(together * bytes);
    var in = ByteBuffer.allocateDirect(together * bytes);
    try {
      say(connected, out, together);
      while (heard < said) {
        int back = hear(connected, in);
        if (!load.isStopping()) {
          say(connected, out, back);
        }
      }
    } finally {
      done = true;
    }
  }

  private void say(Connection connected, ByteBuffer out, int count) throws IOException {
    if (count > 0) {
      out.clear();
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        put(out, now);
      }
      connected.write(out.flip());
    }
  }

  /** A message is its number, and room. */
  private void put(ByteBuffer out, long startedNanos) {
    long which = said;
    startNanos[(int) (which % depth)] = startedNanos;
    int first = out.position();
    out.putLong(first, which).position(first + bytes);
    said = which + 1;
  }

  /** Receives at least a byte, and returns how many complete messages have come. */
  private int hear(Connection connected, ByteBuffer in) throws IOException {
    if (connected.read(in) < 0) {
      throw endOfStream(in);
    }
    in.flip();
    long now = System.nanoTime();
    int back = 0;
    for (; in.remaining() >= bytes; back++) {
      long which = in.getLong(in.position());
      if (which != heard || which >= said) {
        throw wrong();
      }
      load.cameBack(now - startNanos[(int) (which % depth)]);
      in.position(in.position() + bytes);
      heard = which + 1;
    }
    in.compact();
    return back;
  }

  private WrongEchoException wrong() {
    return new WrongEchoException("message " + heard + " came back as something else");
  }

  /** The beginning of a message tells a wrong answer from an echo that has ended early. */
  private IOException endOfStream(ByteBuffer in) {
    byte[] expected = ByteBuffer.allocate(Long.BYTES).putLong(heard).array();
    for (int i = 0; i < Math.min(in.position(), expected.length); i++) {
      if (in.get(i) != expected[i]) {
        return wrong();
      }
    }
    return new FailureCause.ClosedByServerException(
        "the server closed a connection with " + (said - heard) + " answers missing");
  }

  /** Each caller has its share of the rate, and callers begin one after the other. */
  private void sendOnTime(Connection connected) throws IOException {
    int connections = load.plan().connections();
    double everyNanos = 1e9 * connections / load.plan().perSecond();
    double due = System.nanoTime() + everyNanos * number / connections;
    var out = ByteBuffer.allocateDirect(bytes);
    try {
      while (load.parkUntil((long) due)) {
        while (said - heard >= depth) { // the echo stalls, and the message gets that much later
          if (!load.parkUntil(System.nanoTime() + 1_000_000)) {
            return;
          }
        }
        out.clear();
        put(out, (long) due);
        connected.write(out.flip());
        due += everyNanos;
      }
    } finally {
      done = true;
    }
  }

  private void receive(Connection connected) throws IOException {
    var in = ByteBuffer.allocateDirect(Math.max(bytes, 16 * 1024));
    while (!done || heard < said) {
      hear(connected, in);
    }
  }

  /** Whether it is connected and has not failed. */
  boolean isLeft() {
    return connection != null && failure.get() == null;
  }

  /** Whether messages are still to be sent, or answers to come. */
  boolean isWaiting() {
    return isLeft() && (!done || heard < said);
  }

  /** Counts as failed if answers are missing and none has come for {@code timeoutNanos}. */
  void checkProgress(long nowNanos, long timeoutNanos) {
    long came = heard;
    if (came != seenHeard || came >= said) {
      seenHeard = came;
      seenNanos = nowNanos;
    } else if (nowNanos - seenNanos > timeoutNanos) {
      timeOut();
    }
  }

  /** Counts as failed, since no answer came in time. */
  void timeOut() {
    fail(
        new SocketTimeoutException(
            "no answer came for " + load.plan().timeout().toMillis() / 1e3 + " s"));
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
