package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.contracts.TestMatrix;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.server.FourClients.Client;
import switchboard.server.FourClients.Conversation;
import switchboard.server.FourServers.Kind;

/**
 * Four servers in processes of 64 MiB drain while attackers, which never read, fill their buffers.
 * Clients that do read receive every reply that the server has counted, and no reset.
 */
@Tag("slow")
class FourServersTest {
  private static final int CLIENTS = 6;
  private static final int ATTACKERS = 30;

  /** The number of the first attacker. */
  private static final int FIRST_ATTACKER = 1000;

  /**
   * A number of bytes that exceeds the capacity of all buffers between an attacker and its server.
   */
  private static final int ATTACK_BYTES_MAX = 2 << 20;

  /**
   * The time without progress after which a server counts as blocked. In this time even a busy
   * server answers the requests of one write of each attacker.
   */
  private static final Duration STUCK_AFTER = Duration.ofSeconds(1);

  private static final int FLOOD_MAX = 300_000;
  private static final Duration ENOUGH = Duration.ofSeconds(60);

  private static final List<String> JAVA_OPTIONS =
      List.of(
          "-Xmx64m",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens",
          "java.base/java.lang=ALL-UNNAMED",
          "--add-opens",
          "java.base/sun.nio.ch=ALL-UNNAMED");

  private final TestScope scope =
      new TestScope(Thread::ofPlatform); // the attack must not occupy carrier threads
  private final Network network = Network.system();

  @AfterEach
  void close() {
    scope.close();
  }

  /** The engine and the strategy of a server. */
  record Setting(String engine, Strategy strategy) {}

  static List<String> engines() {
    return TestMatrix.sample(List.of("epoll", "nio"), 1);
  }

  static List<Setting> forLines() {
    return settings(0);
  }

  static List<Setting> forFrames() {
    return settings(1);
  }

  static List<Setting> forBalancers() {
    return settings(2);
  }

  /**
   * Returns all strategies except the sequential one, which serves no client while it is blocked by
   * an attacker. Each kind of server has its own order, so that a sample has several settings.
   */
  private static List<Setting> settings(int rotation) {
    var all = new ArrayList<Setting>();
    for (Strategy strategy : Strategy.values()) {
      if (strategy != Strategy.SEQUENTIAL) {
        all.add(new Setting("epoll", strategy));
        all.add(new Setting("nio", strategy));
      }
    }
    Collections.rotate(all, rotation);
    return TestMatrix.sample(all, 1);
  }

  @ParameterizedTest
  @MethodSource("forLines")
  void aServerOfLinesThatDrainsUnderAttackLosesNoAnswer(Setting setting) throws Exception {
    try (var program = fork(Kind.LINES, setting)) {
      var clients = clients(program);
      List<Client> started = start(clients, clients::lines);
      List<Connection> attackers = attack(clients, FourServersTest::linesOfAttacker);
      awaitAnswers(started);
      drain(program);
      var answered = report(program);
      assertEnded(attackers);
      for (Client client : started) {
        assertTrue(client.task().result(), "the server ends the conversation");
      }
      assertNothingLost(started, answered);
      assertOrderlyEnd(program);
    }
  }

  @ParameterizedTest
  @MethodSource("forFrames")
  void aServerOfPipelinedFramesThatDrainsUnderAttackLosesNoAnswer(Setting setting)
      throws Exception {
    try (var program = fork(Kind.FRAMES, setting)) {
      var clients = clients(program);
      List<Client> started = start(clients, clients::frames);
      List<Connection> attackers = attack(clients, FourServersTest::framesOfAttacker);
      awaitAnswers(started);
      drain(program);
      var answered = report(program);
      assertEnded(attackers);
      for (Client client : started) {
        assertTrue(client.task().result(), "the server ends the conversation");
      }
      assertNothingLost(started, answered);
      assertOrderlyEnd(program);
    }
  }

  @ParameterizedTest
  @MethodSource("forBalancers")
  void aBalancerThatDrainsUnderAttackLetsConversationsFinish(Setting setting) throws Exception {
    try (var program = fork(Kind.BALANCER, setting)) {
      var clients = clients(program);
      List<Client> started = start(clients, clients::lines);
      List<Connection> attackers = attack(clients, FourServersTest::linesOfAttacker);
      awaitAnswers(started);
      drain(program);
      clients.finish();
      for (Client client : started) {
        assertFalse(client.task().result(), "the client ends the conversation");
      }
      var answered = report(program);
      assertEnded(attackers);
      assertNothingLost(started, answered);
      assertOrderlyEnd(program);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aServerOfDatagramsThatClosesUnderAFloodLosesNoReply(String engine) throws Exception {
    try (var program = fork(Kind.DATAGRAMS, new Setting(engine, Strategy.VIRTUAL_THREADS))) {
      var clients = clients(program);
      List<Client> started = start(clients, clients::datagrams);
      TestTask<Boolean> flood = scope.start(() -> flood(clients.server()));
      awaitAnswers(started);
      drain(program);
      var answered = report(program);
      clients.finish(answered);
      for (Client client : started) {
        client.task().result();
      }
      flood.result();
      assertNothingLost(started, answered);
      assertOrderlyEnd(program);
    }
  }

  private static Forked fork(Kind kind, Setting setting) throws IOException {
    var options = new ArrayList<>(JAVA_OPTIONS);
    options.add("-Dkind=" + kind);
    options.add("-Dengine=" + setting.engine());
    options.add("-Dstrategy=" + setting.strategy());
    return new Forked("true", options, System.getProperty("java.class.path"), FourServers.class);
  }

  /** Returns the next line of the server's output; fails if no line arrives in time. */
  private String line(Forked program) throws Exception {
    return scope.call(program::line).result();
  }

  private FourClients clients(Forked program) throws Exception {
    return new FourClients(network, Endpoint.parse(line(program)), scope);
  }

  private static List<Client> start(FourClients clients, Conversation conversation) {
    return IntStream.rangeClosed(1, CLIENTS)
        .mapToObj(id -> clients.start(id, conversation))
        .toList();
  }

  /** Waits until each client has received further replies. */
  private static void awaitAnswers(List<Client> clients) throws Exception {
    for (Client client : clients) {
      int before = client.answers().get();
      TestScope.await(
          "client " + client.id() + " gets answers",
          () -> client.task().isDone() || client.answers().get() >= before + 10);
      if (client.task().isDone()) {
        throw new AssertionError("it has ended before the drain: " + client.task().result());
      }
    }
  }

  /** Makes the server drain, and returns when the drain has begun. */
  private void drain(Forked program) throws Exception {
    program.ask();
    assertEquals("draining", line(program));
  }

  /** Returns the number of answered requests of each client, after the drain. */
  private Map<Integer, Integer> report(Forked program) throws Exception {
    assertEquals("drained", line(program));
    var answered = new HashMap<Integer, Integer>();
    String line = line(program);
    for (; line.matches("\\d+=\\d+"); line = line(program)) {
      int equals = line.indexOf('=');
      answered.put(
          Integer.valueOf(line.substring(0, equals)), Integer.valueOf(line.substring(equals + 1)));
    }
    assertNothingFailed(line);
    assertEquals(FourServers.END, line(program));
    return answered;
  }

  private static void assertNothingFailed(String counters) {
    if (counters.startsWith("received")) { // the counters of a datagram server
      assertTrue(counters.contains("failed 0,"), counters);
    } else {
      assertTrue(counters.contains("active 0,") && counters.contains("FAILED=0"), counters);
      assertFalse(counters.contains("DRAINED=0"), "attackers were not reset: " + counters);
    }
  }

  /** Returns valid requests of an attacker. */
  private interface Requests {
    byte[] of(int id);
  }

  /** Returns short invalid requests, whose long replies soon fill the buffers. */
  private static byte[] linesOfAttacker(int id) {
    return ("?" + id + "\r\n").repeat(200).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] framesOfAttacker(int id) {
    var frames = ByteBuffer.allocate(16 * 1024);
    byte[] frame = FourServers.FRAMES.encode(FourServers.request(id, 0, new byte[1000]));
    while (frames.remaining() >= frame.length) {
      frames.put(frame);
    }
    return Arrays.copyOf(frames.array(), frames.position());
  }

  /** Opens connections that send requests until the server is blocked, and never read replies. */
  private List<Connection> attack(FourClients clients, Requests requests) throws Exception {
    var attackers = new ArrayList<Connection>();
    var attacks = new ArrayList<TestTask<Boolean>>();
    for (int i = 0; i < ATTACKERS; i++) {
      byte[] bytes = requests.of(FIRST_ATTACKER + i);
      Connection attacker = scope.add(network.connect(clients.server(), FourServers.SMALL_BUFFERS));
      attackers.add(attacker);
      attacks.add(scope.start(() -> sendUntilStuck(attacker, bytes)));
    }
    for (TestTask<Boolean> attack : attacks) {
      attack.result();
    }
    return attackers;
  }

  private static void sendUntilStuck(Connection attacker, byte[] requests) throws IOException {
    try {
      for (int sent = 0; sent < ATTACK_BYTES_MAX; sent += requests.length) {
        try (var _ = Deadline.after(STUCK_AFTER)) {
          attacker.write(ByteBuffer.wrap(requests));
        }
      }
    } catch (DeadlineExceededException stuck) {
      return;
    }
    throw new AssertionError("the server keeps reading although its replies are not read");
  }

  /**
   * Sends datagrams from many sockets until the server has closed. None of these sockets ever
   * receives.
   */
  private void flood(Endpoint server) throws IOException {
    var sockets = new ArrayList<Datagrams>();
    for (int i = 0; i < ATTACKERS; i++) {
      sockets.add(scope.add(network.connectDatagrams(server, Options.none())));
    }
    byte[] request = FourServers.request(FIRST_ATTACKER, 0, new byte[100]);
    try {
      for (int i = 0; i < FLOOD_MAX; i++) {
        sockets.get(i % ATTACKERS).send(ByteBuffer.wrap(request));
      }
    } catch (ConnectionRefusedException closed) {
      // An ICMP error for a port that is no longer bound.
    }
  }

  /** Checks that all attackers see a reset or EOF. */
  private static void assertEnded(List<Connection> attackers) throws IOException {
    var trash = ByteBuffer.allocate(64 * 1024);
    for (Connection attacker : attackers) {
      try (var _ = Deadline.after(TestScope.LIMIT)) {
        while (attacker.read(trash.clear()) >= 0) {
          // Skip the replies that the server sent before the reset.
        }
      } catch (ConnectionLostException reset) {
        // Expected for a call that was not complete after the grace period.
      }
    }
  }

  private static void assertNothingLost(List<Client> clients, Map<Integer, Integer> answered) {
    for (Client client : clients) {
      assertEquals(
          answered.get(client.id()), client.answers().get(), "answers to client " + client.id());
    }
  }

  private static void assertOrderlyEnd(Forked program) throws InterruptedException {
    assertEquals(0, program.status(ENOUGH), () -> program.errors().toString());
    String errors = program.errors().toString();
    assertFalse(errors.contains("OutOfMemoryError") || errors.contains("SEVERE"), errors);
  }
}
