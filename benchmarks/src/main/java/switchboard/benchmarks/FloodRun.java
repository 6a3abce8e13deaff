package switchboard.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Floods a server, and measures the round trips of another connection to the server at the same
 * time. Uses only sockets of the JDK.
 */
final class FloodRun implements AutoCloseable {
  private static final int PIECE_BYTES = 64 * 1024;
  private static final int PING_BYTES = 64;
  private static final long PAUSE_NANOS = 3_000_000;
  private static final Duration SETTLED = Duration.ofMillis(300);
  private static final int TIMEOUT_MILLIS = 10_000;

  private final int port;
  private final List<Socket> sockets = new ArrayList<>();
  private final LongAdder moved = new LongAdder();
  private final Socket pinging;

  /**
   * The results of a run: the round-trip times in nanoseconds, in ascending order, and the
   * throughput of the flood in bytes per second.
   */
  record Found(List<Long> roundTrips, double bytesPerSecond) {
    double millis(double share) {
      int last = roundTrips.size() - 1;
      return roundTrips.get((int) Math.min(last, share * roundTrips.size())) / 1e6;
    }
  }

  FloodRun(int port) throws IOException {
    this.port = port;
    this.pinging = connect(Flood.PING);
    pinging.setTcpNoDelay(true);
    pinging.setSoTimeout(TIMEOUT_MILLIS);
    ping();
  }

  private Socket connect(char opening) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    sockets.add(socket);
    socket.getOutputStream().write(opening);
    return socket;
  }

  /**
   * Floods the server from {@code peers} connections and measures round trips for {@code time}. A
   * request without an answer is recorded as a round trip of 10 s.
   */
  Found measure(Flood flood, int peers, Duration time) throws IOException {
    for (int i = 0; i < peers; i++) {
      Socket peer = connect(flood.opening());
      if (flood.sends()) {
        start(() -> send(peer, flood));
      }
      if (flood.reads()) {
        start(() -> receive(peer, !flood.sends()));
      }
    }
    LockSupport.parkNanos(SETTLED.toNanos());
    var roundTrips = new ArrayList<Long>();
    long before = moved.sum();
    long start = System.nanoTime();
    long now = start;
    while (now - start < time.toNanos()) {
      try {
        ping();
      } catch (SocketTimeoutException starved) {
        roundTrips.add(Duration.ofMillis(TIMEOUT_MILLIS).toNanos());
        break;
      }
      roundTrips.add(System.nanoTime() - now);
      LockSupport.parkNanos(PAUSE_NANOS);
      now = System.nanoTime();
    }
    double bytes = moved.sum() - before;
    roundTrips.sort(null);
    return new Found(roundTrips, bytes * 1e9 / (System.nanoTime() - start));
  }

  private void ping() throws IOException {
    pinging.getOutputStream().write(new byte[PING_BYTES]);
    if (pinging.getInputStream().readNBytes(PING_BYTES).length < PING_BYTES) {
      throw new EOFException("the server closed the connection");
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void start(Step step) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            step.run();
          } catch (IOException closed) {
            // Expected: the run has ended.
          }
        });
  }

  private void send(Socket peer, Flood flood) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    if (flood == Flood.CHAT) {
      for (int i = 63; i < piece.length; i += 64) {
        piece[i] = '\n';
      }
    }
    OutputStream out = peer.getOutputStream();
    while (!peer.isClosed()) {
      out.write(piece);
      moved.add(piece.length);
    }
  }

  private void receive(Socket peer, boolean counts) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    for (int count = 0; count >= 0; count = peer.getInputStream().read(piece)) {
      moved.add(counts ? count : 0);
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
