package switchboard.cli.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.contracts.TestMatrix;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Network;
import switchboard.transfer.FileSender;
import switchboard.transfer.OutgoingFile;
import switchboard.transfer.TransferListener;

/**
 * Tests a hub with a heap of 256 MB and many hostile clients: a normal user is served throughout,
 * and after the clients have disconnected, their memory and connection slots are free again.
 */
@Tag("slow")
class CrowdTest {
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final int LINES = 40;

  /**
   * The maximum 99th percentile of the round-trip time: thirty times the target of 100 ms for an
   * idle machine, because the clients may share two cores with the hub. The test prints the
   * measured value.
   */
  private static final long P99_MILLIS_MAX = 3_000;

  /**
   * The maximum number of bytes that a hub may still use after the clients have disconnected:
   * caches and reusable buffers.
   */
  private static final long KEPT_BYTES_MAX = 24L << 20;

  @TempDir private Path data = Path.of("");
  @TempDir private Path elsewhere = Path.of("");
  private CrowdedServer server;
  private String endpoint = "";

  /** A number of clients of one kind, from a number of addresses. */
  record Crowd(CrowdProgram.Kind kind, int callers, int addresses) {}

  static List<Crowd> crowds() {
    return TestMatrix.sample(
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
    server =
        CrowdedServer.start(
            "-Xmx256m",
            "up",
            "--listen",
            "127.0.0.1:0",
            "--data",
            data.toString(),
            "--max-files",
            "1000");
    endpoint = server.endpoint();
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @MethodSource("crowds")
  @Timeout(300)
  void aNormalUserIsServedAndAllIsGivenBack(Crowd crowd) throws Exception {
    try (Connection ann = named("ann")) {
      List<Long> quiet = talk(ann, "quiet");
      Process callers = server.crowd(crowd.kind(), crowd.callers(), crowd.addresses());
      List<Long> meanwhile = talk(ann, "coming");
      CrowdedServer.await(callers, "ready");
      meanwhile.addAll(talk(ann, "there"));
      send("from ann " + crowd.kind());
      report(crowd, quiet, meanwhile);
      server.assertAllIsGivenBack(callers, KEPT_BYTES_MAX);
      talk(ann, "after");
    }
  }

  private Connection named(String nick) throws IOException {
    Connection connection = Network.system().connect(endpoint);
    say(connection, nick);
    hear(connection, "/help lists");
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

  /** Sends lines at a rate that the hub accepts, and returns the round-trip times in ns. */
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

  /** Sends a file, which must succeed unless the limit on files is reached. */
  private void send(String content) throws Exception {
    Path file = Files.writeString(elsewhere.resolve("small file"), content);
    var listener =
        new TransferListener() {
          private volatile String outcome = "nothing";

          @Override
          public void onFileEnd(switchboard.transfer.FileOutcome file) {
            outcome = file.failure() == null ? "done" : file.failure().reason().name();
          }
        };
    try (Connection connection = Network.system().connect(endpoint)) {
      new FileSender(WAIT, listener).send(connection, List.of(OutgoingFile.of(file)));
    }
    boolean full;
    try (var names = Files.list(data)) {
      full = names.count() >= 1_000;
    }
    assertEquals(full ? "TOO_LARGE" : "done", listener.outcome);
    Path received = data.resolve("small file");
    if (!full) {
      assertEquals(content, Files.readString(received, StandardCharsets.UTF_8));
      Files.delete(received);
    }
  }

  private static void report(Crowd crowd, List<Long> quiet, List<Long> meanwhile) {
    long p99 = CrowdedServer.p99Millis(meanwhile);
    long before = CrowdedServer.p99Millis(quiet);
    System.out.println(crowd + ": p99 " + p99 + " ms, before " + before + " ms");
    assertTrue(p99 < P99_MILLIS_MAX, crowd + ": p99 " + p99 + " ms");
  }
}
