package switchboard.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import switchboard.net.Connection;
import switchboard.net.Network;

/**
 * One connection of a load. In a closed loop one thread speaks and listens in turn; in an open one
 * a second thread listens, so that nothing that comes back delays what is due.
 */
final class Caller {
  private static final int ROUND_MAX = 1 << 20;

  private final Load load;
  private final Connection connection;
  private final int number;
  private final int bytes;
  private final int depth;

  /** When each message on its way was sent, or due; a slot is used again when it has come back. */
  private final long[] startNanos;

  /** Written by the thread that speaks, read by the one that listens. */
  private volatile long said;

  private volatile long heard;
  private volatile boolean done;

  Caller(Load load, Connection connection, int number) {
    this.load = load;
    this.connection = connection;
    this.number = number;
    this.bytes = load.plan().bytes();
    // Whoever speaks on time may be far ahead of an echo that stands still.
    this.depth =
        load.plan().isOpenLoop() ? Math.max(load.plan().depth(), 1024) : load.plan().depth();
    this.startNanos = new long[depth];
  }

  List<Thread> start(Network network) {
    Thread.Builder.OfVirtual threads = network.loopThread().name("bench " + number);
    return load.plan().isOpenLoop()
        ? List.of(
            threads.start(() -> tried(this::speakOnTime)), threads.start(() -> tried(this::listen)))
        : List.of(threads.start(() -> tried(this::takeTurns)));
  }

  private interface Step {
    void run() throws IOException;
  }

  private void tried(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      load.ended(connection, e);
    }
  }

  private void takeTurns() throws IOException {
    int together = Math.max(1, Math.min(depth, ROUND_MAX / bytes));
    var out = ByteBuffer.allocateDirect(together * bytes);
    var in = ByteBuffer.allocateDirect(together * bytes);
    say(out, together);
    while (heard < said) {
      int back = hear(in);
      if (!load.isStopping()) {
        say(out, back);
      }
    }
  }

  private void say(ByteBuffer out, int count) throws IOException {
    if (count > 0) {
      out.clear();
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        put(out, now);
      }
      connection.write(out.flip());
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

  /** How many whole messages have come; at least some bytes of one. */
  private int hear(ByteBuffer in) throws IOException {
    if (connection.read(in) < 0) {
      throw new NotEchoedException(
          "the other side has ended the stream with " + (said - heard) + " answers missing");
    }
    in.flip();
    long now = System.nanoTime();
    int back = 0;
    for (; in.remaining() >= bytes; back++) {
      long which = in.getLong(in.position());
      if (which != heard) {
        throw new NotEchoedException("no echo: message " + heard + " came back as another");
      }
      load.cameBack(now - startNanos[(int) (which % depth)]);
      in.position(in.position() + bytes);
      heard = which + 1;
    }
    in.compact();
    return back;
  }

  /** Each caller has his share of the rate, and callers begin one after the other. */
  private void speakOnTime() throws IOException {
    int connections = load.plan().connections();
    double everyNanos = 1e9 * connections / load.plan().perSecond();
    double due = System.nanoTime() + everyNanos * number / connections;
    var out = ByteBuffer.allocateDirect(bytes);
    try {
      while (!load.isStopping()) {
        Load.parkUntil((long) due);
        while (said - heard >= depth && !load.isStopping()) {
          Load.parkUntil(
              System.nanoTime() + 1_000_000); // the echo stands still: so late it will be
        }
        out.clear();
        put(out, (long) due);
        connection.write(out.flip());
        due += everyNanos;
      }
    } finally {
      done = true;
    }
  }

  private void listen() throws IOException {
    var in = ByteBuffer.allocateDirect(Math.max(bytes, 16 * 1024));
    while (!done || heard < said) {
      hear(in);
    }
  }

  /** In an open loop whoever listens may wait for nothing: the echo hears the end, and ends. */
  void end() {
    if (load.plan().isOpenLoop()) {
      try {
        connection.shutdownOutput();
      } catch (IOException gone) {
        connection.abort();
      }
    }
  }

  void hangUp() {
    connection.close();
  }
}
