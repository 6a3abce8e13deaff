package switchboard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Network;
import switchboard.testing.Matrix;
import switchboard.transfer.FileSender;
import switchboard.transfer.OutgoingFile;
import switchboard.transfer.TransferNews;

/**
 * A hub in a heap of 256 MB and a hostile crowd in a process of its own: a normal user is served
 * throughout, and when the crowd has left, its memory and connection slots are free again.
 */
@Tag("slow")
class CrowdTest {
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final int LINES = 40;

  /**
   * Thirty times the aim of 100 ms, which is for a quiet machine; the figure is printed. The crowd
   * shares two cores with the hub, and whatever else runs there.
   */
  private static final long P99_MILLIS_MAX = 3_000;

  /** What a hub may keep of a crowd: caches and buffers that are used again. */
  private static final long KEPT_BYTES_MAX = 24L << 20;

  private static final int DESCRIPTORS_KEPT_MAX = 10;
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  private final Processes processes = new Processes();
  @TempDir private Path data = Path.of("");
  @TempDir private Path elsewhere = Path.of("");
  private Process hub;
  private String endpoint = "";

  /** How many do what, from how many addresses. */
  record Crowd(CrowdProgram.Kind kind, int callers, int addresses) {}

  static List<Crowd> crowds() {
    return Matrix.sample(
        List.of(
            new Crowd(CrowdProgram.Kind.IDLE, 15_000, 1),
            new Crowd(CrowdProgram.Kind.IDLE, 9_000, 90),
            new Crowd(CrowdProgram.Kind.DEAF, 2_000, 20),
            new Crowd(CrowdProgram.Kind.DEAF, 100, 1),
            new Crowd(CrowdProgram.Kind.LINES, 100, 1),
            new Crowd(CrowdProgram.Kind.LINES, 200, 4),
            new Crowd(CrowdProgram.Kind.NAMES, 1_000, 10),
            new Crowd(CrowdProgram.Kind.FILES, 2_000, 200),
            new Crowd(CrowdProgram.Kind.FILES, 1_000, 1),
            new Crowd(CrowdProgram.Kind.HOARD, 100, 1)),
        1);
  }

  @BeforeEach
  void start() throws IOException {
    hub =
        processes.java(
            "-Xmx256m",
            Main.class,
            "up",
            "--listen",
            "127.0.0.1:0",
            "--data",
            data.toString(),
            "--max-files",
            "1000");
    endpoint = Processes.listening(hub);
    processes.discard(hub);
  }

  @AfterEach
  void close() {
    processes.close();
  }

  @ParameterizedTest
  @MethodSource("crowds")
  @Timeout(300)
  void aNormalUserIsServedAndAllIsGivenBack(Crowd crowd) throws Exception {
    try (Connection ann = named("ann")) {
      List<Long> quiet = talk(ann, "quiet");
      long bytesBefore = liveBytes();
      int descriptorsBefore = descriptors();
      String port = endpoint.substring(endpoint.lastIndexOf(':') + 1);
      Process callers =
          processes.java(
              "-Xmx512m",
              CrowdProgram.class,
              port,
              crowd.kind().name(),
              Integer.toString(crowd.callers()),
              Integer.toString(crowd.addresses()));
      List<Long> meanwhile = talk(ann, "coming");
      awaitReady(callers.inputReader());
      meanwhile.addAll(talk(ann, "there"));
      send("from ann " + crowd.kind());
      report(crowd, quiet, meanwhile);
      callers.getOutputStream().close();
      assertTrue(callers.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS), "the crowd does not end");
      awaitDescriptors(descriptorsBefore + DESCRIPTORS_KEPT_MAX);
      long kept = liveBytes() - bytesBefore;
      assertTrue(kept < KEPT_BYTES_MAX, kept + " bytes are kept");
      talk(ann, "after");
    }
  }

  private Connection named(String nick) throws IOException {
    Connection connection = Network.system().connect(endpoint);
    say(connection, nick);
    hear(connection, "/help tells");
    say(connection, "/join a-room-of-our-own");
    hear(connection, "a-room-of-our-own");
    return connection;
  }

  private static void say(Connection connection, String line) throws IOException {
    try (var _ = Deadline.after(WAIT)) {
      connection.sink().writeText(line + "\n").flush();
    }
  }

  private static void hear(Connection connection, String part) throws IOException {
    try (var _ = Deadline.after(WAIT)) {
      String line = connection.source().readLine(64 * 1024);
      while (!line.contains(part)) {
        line = connection.source().readLine(64 * 1024);
      }
    }
  }

  /**
   * Says lines at a rate that the hub takes, and hears each; how long that took, in nanoseconds.
   */
  private static List<Long> talk(Connection ann, String word) throws IOException {
    var times = new ArrayList<Long>();
    for (int i = 0; i < LINES; i++) {
      long start = System.nanoTime();
      say(ann, word + " " + i + ".");
      hear(ann, "ann: " + word + " " + i + ".");
      times.add(System.nanoTime() - start);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(210) - (System.nanoTime() - start));
    }
    return times;
  }

  private static void awaitReady(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.equals("ready")) {
      line = lines.readLine();
    }
    assertEquals("ready", line);
  }

  /** A normal sender is served too, if the crowd has left room for its name. */
  private void send(String content) throws Exception {
    Path file = Files.writeString(elsewhere.resolve("small file"), content);
    var news =
        new TransferNews() {
          private volatile String outcome = "nothing";

          @Override
          public void ended(switchboard.transfer.FileOutcome file) {
            outcome = file.failure() == null ? "done" : file.failure().reason().name();
          }
        };
    try (Connection connection = Network.system().connect(endpoint)) {
      new FileSender(WAIT, news).send(connection, List.of(OutgoingFile.of(file)));
    }
    boolean full;
    try (var names = Files.list(data)) {
      full = names.count() >= 1_000;
    }
    assertEquals(full ? "TOO_LARGE" : "done", news.outcome);
    Path received = data.resolve("small file");
    if (!full) {
      assertEquals(content, Files.readString(received, StandardCharsets.UTF_8));
      Files.delete(received);
    }
  }

  private static void report(Crowd crowd, List<Long> quiet, List<Long> meanwhile) {
    long p99 = TimeUnit.NANOSECONDS.toMillis(p99(meanwhile));
    long before = TimeUnit.NANOSECONDS.toMillis(p99(quiet));
    System.out.println(crowd + ": p99 " + p99 + " ms, before " + before + " ms");
    assertTrue(p99 < P99_MILLIS_MAX, crowd + ": p99 " + p99 + " ms");
  }

  private static long p99(List<Long> times) {
    var sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get((sorted.size() - 1) * 99 / 100);
  }

  /** The bytes of the objects that the hub holds, after a collection. */
  private long liveBytes() throws Exception {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process histogram = processes.other(jcmd, Long.toString(hub.pid()), "GC.class_histogram");
    String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var total = TOTAL.matcher(text);
    assertTrue(total.find(), text);
    return Long.parseLong(total.group(1));
  }

  private int descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/" + hub.pid() + "/fd"))) {
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
}
