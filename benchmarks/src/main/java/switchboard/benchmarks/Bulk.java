package switchboard.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.FileRange;
import switchboard.net.Network;

/**
 * Measures the throughput of one connection in one direction: from memory to memory like iperf3,
 * from a file, and into a file. The bytes of a file are copied through a buffer of the process, or
 * with transferFrom and transferTo by the kernel.
 */
final class Bulk implements Benchmark {
  private static final int PIECE_BYTES = 128 * 1024;
  private static final int FILE_BYTES = 256 << 20;
  private static final Pattern RECEIVED =
      Pattern.compile("\"sum_received\"\\s*:\\s*\\{.*?\"bits_per_second\"\\s*:\\s*([0-9.e+]+)");

  /** The combinations of source, target and engine that are measured. */
  private enum Way {
    MEMORY("memory to memory, epoll", "epoll", ServerKind.SWALLOW_EPOLL),
    MEMORY_NIO("memory to memory, nio", "nio", ServerKind.SWALLOW_NIO),
    FROM_FILE("file to memory, transferFrom", "epoll", ServerKind.SWALLOW_EPOLL) {
      @Override
      void send(Connection to, FileChannel file, ByteBuffer piece) throws IOException {
        to.transferFrom(FileRange.of(file, next(file), 16 * PIECE_BYTES));
      }
    },
    FROM_FILE_COPIED("file to memory, read and write", "epoll", ServerKind.SWALLOW_EPOLL) {
      @Override
      void send(Connection to, FileChannel file, ByteBuffer piece) throws IOException {
        file.read(piece.clear(), next(file));
        to.write(piece.flip());
      }
    },
    INTO_FILE("memory to file, transferTo", "epoll", ServerKind.INTO_FILE),
    INTO_FILE_COPIED("memory to file, read and write", "epoll", ServerKind.INTO_FILE_COPIED);

    private final String label;
    private final String engine;
    private final ServerKind receiver;

    Way(String label, String engine, ServerKind receiver) {
      this.label = label;
      this.engine = engine;
      this.receiver = receiver;
    }

    /**
     * Sends the piece {@code piece} from memory. A constant that sends from a file overrides this
     * method.
     */
    void send(Connection to, FileChannel file, ByteBuffer piece) throws IOException {
      to.write(piece.clear());
    }

    /** Returns the position of the next piece in the file: 0 again after the end of the file. */
    private static long next(FileChannel file) throws IOException {
      long now = file.position();
      long then = now + 16L * PIECE_BYTES;
      file.position(then < FILE_BYTES ? then : 0);
      return now;
    }
  }

  /** The results of one round. The processor times of iperf3 are unknown, and recorded as 0. */
  private record Measured(double gigabytesPerSecond, double sender, double receiver) {}

  @Override
  public String question() {
    return "throughput of one connection, from memory or a file into memory or a file, relative to iperf3";
  }

  @Override
  public void run(Effort effort, Report report) throws IOException, InterruptedException {
    Path path = Files.createTempFile("switchboard-bulk", ".bin");
    var found = new LinkedHashMap<String, List<Measured>>();
    try (var file =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      fill(file);
      for (int round = 0; round < effort.rounds(); round++) {
        try {
          add(found, "iperf3", Iperf.measured(effort));
        } catch (IOException missing) {
          System.err.println("iperf3 is skipped: " + missing.getMessage());
        }
        for (Way way : effort.some(List.of(Way.values()))) {
          add(found, way.label, measured(way, file, effort));
        }
      }
    }
    report.head("stream", "GB/s", "times iperf3", "sender's s a GB", "receiver's s a GB");
    found.forEach((label, each) ->
        report.row(
            label,
            spread(each, Measured::gigabytesPerSecond),
            times(each, found),
            spread(each, Measured::sender),
            spread(each, Measured::receiver)));
  }

  private static void fill(FileChannel file) throws IOException {
    var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    for (long at = 0; at < FILE_BYTES; at += PIECE_BYTES) {
      file.write(piece.clear(), at);
    }
  }

  private static void add(Map<String, List<Measured>> found, String label, Measured measured) {
    found.computeIfAbsent(label, _ -> new ArrayList<>()).add(measured);
  }

  private static Object spread(List<Measured> all, Function<Measured, Double> value) {
    List<Double> values = all.stream().map(value).toList();
    return values.contains(0.0) ? "–" : Spread.of(values);
  }

  private static Object times(List<Measured> all, Map<String, List<Measured>> found) {
    List<Measured> base = found.get("iperf3");
    if (base == null) {
      return "–";
    }
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < all.size(); round++) {
      ratios.add(all.get(round).gigabytesPerSecond / base.get(round).gigabytesPerSecond);
    }
    return Spread.of(ratios);
  }

  private static Measured measured(Way way, FileChannel file, Effort effort) throws IOException {
    try (var receiver = ServerProcess.start(way.receiver, effort);
        Network network = Network.open(way.engine);
        Connection to = network.connect(Endpoint.tcp("127.0.0.1", receiver.address().getPort()))) {
      var piece = ByteBuffer.allocateDirect(PIECE_BYTES);
      send(way, to, file, piece, effort.window().dividedBy(2)); // a warm-up, which is not measured
      long received = receiver.processorNanos();
      long sent = processorNanos();
      long start = System.nanoTime();
      double gigabytes = send(way, to, file, piece, effort.window()) / 1e9;
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Measured(
          gigabytes / seconds,
          (processorNanos() - sent) / 1e9 / gigabytes,
          receiver.processorNanosSince(received) / 1e9 / gigabytes);
    }
  }

  /**
   * Sends for {@code time}. Returns the number of bytes sent, including bytes that are still in the
   * buffers of the kernel.
   */
  private static long send(
      Way way, Connection to, FileChannel file, ByteBuffer piece, Duration time)
      throws IOException {
    long bytes = 0;
    for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
      way.send(to, file, piece);
      bytes += way == Way.FROM_FILE ? 16 * PIECE_BYTES : PIECE_BYTES;
    }
    return bytes;
  }

  private static long processorNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  /** One run of iperf3. Its client runs on the core of the load generator. */
  private static final class Iperf {
    private static final int TRIES = 20;
    private static final long PAUSE_NANOS = 50_000_000;

    private Iperf() {}

    static Measured measured(Effort effort) throws IOException, InterruptedException {
      String output = "";
      for (int tries = 0; tries < TRIES; tries++) { // until the server is ready
        output = run(effort);
        Matcher rate = RECEIVED.matcher(output.replace('\n', ' '));
        if (rate.find()) {
          return new Measured(Double.parseDouble(rate.group(1)) / 8e9, 0, 0);
        }
      }
      throw new IOException("iperf3: no result in its output: " + output);
    }

    private static String run(Effort effort) throws IOException, InterruptedException {
      String port = String.valueOf(freePort());
      var serve = List.of("iperf3", "-s", "-1", "-B", "127.0.0.1", "-p", port);
      var server =
          new ProcessBuilder(effort.cores().alone(serve)).redirectOutput(Redirect.DISCARD).start();
      try {
        return client(port, Math.max(1, effort.window().toSeconds()));
      } finally {
        server.destroy();
        server.waitFor();
      }
    }

    /**
     * Runs the client of iperf3 repeatedly until the server of iperf3 listens. Returns the output
     * of the client.
     */
    private static String client(String port, long seconds)
        throws IOException, InterruptedException {
      String time = String.valueOf(seconds);
      for (int tries = 1; ; tries++) {
        var client =
            new ProcessBuilder(
                    "iperf3", "-c", "127.0.0.1", "-p", port, "-t", time, "-l", "128K", "-J")
                .start();
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (client.waitFor() == 0 || tries == TRIES) {
          return output;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }

    private static int freePort() throws IOException {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }
  }
}
