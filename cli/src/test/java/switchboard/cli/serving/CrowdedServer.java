package switchboard.cli.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import switchboard.cli.Main;
import switchboard.cli.Processes;

/** A server process with a small heap, its clients, and its use of memory and descriptors. */
final class CrowdedServer implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final int DESCRIPTORS_KEPT_MAX = 10;
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  private final Processes processes;
  private final Process server;
  private final String endpoint;
  private long bytesBefore;
  private int descriptorsBefore;

  private CrowdedServer(Processes processes, Process server) throws IOException {
    this.processes = processes;
    this.server = server;
    this.endpoint = listening(server);
    processes.discard(server);
  }

  /**
   * Starts a server.
   *
   * @param heap an option such as {@code -Xmx64m}
   */
  static CrowdedServer start(String heap, String... arguments) throws IOException {
    var processes = new Processes();
    try {
      return new CrowdedServer(processes, processes.java(heap, Main.class, arguments));
    } catch (Throwable failure) {
      processes.close();
      throw failure;
    }
  }

  /** Returns the endpoint in the line {@code listening on ENDPOINT}, and skips other lines. */
  private static String listening(Process server) throws IOException {
    String before = "listening on ";
    String line = server.errorReader().readLine();
    while (line != null && !line.startsWith(before)) {
      line = server.errorReader().readLine();
    }
    assertNotNull(line, "the server does not listen");
    return line.substring(before.length());
  }

  String endpoint() {
    return endpoint;
  }

  /** Measures the memory and descriptors of the server, then starts the clients. */
  Process crowd(CrowdProgram.Kind kind, int callers, int addresses) throws Exception {
    bytesBefore = total(histogram());
    descriptorsBefore = descriptors();
    return processes.java(
        "-Xmx512m",
        CrowdProgram.class,
        endpoint.substring(endpoint.lastIndexOf(':') + 1),
        kind.name(),
        Integer.toString(callers),
        Integer.toString(addresses));
  }

  /** Blocks until the process prints {@code word}. */
  static void await(Process crowd, String word) throws IOException {
    var lines = crowd.inputReader();
    String line = lines.readLine();
    while (line != null && !line.equals(word)) {
      line = lines.readLine();
    }
    assertEquals(word, line);
  }

  /** Ends the clients, and waits until the server has released descriptors and memory. */
  void assertAllIsGivenBack(Process crowd, long bytesKeptMax) throws Exception {
    crowd.getOutputStream().close();
    assertTrue(crowd.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS), "the clients do not exit");
    awaitDescriptors(descriptorsBefore + DESCRIPTORS_KEPT_MAX);
    awaitBytes(bytesBefore + bytesKeptMax);
  }

  /**
   * Waits until memory is released. Memory is released after the descriptors, when threads have
   * ended.
   */
  private void awaitBytes(long max) throws Exception {
    long end = System.nanoTime() + WAIT.toNanos();
    String histogram = histogram();
    while (total(histogram) > max) {
      String largest = histogram.lines().limit(12).collect(Collectors.joining("\n"));
      long kept = total(histogram) - bytesBefore;
      assertTrue(System.nanoTime() < end, () -> kept + " bytes are kept\n" + largest);
      histogram = histogram();
    }
  }

  /** Returns the 99th percentile, in milliseconds. */
  static long p99Millis(List<Long> nanos) {
    var sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return TimeUnit.NANOSECONDS.toMillis(sorted.get((sorted.size() - 1) * 99 / 100));
  }

  /** Returns the class histogram of the server after a garbage collection. */
  private String histogram() throws Exception {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process histogram = processes.other(jcmd, Long.toString(server.pid()), "GC.class_histogram");
    return new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static long total(String histogram) {
    var total = TOTAL.matcher(histogram);
    assertTrue(total.find(), histogram);
    return Long.parseLong(total.group(1));
  }

  private int descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
      return (int) open.count();
    }
  }

  private void awaitDescriptors(int max) throws IOException {
    long end = System.nanoTime() + WAIT.toNanos();
    while (descriptors() > max) {
      assertTrue(System.nanoTime() < end, descriptors() + " descriptors are open, not " + max);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Override
  public void close() {
    processes.close();
  }
}
