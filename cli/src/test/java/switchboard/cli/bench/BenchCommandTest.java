package switchboard.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.cli.Processes;
import switchboard.cli.Program;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.net.Connection;
import switchboard.net.Network;
import switchboard.server.Limits;
import switchboard.server.Server;

/** Tests the output and exit statuses of {@code bench} and {@code engines}. */
@Tag("slow")
class BenchCommandTest {
  @TempDir private Path scratch = Path.of("");
  private Server echo;

  @BeforeEach
  void start() throws IOException {
    echo = Server.listen("127.0.0.1:0", call -> call.source().transferTo(call.sink()));
  }

  @AfterEach
  void close() {
    echo.close();
  }

  private record Said(int status, String out, String err) {}

  private static Said run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var environment = new Environment(Network::system, Map.of(), _ -> false, false);
    int status = new Program(environment, new Console(out, err)).run(arguments);
    return new Said(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static Said bench(String... arguments) {
    var all = new ArrayList<>(List.of("bench", "--seconds", "0.2", "--warm-up", "0.1"));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  @Test
  void aLoadReportsThroughputAndLatencyAndDrawsThem() throws IOException {
    Path picture = scratch.resolve("latency.svg");
    Said said = bench(echo.endpoint().toString(), "--plot", picture.toString());
    assertEquals(Status.SUCCESS, said.status, said.err);
    assertEquals("", said.err);
    assertTrue(
        said.out.startsWith(echo.endpoint() + ": 64 connections, 64 bytes, 0.2 s\n"), said.out);
    assertTrue(said.out.contains(" per second, "), said.out);
    assertTrue(said.out.contains("p99.9: "), said.out);
    assertTrue(Files.readString(picture).contains("<polyline"));
  }

  @Test
  void aPictureThatCanNotBeDrawnIsSaidSo() {
    Said said = bench(echo.endpoint().toString(), "--plot", scratch.resolve("no/latency.svg") + "");
    assertEquals(Status.NETWORK, said.status);
    assertTrue(said.err.contains("can't write to " + scratch), said.err);
  }

  @Test
  void withJsonItIsOneEvent() {
    Said said = bench(echo.endpoint().toString(), "--json", "--depth", "4", "--connections", "3");
    assertEquals(Status.SUCCESS, said.status, said.err);
    assertTrue(said.out.startsWith("{\"event\":\"bench\",\"endpoint\":\"tcp://127.0"), said.out);
    assertTrue(said.out.contains(",\"connections\":3,\"size\":64,\"depth\":4,"), said.out);
    assertEquals(1, said.out.lines().count());
  }

  @Test
  void aServerThatIsNoEchoIsAnIntegrityError() throws IOException {
    try (Server other =
        Server.listen("127.0.0.1:0", call -> call.sink().writeText("hello").flush())) {
      Said said = bench(other.endpoint().toString());
      assertEquals(Status.INTEGRITY, said.status);
      assertTrue(said.err.contains(" is not an echo server: "), said.err);
      assertEquals(1, said.err.lines().count());
    }
  }

  @Test
  void theConnectionsThatTheServerKeepsWaitingAreCountedAndTheOthersMeasured() throws IOException {
    try (Server four =
        Server.builder(call -> call.source().transferTo(call.sink()))
            .listen("127.0.0.1:0")
            .limits(Limits.standard().connections(4, Limits.Overload.BACKPRESSURE))
            .start()) {
      String[] load = {four.endpoint().toString(), "--connections", "8", "--timeout", "0.5"};
      Said said = bench(load);
      assertEquals(Status.NETWORK, said.status, said.err);
      assertTrue(said.out.contains("  failed      4 of 8 connections: 4 timed out\n"), said.out);
      assertFalse(said.out.contains("  messages    0,"), said.out);
      String sentence =
          ": 4 of 8 connections failed (4 timed out): no reply for 0.5 s;"
              + " does the server serve fewer connections at the same time? Use a larger --timeout to wait longer\n";
      assertTrue(said.err.endsWith("switchboard: " + four.endpoint() + sentence), said.err);
    }
  }

  @Test
  void withJsonTheResultsComeBeforeTheErrorAndCountEachCause() throws IOException {
    try (Server four =
        Server.builder(call -> call.source().transferTo(call.sink()))
            .listen("127.0.0.1:0")
            .limits(Limits.standard().perAddress(4))
            .start()) {
      Said said = bench(four.endpoint().toString(), "--connections", "8", "--json");
      assertEquals(Status.NETWORK, said.status, said.err);
      List<String> events = said.out.lines().toList();
      assertEquals(2, events.size(), said.out);
      assertTrue(events.getFirst().startsWith("{\"event\":\"bench\","), said.out);
      assertTrue(events.getFirst().contains(",\"failed\":4,\"refused\":0,"), said.out);
      assertTrue(events.getLast().startsWith("{\"event\":\"error\",\"status\":1,"), said.out);
    }
  }

  @Test
  void aSilentServerIsATimeoutWithItsReport() throws IOException {
    try (Server silent = Server.listen("127.0.0.1:0", BenchCommandTest::stayMute)) {
      Said said = bench(silent.endpoint().toString(), "--timeout", "0.2", "--connections", "2");
      assertEquals(Status.TIMEOUT, said.status, said.err);
      assertTrue(said.out.contains("  messages    0, "), said.out);
      assertTrue(said.out.contains("  failed      2 of 2 connections: 2 timed out\n"), said.out);
      assertFalse(said.out.contains("latency"), said.out);
      assertTrue(said.err.contains(" failed (2 timed out): no reply for 0.2 s;"), said.err);
    }
  }

  /** Reads until EOF, and never sends a reply. */
  private static void stayMute(Connection call) throws IOException {
    var trash = java.nio.ByteBuffer.allocate(16 * 1024);
    while (call.read(trash.clear()) >= 0) {}
  }

  @Test
  void noMessageInTheTimeThatIsMeasuredIsNeverASuccess() {
    // The first message is sent in the warm-up, and the second message would be sent 1,000 s after
    // the first.
    Said said = bench(echo.endpoint().toString(), "--rate", "0.001", "--connections", "1");
    assertEquals(Status.TIMEOUT, said.status, said.out);
    assertTrue(said.err.contains("no message came back in the 0."), said.err);
    assertTrue(said.err.contains("; use a larger --seconds"), said.err);
  }

  @Test
  void whereNothingListensItIsANetworkErrorWithItsReport() {
    echo.close();
    Said said = bench(echo.endpoint().toString(), "--connections", "3");
    assertEquals(Status.NETWORK, said.status, said.err);
    assertTrue(said.out.contains("  failed      3 of 3 connections: 3 refused\n"), said.out);
    assertTrue(said.err.contains(": 3 of 3 connections failed (3 refused): connect 127"), said.err);
    assertTrue(said.err.contains(": Connection refused; "), said.err);
  }

  @Test
  void aSignalEndsTheLoadWithItsReport() throws Exception {
    var served = new CountDownLatch(1);
    var messages = new AtomicInteger();
    try (var processes = new Processes();
        Server counting =
            Server.listen(
                "127.0.0.1:0",
                call -> {
                  while (true) {
                    call.write(java.nio.ByteBuffer.wrap(call.source().readExactly(64)));
                    if (messages.incrementAndGet() == 2000) {
                      served.countDown();
                    }
                  }
                })) {
      Process load =
          processes.ours(
              "bench",
              counting.endpoint().toString(),
              "--connections=2",
              "--seconds=600",
              "--warm-up=0.001");
      assertTrue(served.await(30, TimeUnit.SECONDS));
      Processes.signal(load, "INT");
      assertEquals(Status.SIGNAL + 2, Processes.status(load));
      String out = new String(load.getInputStream().readAllBytes(), UTF_8);
      assertTrue(out.contains("  latency µs  p50: "), out);
      assertTrue(out.contains(" s, then interrupted\n"), out);
      assertFalse(out.contains("failed"), out);
    }
  }

  @Test
  void everyStrategyGetsItsRow() {
    Said said = bench("--strategies", "--connections", "2");
    assertEquals(Status.SUCCESS, said.status, said.err);
    for (String strategy : List.of("sequential", "threads", "virtual")) {
      assertTrue(said.out.contains("nio     " + strategy), said.out);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          bench|bench requires either ENDPOINT, such as localhost:7007
          bench :1 --strategies|bench requires either ENDPOINT, such as localhost:7007
          bench udp://:1|bench supports TCP and Unix sockets
          bench :1 --bytes 7|--bytes must be from 8 to
          bench :1 --bytes 10000000 --depth 10|--bytes times --depth must be at most
          bench :1 --rate fast|'fast' is not a number of messages per second
          bench :1 --rate 10 --depth 2|--depth cannot be combined with --rate
          bench :1 --timeout 0|--timeout: '0' is not a number of seconds
          bench :1 --connections 30000|--connections must be at most 20000
          engines --engine kqueue|unknown engine 'kqueue'; known engines: io_uring, epoll, nio
          echo :1 a --engine io_uring|engine io_uring can't be used: not implemented yet
          """)
  void aMistakeGetsOneLineAndTheStatusTwo(String arguments, String sentence) {
    Said said = run(arguments.split(" "));
    assertEquals(Status.USAGE, said.status);
    assertEquals("", said.out);
    assertEquals(1, said.err.lines().count(), said.err);
    assertTrue(said.err.contains(sentence), said.err);
  }

  @Test
  void theEngineThatIsTakenIsMarked() {
    String taken = Network.system().engineName();
    Said said = run("engines");
    assertTrue(said.out.contains("* " + taken), said.out);
    assertTrue(said.out.contains("io_uring  not implemented yet"), said.out);
    assertTrue(run("engines", "--engine", "nio").out.contains("* nio"));
    assertTrue(run("engines", "--json").out.contains("{\"event\":\"engine\",\"name\":\"nio\""));
  }
}
