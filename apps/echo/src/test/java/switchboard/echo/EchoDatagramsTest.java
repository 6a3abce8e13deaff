package switchboard.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.contracts.TestScope;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.server.DatagramServer;
import switchboard.server.Server;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/**
 * Tests which datagrams an echo server drops. The network is in memory, so that a test can send
 * from any address.
 */
class EchoDatagramsTest {
  private static final String MARK = "a datagram that is answered";
  private static final Options SHARED =
      Options.of(Option.REUSE_ADDRESS, true).with(Option.BROADCAST, true);

  private final TestScope scope = new TestScope();
  private final ManualTicker clock = new ManualTicker();
  private final Network network = scope.add(MemoryEngine.network()).withTicker(clock);

  @AfterEach
  void close() {
    scope.close();
  }

  private DatagramServer start(EchoDatagrams echo, String endpoint) throws IOException {
    return start(network, echo, Endpoint.parse(endpoint));
  }

  private DatagramServer start(Network over, EchoDatagrams echo, Endpoint at) throws IOException {
    return scope.add(DatagramServer.builder(echo).network(over).options(SHARED).listen(at).start());
  }

  private Datagrams bind(String endpoint) throws IOException {
    return scope.add(network.bind(Endpoint.parse(endpoint), SHARED));
  }

  private static Address.Inet at(String host, int port) {
    return Address.inet(InetAddress.ofLiteral(host), port);
  }

  /** Sends a datagram to a port at 127.0.0.1 or ::1. Returns whether the datagram comes back. */
  private boolean isAnswered(Datagrams client, int port) throws IOException {
    boolean six = ((Address.Inet) client.local()).isIpv6();
    return isAnswered(client, at(six ? "::1" : "127.0.0.1", port), "hello");
  }

  private boolean isAnswered(Datagrams client, Address.Inet target, String text)
      throws IOException {
    client.send(UTF_8.encode(text), target);
    try (var other = bind(target.isIpv6() ? "udp://[fd00:99::1]:0" : "udp://127.99.0.1:0")) {
      other.send(UTF_8.encode(MARK), at(target.isIpv6() ? "::1" : "127.0.0.1", target.port()));
      assertEquals(MARK, hear(other)); // datagrams are handled in order
    }
    var answer = ByteBuffer.allocate(100);
    boolean answered = client.tryReceive(answer) != null;
    assertEquals(answered ? text : "", UTF_8.decode(answer.flip()).toString());
    return answered;
  }

  private static String hear(Datagrams client) throws IOException {
    var answer = ByteBuffer.allocate(100);
    try (var _ = Deadline.after(TestScope.LIMIT)) {
      client.receive(answer);
    }
    return UTF_8.decode(answer.flip()).toString();
  }

  private static void await(long count, LongSupplier counter) {
    long end = System.nanoTime() + TestScope.LIMIT.toNanos();
    while (counter.getAsLong() != count) {
      assertTrue(System.nanoTime() - end < 0, counter.getAsLong() + " instead of " + count);
      Thread.onSpinWait();
    }
  }

  @Test
  void aSourceWithTheServersOwnPortIsNotAnswered() throws Exception {
    var echo = new EchoDatagrams();
    var server = start(echo, "udp://127.0.0.1:7007");
    assertFalse(isAnswered(bind("udp://127.0.0.2:7007"), 7007));
    assertEquals(1, echo.unanswered());
    // The forged source address is the address of the server itself.
    sendFrom(at("127.0.0.1", 7007), at("127.0.0.1", 7007));
    await(2, echo::unanswered);
    assertTrue(isAnswered(bind("udp://127.0.0.2:7008"), 7007));
    assertEquals(2, echo.unanswered());
    assertEquals(5, server.counters().received());
  }

  /**
   * Sends a datagram with a forged source address. This is possible because the network in memory
   * permits any local address in a reply.
   */
  private void sendFrom(Address.Inet source, Address.Inet target) throws IOException {
    Datagrams forger = bind("udp://127.0.0.3:" + source.port());
    forger.reply(UTF_8.encode("forged"), new Datagrams.Envelope(target, source, source));
  }

  @Test
  void aSourceWithThePortOfAnotherEndpointOfTheServerIsNotAnswered() throws Exception {
    var echo = new EchoDatagrams();
    var two =
        List.of(Endpoint.parse("udp://127.0.0.1:7007"), Endpoint.parse("udp://127.0.0.1:7008"));
    try (var _ = EchoServer.start(network, two, Server.builder(new EchoHandler()), echo)) {
      assertFalse(isAnswered(bind("udp://127.0.0.2:7008"), 7007));
      assertFalse(isAnswered(bind("udp://127.0.0.2:7007"), 7008));
      assertEquals(2, echo.unanswered());
    }
  }

  @Test
  void aSourceWithAPortOfServicesIsNotAnswered() throws Exception {
    var echo = new EchoDatagrams();
    start(echo, "udp://127.0.0.1:7007");
    long unanswered = 0;
    for (int port : new int[] {7, 13, 17, 19, 53, 123, 1023}) {
      assertFalse(isAnswered(bind("udp://127.0.0.2:" + port), 7007));
      assertEquals(++unanswered, echo.unanswered());
    }
    assertTrue(isAnswered(bind("udp://127.0.0.2:1024"), 7007));
  }

  @Test
  void aBroadcastIsNotAnswered() throws Exception {
    var echo = new EchoDatagrams();
    start(echo, "udp://0.0.0.0:7007");
    Datagrams client = bind("udp://127.0.0.2:0");
    assertFalse(isAnswered(client, at("127.255.255.255", 7007), "hello, everybody"));
    assertEquals(1, echo.unanswered());
    assertTrue(isAnswered(client, at("127.0.0.3", 7007), "hello"));
  }

  @Test
  void asManyAsTheRateAreAnsweredAndOneAboveIsNot() throws Exception {
    int rate = 20;
    var echo = new EchoDatagrams(rate);
    start(echo, "udp://127.0.0.1:7007");
    Datagrams client = bind("udp://127.0.0.2:0");
    Datagrams sameHost = bind("udp://127.0.0.2:0");
    client.send(UTF_8.encode("first"), at("127.0.0.1", 7007));
    assertEquals("first", hear(client));
    for (int i = 1; i < rate; i++) {
      sameHost.send(UTF_8.encode("next"), at("127.0.0.1", 7007));
      assertEquals("next", hear(sameHost));
    }
    assertFalse(isAnswered(client, 7007));
    assertFalse(isAnswered(sameHost, 7007));
    assertEquals(2, echo.unanswered());
    clock.advance(Duration.ofMillis(49));
    assertFalse(isAnswered(client, 7007));
    clock.advance(Duration.ofMillis(1)); // at 20 datagrams per second
    assertTrue(isAnswered(client, 7007));
    assertFalse(isAnswered(client, 7007));
  }

  @Test
  void addressesOfOneNetworkOfIpv6ShareItsRate() throws Exception {
    var echo = new EchoDatagrams(10);
    start(echo, "udp://[::1]:7007");
    for (int i = 1; i <= 10; i++) {
      Datagrams client = bind("udp://[fd00:77::" + i + "]:0");
      client.send(UTF_8.encode("hello"), at("::1", 7007));
      assertEquals("hello", hear(client));
    }
    assertFalse(isAnswered(bind("udp://[fd00:77::11]:0"), 7007));
    assertEquals(1, echo.unanswered());
  }

  @Test
  void withoutALimitEverySourceIsAnswered() throws Exception {
    var echo = new EchoDatagrams(0);
    start(echo, "udp://127.0.0.1:7007");
    Datagrams client = bind("udp://127.0.0.2:0");
    for (int i = 0; i < EchoDatagrams.PER_SECOND + 1; i++) {
      client.send(UTF_8.encode("number " + i), at("127.0.0.1", 7007));
      assertEquals("number " + i, hear(client));
    }
    assertEquals(0, echo.unanswered());
    assertThrows(IllegalArgumentException.class, () -> new EchoDatagrams(-1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, EchoDatagrams.PER_SECOND})
  void twoEchoServersThatAreSetToEachOtherComeToAStop(int rate) throws Exception {
    var echoes = List.of(new EchoDatagrams(rate), new EchoDatagrams(rate));
    var first = start(echoes.getFirst(), "udp://127.0.0.1:7007");
    var second = start(echoes.getLast(), "udp://127.0.0.1:7008");
    sendFrom(at("127.0.0.1", 7008), at("127.0.0.1", 7007));
    await(1, echoes.getFirst()::unanswered);
    assertEquals(10_001, first.counters().received());
    assertEquals(10_000, second.counters().received());
    assertEquals(0, echoes.getLast().unanswered());
  }

  @Test
  void twoEchoServersOverTheKernelComeToAStop() throws Exception {
    Network system = Network.system();
    var echoes = List.of(new EchoDatagrams(), new EchoDatagrams());
    var first = start(system, echoes.getFirst(), Endpoint.udp("127.0.0.1", 0));
    try (var forger = system.bind(Endpoint.udp("127.0.0.1", 0), SHARED)) {
      // If two sockets are bound to the same address, the socket that was bound last receives the
      // datagrams.
      var at = Endpoint.of(forger.local()).withScheme("udp");
      var second = start(system, echoes.getLast(), at);
      forger.send(UTF_8.encode("forged"), first.addresses().getFirst());
      LongSupplier unanswered = () -> echoes.stream().mapToLong(EchoDatagrams::unanswered).sum();
      await(1, unanswered);
      long received = first.counters().received() + second.counters().received();
      assertTrue(received > 1 && received <= 20_001, received + " datagrams");
    }
  }
}
