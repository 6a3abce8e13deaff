package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.PendingConnect;
import switchboard.net.SocketClosedException;
import switchboard.net.UnreachableException;
import switchboard.net.spi.Capability;
import switchboard.testkit.MemoryEngine;

/** Tests behaviour of the network in memory that the contracts do not specify. */
class MemoryEngineTest {
  private static final int DATAGRAMS_MAX = 256;

  private final MemoryEngine engine = new MemoryEngine(1000);
  private final Network network = Network.over(engine);
  @AutoClose private final TestScope scope = new TestScope();

  private Listener listen(String endpoint) throws IOException {
    return scope.add(network.listen(endpoint));
  }

  private Connection connect(String endpoint) throws IOException {
    return scope.add(network.connect(endpoint));
  }

  private void assertTaken(String endpoint) {
    assertThrows(AddressUnavailableException.class, () -> network.listen(endpoint), endpoint);
  }

  @Test
  void everyAddressIsThere() throws IOException {
    Listener listener = listen("192.0.2.1:80");
    assertEquals("192.0.2.1:80", connect("192.0.2.1:80").remote().toString());
    assertEquals("192.0.2.1:80", scope.add(listener.accept()).local().toString());
    assertThrows(ConnectionRefusedException.class, () -> network.connect("192.0.2.2:80"));
    assertEquals("memory", network.engineName());
    assertFalse(network.capabilities().contains(Capability.KERNEL_OPTIONS));
  }

  @Test
  void aPortThatAConnectionHasIsNotChosenAgain() throws IOException {
    Listener listener = listen("127.0.0.1:80");
    int next = ((Address.Inet) connect("127.0.0.1:80").local()).port() + 1;
    Options options = Options.of(Option.LOCAL_ADDRESS, Address.loopback(next));
    Connection chosen = scope.add(network.connect(listener.endpoint(), options));
    assertEquals(Address.loopback(next), chosen.local());
    assertEquals(Address.loopback(next + 1), connect("127.0.0.1:80").local());
    chosen.close();
    assertEquals(chosen.local(), scope.listen(network, Endpoint.of(chosen.local())).local());
  }

  @Test
  void aStreamWithoutABufferIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new MemoryEngine(0));
  }

  @Test
  void twoNetworksKnowNothingOfEachOther() throws IOException {
    listen("127.0.0.1:80");
    Network other = MemoryEngine.network();
    assertThrows(ConnectionRefusedException.class, () -> other.connect("127.0.0.1:80"));
    scope.add(other.listen("127.0.0.1:80"));
  }

  @Test
  void aServerIsReachedUnderItsNameAndNoOther() throws IOException {
    Network named = scope.add(MemoryEngine.network());
    Listener server = scope.add(named.listen("tcp://server:7000"));
    Connection client = scope.add(named.connect("tcp://server:7000"));
    Connection accepted = scope.add(server.accept());
    client.sink().writeLine("hello").flush();
    assertEquals("hello", accepted.source().readLine(100));
    assertEquals(server.local(), client.remote());
    scope.add(named.connect("tcp://SERVER.:7000"));
    assertThrows(ConnectionRefusedException.class, () -> named.connect("tcp://database:7000"));
    assertThrows(ConnectionRefusedException.class, () -> named.connect("tcp://server:7001"));
    scope.add(named.listen("tcp://database:7000"));
    scope.add(named.connect("tcp://database:7000"));
  }

  @Test
  void aServerOnEveryInterfaceIsReachedUnderEveryName() throws IOException {
    Network named = scope.add(MemoryEngine.network());
    scope.add(named.listen("tcp://:80"));
    for (var host : List.of("server", "a.example", "localhost", "::1")) {
      String shown = host.contains(":") ? "[" + host + "]" : host;
      scope.add(named.connect("tcp://" + shown + ":80"));
    }
  }

  @Test
  void localhostIsTheLoopbackAddress() throws IOException {
    Network named = scope.add(MemoryEngine.network());
    scope.add(named.listen("127.0.0.1:80"));
    scope.add(named.listen("[::1]:81"));
    scope.add(named.connect("localhost:80"));
    scope.add(named.connect("localhost:81"));
    scope.add(named.connect("db.localhost:81"));
    assertThrows(ConnectionRefusedException.class, () -> named.connect("localhost:82"));
  }

  @Test
  void datagramsReachAName() throws IOException {
    Network named = scope.add(MemoryEngine.network());
    Datagrams server = scope.add(named.bind(Endpoint.udp("server", 53), Options.none()));
    Datagrams client =
        scope.add(named.connectDatagrams(Endpoint.udp("server", 53), Options.none()));
    client.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    var message = ByteBuffer.allocate(10);
    server.receive(message);
    assertEquals(3, message.position());
  }

  @Test
  void everyNameHasAnAddressOfItsOwnAndKeepsIt() throws IOException {
    var resolver = engine.resolver();
    List<Address.Inet> first = resolver.resolve("a.example", 1);
    assertEquals("[10.0.0.1:1]", first.toString());
    assertEquals("[10.0.0.2:1]", resolver.resolve("b.example", 1).toString());
    assertEquals(first, resolver.resolve("A.Example.", 1));
  }

  @Test
  void wildcardsTakeAPortAsAKernelDoes() throws IOException {
    Listener everywhere = listen("tcp://:80");
    assertTaken("127.0.0.1:80");
    assertTaken("[::1]:80");
    assertTaken("0.0.0.0:80");
    everywhere.close();
    listen("127.0.0.1:80");
    listen("[::1]:80");
    listen("127.0.0.2:80");
    assertTaken("tcp://:80");
    assertTaken("0.0.0.0:80");
    listen("0.0.0.0:81");
    listen("[::1]:81");
    assertTaken("127.0.0.1:81");
    assertEquals("[::1]:81", connect("[::1]:81").remote().toString());
    assertThrows(ConnectionRefusedException.class, () -> network.connect("[::2]:81"));
  }

  @Test
  void aConnectToAWildcardReachesThisMachine() throws IOException {
    listen("tcp://:80");
    assertEquals("127.0.0.1:80", connect("0.0.0.0:80").remote().toString());
    assertEquals("127.0.0.1:80", connect(":80").remote().toString());
  }

  @Test
  void unixNamesAreTakenAndFreed() throws IOException {
    Listener listener = listen("unix:@name");
    assertTaken("unix:@name");
    Connection client = connect("unix:@name");
    assertEquals(new Address.Unix(""), client.local());
    assertEquals(new Address.Unix("@name"), client.remote());
    listener.close();
    listen("unix:@name");
    assertThrows(ConnectionRefusedException.class, () -> network.connect("unix:///no/such/file"));
  }

  @Test
  void aBacklogOfTwoTakesTwoCallersAndTheThirdWaits() throws IOException {
    Endpoint endpoint = Endpoint.tcp("127.0.0.1", 80);
    Listener listener = scope.add(network.listen(endpoint, Options.of(Option.BACKLOG, 2)));
    connect("127.0.0.1:80");
    connect("127.0.0.1:80");
    PendingConnect third = scope.add(network.startConnect(Address.loopback(80), Options.none()));
    PendingConnect fourth = scope.add(network.startConnect(Address.loopback(80), Options.none()));
    assertNull(third.finishConnect());
    scope.add(listener.accept());
    scope.add(third.awaitConnect());
    assertNull(fourth.finishConnect());
    listener.close();
    assertThrows(ConnectionRefusedException.class, fourth::finishConnect);
  }

  @Test
  void aListenerThatClosesResetsThoseWhomNobodyAccepted() throws IOException {
    Listener listener = listen("127.0.0.1:80");
    Connection client = connect("127.0.0.1:80");
    client.write(TestBytes.text("hello?"));
    listener.close();
    assertThrows(ConnectionLostException.class, () -> client.read(ByteBuffer.allocate(1)));
    assertThrows(ConnectionLostException.class, () -> client.write(ByteBuffer.allocate(1)));
  }

  @Test
  void aStreamHoldsWhatItWasGivenRoomFor() throws IOException {
    listen("127.0.0.1:80");
    assertEquals(1000, connect("127.0.0.1:80").tryWrite(ByteBuffer.allocate(5000)));
  }

  @Test
  void lingeringForNoTimeMakesACloseAReset() throws IOException {
    TestScope.Pair pair = scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
    pair.client().options().set(Option.LINGER, Duration.ZERO);
    pair.client().close();
    assertThrows(ConnectionLostException.class, () -> pair.server().read(ByteBuffer.allocate(1)));
  }

  @Test
  void shuttingTheInputIsNotToldToThePeer() throws IOException {
    TestScope.Pair pair = scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
    pair.client().shutdownInput();
    pair.server().write(ByteBuffer.allocate(100));
    assertEquals(900, pair.server().tryWrite(ByteBuffer.allocate(5000)));
  }

  @Test
  void optionsAreRememberedAndGivenToThoseWhoAreAccepted() throws IOException {
    Options options = Options.of(Option.NO_DELAY, false).with(Option.RECEIVE_BUFFER, 4096);
    Listener listener = scope.add(network.listen(Endpoint.tcp("127.0.0.1", 80), options));
    Connection client = connect("127.0.0.1:80");
    Connection server = scope.add(listener.accept());
    assertTrue(client.options().get(Option.NO_DELAY));
    assertFalse(server.options().get(Option.NO_DELAY));
    assertEquals(4096, server.options().get(Option.RECEIVE_BUFFER));
    assertEquals(4096, listener.options().get(Option.RECEIVE_BUFFER));
    assertTrue(listener.options().get(Option.REUSE_ADDRESS));
    listen("unix:@name");
    assertFalse(connect("unix:@name").options().supports(Option.NO_DELAY));
  }

  @Test
  void datagramsGoToTheMostSpecificBinding() throws IOException {
    Datagrams everywhere = bind("udp://:53");
    Datagrams client = bind("udp://127.0.0.1:0");
    client.send(TestBytes.text("x"), Address.loopback(53));
    assertEquals(client.local(), everywhere.receive(ByteBuffer.allocate(1)));
    everywhere.send(TestBytes.text("y"), client.local());
    assertEquals(Address.loopback(53), client.receive(ByteBuffer.allocate(1)));
    assertThrows(
        UnreachableException.class, () -> client.send(TestBytes.text("z"), Address.loopback6(53)));
    assertNotEquals(bind("udp://:0").local(), bind("udp://:0").local());
  }

  private Datagrams bind(String endpoint) throws IOException {
    return scope.add(network.bind(Endpoint.parse(endpoint), Options.none()));
  }

  @Test
  void aQueueOfDatagramsHoldsItsNumberAndDropsTheRest() throws IOException {
    Datagrams receiver = bind("udp://127.0.0.1:53");
    Datagrams sender = bind("udp://127.0.0.1:0");
    for (int i = 0; i < DATAGRAMS_MAX + 10; i++) {
      sender.send(ByteBuffer.allocate(4).putInt(i).flip(), receiver.local());
    }
    var message = ByteBuffer.allocate(4);
    for (int i = 0; i < DATAGRAMS_MAX; i++) {
      receiver.receive(message.clear());
      assertEquals(i, message.getInt(0));
    }
    assertNull(receiver.tryReceive(message.clear()));
  }

  @Test
  void closingTheEngineClosesWhatIsOpen() throws Exception {
    scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
    Listener listener = listen("127.0.0.1:80");
    bind("udp://127.0.0.1:53");
    assertEquals(4, engine.openHandles().size(), () -> engine.openHandles().toString());
    TestTask<?> acceptor = scope.call(() -> listener.accept()).awaitBlocked();
    network.close();
    acceptor.failure(SocketClosedException.class);
    assertEquals(List.of(), engine.openHandles());
  }
}
