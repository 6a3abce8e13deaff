package switchboard.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.contracts.TestScope;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;
import switchboard.net.Network;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Options;
import switchboard.net.SocketClosedException;
import switchboard.net.spi.SystemError;
import switchboard.testkit.MemoryEngine;

/** Datagram servers, in memory and over system sockets. */
class DatagramServerTest {
  private static final String ANYWHERE = "udp://127.0.0.1:0";

  private final TestScope scope = new TestScope();
  private final Network memory = scope.add(MemoryEngine.network());

  @AfterEach
  void close() {
    scope.close();
  }

  private Network network(String place) {
    return place.equals("memory") ? memory : Network.system();
  }

  private DatagramServer start(Network network, DatagramHandler service) throws IOException {
    return scope.add(DatagramServer.builder(service).network(network).listen(ANYWHERE).start());
  }

  private Datagrams client(Network network, DatagramServer server) throws IOException {
    return scope.add(network.connectDatagrams(server.endpoint(), Options.none()));
  }

  private static void echo(Datagram message) throws IOException {
    message.reply(message.content());
  }

  private static String ask(Datagrams client, String question) throws IOException {
    client.send(UTF_8.encode(question));
    return hear(client);
  }

  private static String hear(Datagrams client) throws IOException {
    var answer = ByteBuffer.allocate(70_000);
    try (var _ = Deadline.after(TestScope.LIMIT)) {
      client.receive(answer);
    }
    return UTF_8.decode(answer.flip()).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "system"})
  void whoSpeaksIsAnswered(String place) throws Exception {
    try (var server = start(network(place), DatagramServerTest::echo)) {
      Datagrams ann = client(network(place), server);
      Datagrams bob = client(network(place), server);
      assertEquals("ann", ask(ann, "ann"));
      assertEquals("bob", ask(bob, "bob"));
      assertEquals("again", ask(ann, "again"));
      // The server counts a reply after sending it, so the client may receive it earlier.
      Board.await("all is counted", () -> server.counters().sent() == 3);
      assertEquals("received 3, sent 3, failed 0, errors 0", server.counters().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "system"})
  void theLargestAndTheEmptyMessageAreServed(String place) throws Exception {
    var server =
        start(
            network(place),
            message -> {
              String size = message.content().remaining() + " bytes";
              message.reply(UTF_8.encode(size));
            });
    Datagrams client = scope.add(network(place).bind(Endpoint.parse(ANYWHERE), Options.none()));
    client.send(ByteBuffer.allocate(Datagrams.BYTES_MAX), server.addresses().getFirst());
    assertEquals("65507 bytes", hear(client));
    client.send(ByteBuffer.allocate(0), server.addresses().getFirst());
    assertEquals("0 bytes", hear(client));
  }

  @Test
  void aServiceKnowsWhoSpokeAndWhere() throws Exception {
    var heard = new AtomicReference<List<Address>>();
    var server =
        start(
            memory,
            message -> {
              heard.set(List.of(message.sender(), message.local()));
              echo(message);
            });
    Datagrams client = client(memory, server);
    ask(client, "it is me");
    assertEquals(List.of(client.local(), server.addresses().getFirst()), heard.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "epoll"})
  void theAnswerComesFromTheAddressThatWasAsked(String place) throws Exception {
    var network = place.equals("memory") ? memory : scope.add(Network.open(place));
    var heard = new LinkedBlockingQueue<Address>();
    try (var logged = new Logged("switchboard.server")) {
      var server =
          scope.add(
              DatagramServer.builder(
                      message -> {
                        heard.add(message.local());
                        heard.add(message.destination());
                        echo(message);
                      })
                  .network(network)
                  .listen("udp://:0")
                  .start());
      int port = server.endpoint().port();
      for (String host : List.of("127.0.0.1", "127.0.0.2", "::1")) {
        Address asked = Address.inet(InetAddress.ofLiteral(host), port);
        var endpoint = Endpoint.of(asked).withScheme("udp");
        Datagrams client = scope.add(network.connectDatagrams(endpoint, Options.none()));
        assertEquals("hello", ask(client, "hello"));
        assertEquals(asked, heard.take());
        assertEquals(asked, heard.take());
      }
      assertEquals(0, logged.count("may have another source address"));
    }
  }

  @Test
  void anEngineThatCannotTellWhichAddressWasAskedIsWarnedOfAtTheStart() throws Exception {
    try (var logged = new Logged("switchboard.server");
        var nio = Network.open("nio")) {
      try (var _ =
          DatagramServer.builder(DatagramServerTest::echo).network(nio).listen(ANYWHERE).start()) {
        assertEquals(0, logged.count("may have another source address"));
      }
      try (var server =
          DatagramServer.builder(DatagramServerTest::echo)
              .network(nio)
              .listen("udp://:0")
              .start()) {
        String warned = "replies from " + server.endpoint() + " may have another source address";
        Board.await("it is logged", () -> logged.count(warned) == 1);
      }
    }
  }

  @Test
  void messagesOfASocketAreServedInTurnAndInOrder() throws Exception {
    int count = 200;
    var inside = new AtomicInteger();
    // no lock is needed, because the only socket has only one thread
    var orders = new ArrayList<Integer>();
    var done = new CountDownLatch(count);
    var server =
        start(
            memory,
            message -> {
              assertEquals(1, inside.incrementAndGet());
              orders.add(message.content().getInt());
              inside.decrementAndGet();
              done.countDown();
            });
    Datagrams client = client(memory, server);
    for (int i = 0; i < count; i++) {
      client.send(ByteBuffer.allocate(4).putInt(i).flip());
    }
    assertTrue(done.await(10, TimeUnit.SECONDS));
    server.close();
    assertEquals(orders.stream().sorted().toList(), orders);
    assertEquals(0, server.counters().failed());
  }

  @Test
  void aServiceThatThrowsLosesThatMessageAndTheLogHearsOfItOnce() throws Exception {
    try (var logged = new Logged("switchboard.server")) {
      var server =
          start(
              memory,
              message -> {
                switch (message.content().remaining()) {
                  case 1 -> throw new IllegalStateException("one byte is too few");
                  case 2 -> throw new AssertionError("two bytes are too few");
                  case 3 -> Thread.currentThread().interrupt();
                  default -> echo(message);
                }
              });
      Datagrams client = client(memory, server);
      for (String bad : List.of("1", "22", "333", "1")) {
        client.send(UTF_8.encode(bad));
      }
      assertEquals("good", ask(client, "good"));
      assertEquals(5, server.counters().received());
      assertEquals(3, server.counters().failed());
      assertEquals(1, logged.count("the handler failed for a datagram from " + client.local()));
    }
  }

  @Test
  void aLogThatFailsEndsNothing() throws Exception {
    try (var logged = new Logged("switchboard.server")) {
      logged.failAt("handler failed");
      var server =
          start(
              memory,
              message -> {
                if (message.content().remaining() == 1) {
                  throw new IllegalStateException();
                }
                echo(message);
              });
      Datagrams client = client(memory, server);
      client.send(UTF_8.encode("1"));
      assertEquals("good", ask(client, "good"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "system"})
  void whatIsSaidUnaskedComesFromTheServersAddress(String place) throws Exception {
    var server = start(network(place), message -> {});
    Datagrams client = client(network(place), server);
    server.send(UTF_8.encode("the state of the world"), client.local());
    assertEquals("the state of the world", hear(client));
    assertEquals(1, server.counters().sent());
  }

  @Test
  void severalEndpointsOfBothFamiliesAreServedTogether() throws Exception {
    var asked = List.of(ANYWHERE, "udp://[::1]:0", ANYWHERE);
    var setup = DatagramServer.builder(DatagramServerTest::echo);
    asked.forEach(setup::listen);
    try (var server = setup.start()) {
      assertEquals(3, server.endpoints().stream().distinct().count());
      for (Endpoint endpoint : server.endpoints()) {
        Datagrams client = scope.add(Network.system().connectDatagrams(endpoint, Options.none()));
        assertEquals("hello", ask(client, "hello"));
        var unconnected = endpoint.host().contains(":") ? "udp://[::1]:0" : ANYWHERE;
        Datagrams other =
            scope.add(Network.system().bind(Endpoint.parse(unconnected), Options.none()));
        server.send(UTF_8.encode("unasked"), other.local());
        assertEquals("unasked", hear(other));
      }
    }
  }

  @Test
  void aServerHearsTheGroupsItWasTold() throws Exception {
    var group = Address.inet(InetAddress.ofLiteral("239.255.70.2"), 0);
    var everyInterface = Endpoint.parse("udp://0.0.0.0:7777");
    var setup =
        DatagramServer.builder(DatagramServerTest::echo).network(memory).listen(everyInterface);
    try (var _ = setup.join(group, "").start()) {
      Datagrams client = scope.add(memory.bind(Endpoint.parse(ANYWHERE), Options.none()));
      client.send(UTF_8.encode("hello, group"), group.withPort(7777));
      assertEquals("hello, group", hear(client));
    }
    setup.join(Address.loopback(0), ""); // the loopback address is not a multicast group
    assertThrows(AddressUnavailableException.class, setup::start);
    scope.add(memory.bind(everyInterface, Options.none()));
  }

  @Test
  void whenOneAddressIsTakenItIsBoundNowhere() throws Exception {
    var first = start(memory, message -> {});
    var free = Endpoint.parse("udp://127.0.0.1:7777");
    var both =
        DatagramServer.builder(_ -> {}).network(memory).listen(free).listen(first.endpoint());
    assertThrows(AddressUnavailableException.class, both::start);
    scope.add(memory.bind(free, Options.none()));
  }

  @Test
  void aServerThatIsBoundNowhereOrToAStreamIsAMistake() {
    var nowhere = DatagramServer.builder(message -> {});
    assertThrows(IllegalStateException.class, nowhere::start);
    assertThrows(
        EndpointException.class, () -> DatagramServer.bind("tcp://127.0.0.1:0", message -> {}));
  }

  @Test
  void closingEndsTheWaitAndFreesTheAddress() throws Exception {
    var server = scope.add(DatagramServer.bind(ANYWHERE, DatagramServerTest::echo));
    var waiting = scope.start(server::awaitStop);
    waiting.awaitBlocked();
    server.close();
    waiting.result();
    server.close();
    server.awaitStop();
    var target = server.addresses().getFirst();
    assertThrows(SocketClosedException.class, () -> server.send(UTF_8.encode("x"), target));
    scope.add(Network.system().bind(server.endpoint(), Options.none()));
  }

  @Test
  void closeWaitsForTheServiceThatRuns() throws Exception {
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var left = new AtomicInteger();
    var server =
        start(
            memory,
            message -> {
              entered.countDown();
              leave.await();
              left.incrementAndGet();
            });
    client(memory, server).send(UTF_8.encode("x"));
    assertTrue(entered.await(10, TimeUnit.SECONDS));
    var closing = scope.start(server::close);
    closing.awaitBlocked();
    assertFalse(closing.isDone());
    leave.countDown();
    closing.result();
    assertEquals(1, left.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "epoll", "nio"})
  void theMessageThatIsServedWhenTheServerClosesCanBeAnswered(String place) throws Exception {
    var network = place.equals("memory") ? memory : scope.add(Network.open(place));
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var server =
        start(
            network,
            message -> {
              entered.countDown();
              leave.await();
              echo(message);
            });
    Datagrams client = client(network, server);
    client.send(UTF_8.encode("the last one"));
    assertTrue(entered.await(10, TimeUnit.SECONDS));
    var closing = scope.start(server::close);
    closing.awaitBlocked();
    leave.countDown();
    closing.result();
    assertEquals("the last one", hear(client));
    assertEquals(0, server.counters().failed());
    assertEquals(1, server.counters().sent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "system"})
  void aServiceThatClosesItsServerCanStillAnswer(String place) throws Exception {
    var itself = new AtomicReference<DatagramServer>();
    var server =
        start(
            network(place),
            message -> {
              itself.get().close();
              echo(message);
            });
    itself.set(server);
    Datagrams client = client(network(place), server);
    assertEquals("that is all", ask(client, "that is all"));
    try (var _ = Deadline.after(TestScope.LIMIT)) {
      server.awaitStop();
    }
    assertEquals(0, server.counters().failed());
  }

  @Test
  void aThreadThatIsInterruptedWhileItClosesLeavesNoSocketOpen() throws Exception {
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var server =
        start(
            memory,
            message -> {
              entered.countDown();
              leave.await();
            });
    client(memory, server).send(UTF_8.encode("x"));
    assertTrue(entered.await(10, TimeUnit.SECONDS));
    var closing = scope.start(server::close);
    closing.awaitBlocked().thread().interrupt();
    closing.result();
    scope.add(memory.bind(server.endpoint(), Options.none()));
    leave.countDown();
  }

  @Test
  void aServiceMayCloseItsServer() throws Exception {
    var itself = new AtomicReference<DatagramServer>();
    var server = start(memory, message -> itself.get().close());
    itself.set(server);
    client(memory, server).send(UTF_8.encode("that is all"));
    try (var _ = Deadline.after(TestScope.LIMIT)) {
      server.awaitStop();
    }
    assertEquals(0, server.counters().failed());
  }

  @Test
  void aDeadlineOrAnInterruptionCutsTheWaitAndNotTheServer() throws Exception {
    var server = start(memory, DatagramServerTest::echo);
    try (var _ = Deadline.after(Duration.ZERO)) {
      assertThrows(DeadlineExceededException.class, server::awaitStop);
    }
    var waiting = scope.start(server::awaitStop);
    waiting.awaitBlocked().thread().interrupt();
    waiting.failure(OperationInterruptedException.class);
    assertEquals("still there", ask(client(memory, server), "still there"));
  }

  @Test
  void errorsThatPassLoseNoSocket() throws Exception {
    var tries = new AtomicInteger();
    FailingAccept.Before sometimes =
        () -> {
          if (tries.incrementAndGet() % 100 != 0) {
            throw new SystemError(SystemError.Kind.REFUSED, "Connection refused");
          }
        };
    try (var network = Network.over(new FailingReceive(sometimes))) {
      var server = start(network, DatagramServerTest::echo);
      Datagrams client = scope.add(network.bind(Endpoint.parse(ANYWHERE), Options.none()));
      for (int i = 0; i < 20; i++) {
        client.send(UTF_8.encode("x"), server.addresses().getFirst());
        while (client.tryReceive(ByteBuffer.allocate(10)) == null) {
          Thread.onSpinWait();
        }
      }
      assertTrue(server.counters().errors() >= 99 * 20, server.counters()::toString);
      server.close();
    }
  }

  @Test
  void aSocketThatFailsForEverEndsTheServerAndSaysWhy() throws Exception {
    FailingAccept.Before always =
        () -> {
          throw new SystemError(SystemError.Kind.OTHER, "the network is down");
        };
    try (var logged = new Logged("switchboard.server");
        var network = Network.over(new FailingReceive(always))) {
      var server = start(network, DatagramServerTest::echo);
      IOException failed;
      try (var _ = Deadline.after(TestScope.LIMIT)) {
        failed = assertThrows(IOException.class, server::awaitStop);
      }
      String sentence = String.valueOf(failed.getMessage());
      assertTrue(sentence.startsWith("socket 127.0.0.1:"), sentence);
      assertTrue(sentence.contains("the network is down"), sentence);
      assertNotNull(logged.find("the datagram server stops"));
    }
  }
}
