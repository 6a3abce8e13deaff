package switchboard.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Datagrams;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.testkit.MemoryEngine;

/**
 * Tests relays between a datagram socket and standard streams. The test uses the other ends of
 * these streams.
 */
class DatagramRelayTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final TestScope scope = new TestScope();
  private final Network network = Network.system();

  @AfterEach
  void close() {
    scope.close();
  }

  private TestScope.Pair streams() throws IOException {
    return scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
  }

  private Datagrams socket() throws IOException {
    return scope.add(network.bind(Endpoint.udp("127.0.0.1", 0), Options.none()));
  }

  private Datagrams towards(Datagrams peer) throws IOException {
    Endpoint there = Endpoint.of(peer.local()).withScheme("udp");
    return scope.add(network.connectDatagrams(there, Options.none()));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hear(Connection connection, int count) throws IOException {
    return new String(connection.source().readExactly(count), StandardCharsets.UTF_8);
  }

  private static String received(Datagrams socket) throws IOException {
    var message = ByteBuffer.allocate(Datagrams.BYTES_MAX);
    socket.receive(message);
    return StandardCharsets.UTF_8.decode(message.flip()).toString();
  }

  @Test
  void piecesGoOutAndAnswersComeInUntilItIsSilent() throws Exception {
    TestScope.Pair user = streams();
    Datagrams peer = socket();
    var options = RelayOptions.standard().timeout(Duration.ofMillis(50));
    var plug = new DatagramRelay(towards(peer), user.server(), options, false);
    TestTask<RelayStatistics> running = scope.call(plug::runClient);
    user.client().write(bytes("ping"));
    var message = ByteBuffer.allocate(100);
    Address sender = peer.receive(message);
    peer.send(message.flip(), sender);
    assertEquals("ping", hear(user.client(), 4));
    user.client().write(ByteBuffer.allocate(3_000));
    user.client().shutdownOutput();
    int total = 0;
    while (total < 3_000) {
      int count = received(peer).length();
      assertTrue(count <= DatagramRelay.SENT_BYTES_MAX);
      total += count;
    }
    assertEquals(new RelayStatistics(3_004, 4), running.result());
  }

  @Test
  void eachLineThatIsTypedIsADatagram() throws Exception {
    TestScope.Pair user = streams();
    Datagrams peer = socket();
    var options = RelayOptions.standard().timeout(Duration.ofMillis(20));
    TestTask<RelayStatistics> running =
        scope.call(
            () -> new DatagramRelay(towards(peer), user.server(), options, true).runClient());
    user.client().write(bytes("one\ntwo\n\nrest"));
    user.client().shutdownOutput();
    for (String line : new String[] {"one\n", "two\n", "\n", "rest"}) {
      assertEquals(line, received(peer));
    }
    assertEquals(new RelayStatistics(13, 0), running.result());
  }

  @Test
  void nobodyThereIsSaidSo() throws Exception {
    TestScope.Pair user = streams();
    Datagrams gone = socket();
    var plug =
        new DatagramRelay(
            towards(gone), user.server(), RelayOptions.standard().timeout(LONG), false);
    gone.close();
    TestTask<RelayStatistics> running = scope.call(plug::runClient);
    user.client().write(bytes("anybody?"));
    running.failure(ConnectionRefusedException.class);
  }

  /**
   * Returns a peer whose name has several addresses. Only the last address, the address of {@code
   * peer}, has a socket.
   */
  private DatagramPeer named(Datagrams peer, String... refusing) throws IOException {
    var local = (Address.Inet) peer.local();
    var addresses = new ArrayList<Address.Inet>();
    for (String each : refusing) {
      addresses.add(new Address.Inet(InetAddress.ofLiteral(each), local.port(), ""));
    }
    addresses.add(local);
    var resolving = network.withResolver((_, _) -> addresses);
    return scope.add(
        DatagramPeer.connect(resolving, Endpoint.udp("several.invalid", local.port())));
  }

  @Test
  void anAddressOfTheNameThatRefusesIsFollowedByTheNext() throws Exception {
    TestScope.Pair user = streams();
    Datagrams peer = socket();
    var options = RelayOptions.standard().timeout(LONG);
    var plug =
        new DatagramRelay(named(peer, "127.0.0.2", "127.0.0.3"), user.server(), options, true);
    scope.call(plug::runClient);
    user.client().write(bytes("one\ntwo\nthree\n"));
    for (String line : List.of("one\n", "two\n", "three\n")) {
      assertEquals(line, received(peer));
    }
    user.client().write(bytes("four\n"));
    var message = ByteBuffer.allocate(100);
    Address sender = peer.receive(message);
    peer.send(message.flip(), sender);
    assertEquals("four\n", hear(user.client(), 5));
  }

  @Test
  void aNameOfWhichEveryAddressRefusesFailsLikeItsFirst() throws Exception {
    TestScope.Pair user = streams();
    Datagrams gone = socket();
    var options = RelayOptions.standard().timeout(LONG);
    var plug = new DatagramRelay(named(gone, "127.0.0.2"), user.server(), options, false);
    gone.close();
    TestTask<RelayStatistics> running = scope.call(plug::runClient);
    user.client().write(bytes("anybody?"));
    var refused = running.failure(ConnectionRefusedException.class);
    assertTrue(String.valueOf(refused.getMessage()).contains("127.0.0.2:"), refused.getMessage());
  }

  @Test
  void anAddressThatHasRepliedIsKeptWhenItRefusesLater() throws Exception {
    TestScope.Pair user = streams();
    Datagrams first = scope.add(network.bind(Endpoint.udp("127.0.0.2", 0), Options.none()));
    int port = ((Address.Inet) first.local()).port();
    Datagrams second = scope.add(network.bind(Endpoint.udp("127.0.0.1", port), Options.none()));
    var options = RelayOptions.standard().timeout(LONG);
    var plug = new DatagramRelay(named(second, "127.0.0.2"), user.server(), options, true);
    TestTask<RelayStatistics> running = scope.call(plug::runClient);
    user.client().write(bytes("one\n"));
    var message = ByteBuffer.allocate(100);
    Address sender = first.receive(message);
    first.send(message.flip(), sender);
    assertEquals("one\n", hear(user.client(), 4));
    first.close();
    user.client().write(bytes("two\n"));
    running.failure(ConnectionRefusedException.class);
    assertNull(second.tryReceive(ByteBuffer.allocate(100)));
  }

  @Test
  void whoSendsFirstIsAnsweredAndNobodyElseIsHeard() throws Exception {
    TestScope.Pair user = streams();
    Datagrams here = socket();
    var greeted = new CompletableFuture<Address>();
    var plug = new DatagramRelay(here, user.server(), RelayOptions.standard(), false);
    user.client().write(bytes("early")); // the input is sent after the first datagram has arrived
    scope.call(() -> plug.runServer(greeted::complete));
    Datagrams first = towards(here);
    first.send(bytes("hello"));
    assertEquals("hello", hear(user.client(), 5));
    assertEquals(first.local(), greeted.get());
    assertEquals("early", received(first));
    towards(here).send(bytes("stranger"));
    first.send(bytes("again"));
    assertEquals("again", hear(user.client(), 5));
  }

  @Test
  void theAnswerComesFromTheAddressThatWasAsked() throws Exception {
    try (var memory = MemoryEngine.network();
        var here = memory.bind(Endpoint.parse("udp://:0"), Options.none())) {
      TestScope.Pair user = streams();
      var plug = new DatagramRelay(here, user.server(), RelayOptions.standard(), false);
      scope.call(() -> plug.runServer(_ -> {}));
      int port = ((Address.Inet) here.local()).port();
      var first =
          scope.add(memory.connectDatagrams(Endpoint.udp("127.0.0.2", port), Options.none()));
      first.send(bytes("hello"));
      assertEquals("hello", hear(user.client(), 5));
      user.client().write(bytes("answer"));
      assertEquals("answer", received(first));
    }
  }

  @Test
  void keptOpenEverybodyIsHeardAndTheLastIsAnswered() throws Exception {
    TestScope.Pair user = streams();
    Datagrams here = socket();
    var plug =
        new DatagramRelay(here, user.server(), RelayOptions.standard().withKeepOpen(), false);
    scope.call(() -> plug.runServer(_ -> {}));
    Datagrams first = towards(here);
    Datagrams second = towards(here);
    first.send(bytes("one"));
    assertEquals("one", hear(user.client(), 3));
    second.send(bytes("two"));
    assertEquals("two", hear(user.client(), 3));
    user.client().write(bytes("answer"));
    assertEquals("answer", received(second));
  }

  @Test
  void silenceEndsItWhenThatIsWanted() throws Exception {
    var options = RelayOptions.standard().idleTimeout(Duration.ofMillis(20));
    var plug = new DatagramRelay(socket(), streams().server(), options, false);
    var silent = assertThrows(DeadlineExceededException.class, () -> plug.runServer(_ -> {}));
    assertTrue(String.valueOf(silent.getMessage()).endsWith("idle timeout after 0.02 s"));
  }
}
