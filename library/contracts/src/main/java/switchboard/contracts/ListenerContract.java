package switchboard.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Options;
import switchboard.net.SocketClosedException;

/**
 * Specifies the behaviour of a {@link Listener} and of connects to it. Implement this contract in a
 * test class for each kind of stream endpoint.
 *
 * @since 0.1.0
 */
public interface ListenerContract
    extends PendingConnectContract, AddressContract, LocalAddressContract {

  @Test
  default void acceptGivesAConnectionToEachCaller(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    for (int i = 0; i < 3; i++) {
      Connection client = scope.connect(network(), listener);
      Connection server = scope.add(listener.accept());
      server.write(TestBytes.text("hello " + i));
      assertEquals("hello " + i, TestBytes.readText(client, 7));
    }
  }

  @Test
  default void acceptBlocksUntilSomebodyCalls(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    TestTask<Connection> accepting = scope.call(() -> scope.add(listener.accept())).awaitBlocked();
    Connection client = scope.connect(network(), listener);
    assertEquals(client.remote(), accepting.result().local());
  }

  @Test
  default void aConnectSucceedsBeforeAnybodyAccepts(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    Connection client = scope.connect(network(), listener);
    client.write(TestBytes.text("early"));
    client.close();
    assertEquals("early", new String(TestBytes.readAll(scope.add(listener.accept())), UTF_8));
  }

  @Test
  default void tryAcceptNeverBlocks(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    assertNull(listener.tryAccept());
    Connection client = scope.connect(network(), listener);
    Connection server = listener.tryAccept();
    while (server == null) { // the kernel may put the connection into the backlog with a delay
      server = listener.tryAccept();
    }
    scope.add(server).write(TestBytes.text("x"));
    assertEquals("x", TestBytes.readText(client, 1));
    assertNull(listener.tryAccept());
  }

  @Test
  default void severalThreadsMayAcceptAndTakeTurns(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    var acceptors = new ArrayList<TestTask<Connection>>();
    for (int i = 0; i < 5; i++) {
      acceptors.add(scope.call(() -> scope.add(listener.accept())));
    }
    acceptors.forEach(TestTask::awaitBlocked);
    for (int i = 0; i < 5; i++) {
      scope.connect(network(), listener).write(TestBytes.text(String.valueOf(i)));
    }
    var heard = new HashSet<String>();
    for (TestTask<Connection> acceptor : acceptors) {
      heard.add(TestBytes.readText(acceptor.result(), 1));
    }
    assertEquals(5, heard.size());
  }

  @Test
  default void closeWakesThoseWhoAccept(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    TestTask<?> first = scope.call(() -> listener.accept()).awaitBlocked();
    TestTask<?> second = scope.call(() -> listener.accept()).awaitBlocked();
    listener.close();
    var closed = first.failure(SocketClosedException.class);
    second.failure(SocketClosedException.class);
    assertTrue(String.valueOf(closed.getMessage()).startsWith("accept " + listener.local()));
  }

  @Test
  default void aClosedListenerSaysSo(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    assertTrue(listener.isOpen());
    listener.close();
    listener.close();
    assertFalse(listener.isOpen());
    assertTrue(listener.isBroken());
    assertThrows(SocketClosedException.class, () -> listener.accept());
    assertThrows(SocketClosedException.class, () -> listener.tryAccept());
  }

  @Test
  default void acceptedConnectionsOutliveTheListener(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    Connection client = scope.connect(network(), listener);
    Connection server = scope.add(listener.accept());
    listener.close();
    client.write(TestBytes.text("still there?"));
    assertEquals("still there?", TestBytes.readText(server, 12));
    server.write(TestBytes.text("yes"));
    assertEquals("yes", TestBytes.readText(client, 3));
  }

  @Test
  default void closingAListenerDisconnectsConnectionsInItsBacklog(TestScope scope)
      throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    Connection client = scope.connect(network(), listener);
    listener.close();
    try {
      assertEquals(-1, client.read(ByteBuffer.allocate(1)));
    } catch (ConnectionLostException alsoRight) {
      assertTrue(client.isOpen());
    }
  }

  @Test
  default void aDeadlineCutsAcceptAndTheListenerLives(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    try (var _ = Deadline.after(Duration.ofMillis(1))) {
      assertThrows(DeadlineExceededException.class, () -> listener.accept());
    }
    var accepting = DeadlineContract.Limited.start(scope, () -> scope.add(listener.accept()));
    var waiting = DeadlineContract.Limited.start(scope, () -> scope.add(listener.accept()));
    waiting.expiresNow();
    accepting.expiresNow();
    Connection client = scope.connect(network(), listener);
    try (var _ = Deadline.after(Duration.ZERO)) {
      assertThrows(DeadlineExceededException.class, () -> listener.accept());
    }
    assertEquals(client.remote(), scope.add(listener.accept()).local());
  }

  @Test
  default void interruptionCutsAcceptAndTheListenerLives(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    TestTask<Boolean> accepting =
        scope.call(() -> {
          assertThrows(OperationInterruptedException.class, () -> listener.accept());
          return Thread.interrupted();
        });
    accepting.awaitBlocked().thread().interrupt();
    assertTrue(accepting.result(), "the interrupt status stays set");
    Connection client = scope.connect(network(), listener);
    assertEquals(client.remote(), scope.add(listener.accept()).local());
  }

  @Test
  default void theSystemChoosesAPortThatIsTold(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    if (listener.local() instanceof Address.Inet inet) {
      assertTrue(inet.port() > 0);
      Listener other = scope.listen(network(), listenEndpoint());
      assertFalse(other.local().equals(listener.local()));
    }
    assertNotNull(listener.options());
  }

  @Test
  default void anAddressInUseIsSaidSo(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    Endpoint same = Endpoint.of(listener.local());
    var inUse =
        assertThrows(
            AddressUnavailableException.class, () -> network().listen(same, Options.none()));
    String message = String.valueOf(inUse.getMessage());
    assertTrue(message.startsWith("listen " + listener.local()), message);
    Connection client = scope.connect(network(), listener);
    assertEquals(client.remote(), scope.add(listener.accept()).local());
  }

  @Test
  default void connectingWhereNobodyListensIsRefused(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    Endpoint gone = Endpoint.of(listener.local());
    listener.close();
    var refused =
        assertThrows(
            ConnectionRefusedException.class, () -> network().connect(gone, Options.none()));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("connect " + listener.local()), message);
  }

  @Test
  default void aThousandConnectionsInTurnLeaveNothingBehind(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    long before = openHandles();
    for (int i = 0; i < 1000; i++) {
      serveOne(listener);
    }
    assertTrue(openHandles() <= before + 2, () -> openHandles() + " open, " + before + " before");
  }

  private void serveOne(Listener listener) throws IOException {
    try (Connection client = network().connect(Endpoint.of(listener.local()), Options.none());
        Connection server = listener.accept()) {
      client.write(TestBytes.text("x"));
      assertEquals("x", TestBytes.readText(server, 1));
    }
  }
}
