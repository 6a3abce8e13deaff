package switchboard.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.DatagramTooLargeException;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.SocketClosedException;
import switchboard.net.spi.Capability;

/**
 * Specifies the behaviour of a {@link Datagrams} socket. Implement this contract in a test class
 * for each kind of endpoint; {@link #listenEndpoint} returns the endpoint to bind, such as {@code
 * udp://127.0.0.1:0}. The tests require a loopback interface that loses no datagrams while the
 * receive queue has space.
 *
 * @since 0.1.0
 */
public interface DatagramsContract extends NetworkContract {

  /**
   * Binds a socket, which is closed when the test ends.
   *
   * @param scope the scope of the test
   * @return the socket
   * @throws IOException if an I/O error occurs
   */
  default Datagrams bind(TestScope scope) throws IOException {
    return scope.add(network().bind(listenEndpoint(), Options.none()));
  }

  /**
   * Returns a socket that is connected to {@code peer} and is closed when the test ends.
   *
   * @param scope the scope of the test
   * @param peer the address of another socket
   * @return the socket
   * @throws IOException if an I/O error occurs
   */
  default Datagrams connected(TestScope scope, Address peer) throws IOException {
    Endpoint endpoint = Endpoint.of(peer).withScheme("udp");
    return scope.add(network().connectDatagrams(endpoint, Options.none()));
  }

  /** Receives one datagram as text. */
  private static String receiveText(Datagrams socket) throws IOException {
    var target = ByteBuffer.allocate(Datagrams.BYTES_MAX);
    socket.receive(target);
    return new String(target.array(), 0, target.position(), UTF_8);
  }

  @Test
  default void aMessageArrivesWholeAndTellsItsSender(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams receiver = bind(scope);
    var source = TestBytes.text("one message");
    sender.send(source, receiver.local());
    assertEquals(0, source.remaining());
    var target = ByteBuffer.allocate(100);
    assertEquals(sender.local(), receiver.receive(target));
    assertEquals("one message", new String(target.array(), 0, target.position(), UTF_8));
  }

  @Test
  default void messagesKeepTheirBoundaries(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams receiver = bind(scope);
    for (String text : new String[] {"first", "second", "", "fourth"}) {
      sender.send(TestBytes.text(text), receiver.local());
    }
    assertEquals("first", receiveText(receiver));
    assertEquals("second", receiveText(receiver));
    assertEquals("", receiveText(receiver));
    assertEquals("fourth", receiveText(receiver));
  }

  /**
   * Returns the size of the largest datagram of this address family: 65,535 bytes minus the headers
   * that are included in the length (RFC 768).
   */
  private int bytesMax() {
    return listenEndpoint().host().contains(":") ? 65_527 : Datagrams.BYTES_MAX;
  }

  @Test
  default void theLargestMessagesArrive(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams receiver = bind(scope);
    for (int count = bytesMax() - 1; count <= bytesMax(); count++) {
      byte[] sent = TestBytes.random(7, count);
      sender.send(ByteBuffer.wrap(sent), receiver.local());
      var target = ByteBuffer.allocateDirect(bytesMax());
      receiver.receive(target);
      byte[] arrived = new byte[target.position()];
      target.get(0, arrived);
      assertArrayEquals(sent, arrived);
    }
  }

  @Test
  default void aMessageThatIsTooLongIsNotSent(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams receiver = bind(scope);
    for (int count : new int[] {bytesMax() + 1, bytesMax() + 2, 70_000}) {
      var huge = ByteBuffer.allocate(count);
      var tooLong =
          assertThrows(DatagramTooLargeException.class, () -> sender.send(huge, receiver.local()));
      TestBytes.assertNames(tooLong, "send", sender.local(), receiver.local());
      assertEquals("EMSGSIZE", tooLong.errno().orElse(""));
      assertEquals(count, huge.remaining());
    }
    sender.send(TestBytes.text("next"), receiver.local());
    assertEquals("next", receiveText(receiver));
  }

  @Test
  default void aBufferThatIsReadOnlyIsRefusedBeforeAnythingBlocks(TestScope scope)
      throws Exception {
    Datagrams receiver = bind(scope);
    ByteBuffer readOnly = ByteBuffer.allocate(10).asReadOnlyBuffer();
    assertThrows(IllegalArgumentException.class, () -> receiver.receive(readOnly));
    assertThrows(IllegalArgumentException.class, () -> receiver.tryReceive(readOnly));
  }

  @Test
  default void whatDoesNotFitIsLost(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams receiver = bind(scope);
    sender.send(TestBytes.text("longer than the room for it"), receiver.local());
    sender.send(TestBytes.text("next"), receiver.local());
    var small = ByteBuffer.allocate(10);
    small.position(2).limit(8);
    assertEquals(sender.local(), receiver.receive(small));
    assertEquals(8, small.position());
    assertEquals("longer", new String(small.array(), 2, 6, UTF_8));
    assertEquals("next", receiveText(receiver));
  }

  @Test
  default void tryReceiveNeverBlocks(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams receiver = bind(scope);
    var target = ByteBuffer.allocate(10);
    assertNull(receiver.tryReceive(target));
    assertTrue(sender.trySend(TestBytes.text("x"), receiver.local()));
    Address from = receiver.tryReceive(target);
    while (from == null) { // the datagram may not have arrived yet
      from = receiver.tryReceive(target);
    }
    assertEquals(sender.local(), from);
    assertNull(receiver.tryReceive(target));
  }

  @Test
  default void connectedSocketsTalkToTheirPeerAlone(TestScope scope) throws Exception {
    Datagrams server = bind(scope);
    Datagrams stranger = bind(scope);
    Datagrams client = connected(scope, server.local());
    client.send(TestBytes.text("hello"));
    var target = ByteBuffer.allocate(10);
    Address from = server.receive(target);
    assertEquals(client.local(), from);
    stranger.send(TestBytes.text("psst"), from);
    server.send(TestBytes.text("answer"), from);
    assertEquals("answer", receiveText(client));
    client.send(TestBytes.text("again"), server.local());
    assertEquals("again", receiveText(server));
    assertThrows(
        IllegalStateException.class, () -> client.send(TestBytes.text("no"), stranger.local()));
    assertThrows(IllegalStateException.class, () -> server.send(TestBytes.text("to whom?")));
  }

  @Test
  default void aConnectedSocketSendsFromTheChosenLocalAddress(TestScope scope) throws Exception {
    Datagrams server = bind(scope);
    Endpoint remote = Endpoint.of(server.local()).withScheme("udp");
    var taken = (Address.Inet) server.local();
    Options options = Options.of(Option.LOCAL_ADDRESS, taken.withPort(0));
    Datagrams client = scope.add(network().connectDatagrams(remote, options));
    client.send(TestBytes.text("hello"));
    assertEquals(client.local(), server.receive(ByteBuffer.allocate(10)));
    assertEquals(taken.host(), ((Address.Inet) client.local()).host());
    AddressUnavailableException refused =
        assertThrows(
            AddressUnavailableException.class,
            () -> network().connectDatagrams(remote, Options.of(Option.LOCAL_ADDRESS, taken)));
    assertEquals(taken, refused.failure().local());
  }

  @Test
  default void ofTheAddressesOfANameAConnectedSocketTakesOneOfItsFamily(TestScope scope)
      throws Exception {
    Datagrams server = bind(scope);
    var remote = (Address.Inet) server.local();
    Address.Inet other =
        remote.isIpv6() ? Address.loopback(remote.port()) : Address.loopback6(remote.port());
    Options options = Options.of(Option.LOCAL_ADDRESS, remote.withPort(0));
    Network named = network().withResolver((_, _) -> List.of(other, remote));
    Endpoint name = Endpoint.udp("name.example", remote.port());
    Datagrams client = scope.add(named.connectDatagrams(name, options));
    client.send(TestBytes.text("hello"));
    assertEquals(client.local(), server.receive(ByteBuffer.allocate(10)));
    Options wrong = Options.of(Option.LOCAL_ADDRESS, other.withPort(0));
    Endpoint endpoint = Endpoint.of(remote).withScheme("udp");
    AddressUnavailableException refused =
        assertThrows(
            AddressUnavailableException.class, () -> network().connectDatagrams(endpoint, wrong));
    assertEquals("EAFNOSUPPORT", refused.failure().errno());
  }

  @Test
  default void aConnectedSocketHearsThatNobodyIsThere(TestScope scope) throws Exception {
    assumeCapability(Capability.DATAGRAM_REFUSED);
    Datagrams server = bind(scope);
    Datagrams client = connected(scope, server.local());
    server.close();
    client.send(TestBytes.text("anybody?"));
    var refused =
        assertThrows(
            ConnectionRefusedException.class, () -> client.receive(ByteBuffer.allocate(10)));
    TestBytes.assertNames(refused, "receive", client.local(), server.local());
    assertTrue(client.isOpen());
  }

  @Test
  default void aReceiverWhoDoesNotReadDropsAndHoldsNobodyUp(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams receiver = bind(scope);
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      sender.send(ByteBuffer.allocate(1000), receiver.local());
    }
    receiver.receive(ByteBuffer.allocate(1000));
    int kept = 1;
    while (receiver.tryReceive(ByteBuffer.allocate(1000)) != null) {
      kept++;
    }
    assertTrue(kept < count, "the receive queue must be bounded");
  }

  @Test
  default void severalThreadsMayReceiveAndTakeTurns(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams receiver = bind(scope);
    var receivers = new ArrayList<TestTask<String>>();
    for (int i = 0; i < 5; i++) {
      receivers.add(scope.call(() -> receiveText(receiver)));
    }
    receivers.forEach(TestTask::awaitBlocked);
    for (int i = 0; i < 5; i++) {
      sender.send(TestBytes.text("x"), receiver.local());
    }
    for (TestTask<String> each : receivers) {
      assertEquals("x", each.result());
    }
  }

  @Test
  default void closeWakesThoseWhoReceive(TestScope scope) throws Exception {
    Datagrams socket = bind(scope);
    TestTask<?> first = scope.call(() -> receiveText(socket)).awaitBlocked();
    TestTask<?> second = scope.call(() -> receiveText(socket)).awaitBlocked();
    socket.close();
    first.failure(SocketClosedException.class);
    second.failure(SocketClosedException.class);
  }

  @Test
  default void everyCallOnAClosedSocketSaysSo(TestScope scope) throws Exception {
    Datagrams socket = bind(scope);
    Address there = bind(scope).local();
    assertTrue(socket.isOpen());
    socket.close();
    socket.close();
    assertFalse(socket.isOpen());
    assertTrue(socket.isBroken());
    var buffer = ByteBuffer.allocate(1);
    assertThrows(SocketClosedException.class, () -> socket.receive(buffer));
    assertThrows(SocketClosedException.class, () -> socket.tryReceive(buffer));
    assertThrows(SocketClosedException.class, () -> socket.send(buffer, there));
    assertThrows(SocketClosedException.class, () -> socket.trySend(buffer, there));
  }

  @Test
  default void aDeadlineCutsReceiveAndTheSocketLives(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams receiver = bind(scope);
    DeadlineContract.Limited.start(scope, () -> receiveText(receiver)).expiresNow();
    try (var _ = Deadline.after(Duration.ZERO)) {
      var nothing = TestBytes.text("not sent");
      assertThrows(DeadlineExceededException.class, () -> receiveText(receiver));
      assertThrows(DeadlineExceededException.class, () -> sender.send(nothing, receiver.local()));
      assertEquals(8, nothing.remaining());
    }
    sender.send(TestBytes.text("x"), receiver.local());
    assertEquals("x", receiveText(receiver));
  }

  @Test
  default void interruptionCutsReceiveAndTheSocketLives(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams receiver = bind(scope);
    TestTask<Boolean> task =
        scope.call(() -> {
          assertThrows(OperationInterruptedException.class, () -> receiveText(receiver));
          return Thread.interrupted();
        });
    task.awaitBlocked().thread().interrupt();
    assertTrue(task.result(), "the interrupt status stays set");
    sender.send(TestBytes.text("x"), receiver.local());
    assertEquals("x", receiveText(receiver));
  }

  @Test
  default void anAddressThatIsTakenIsSaidSo(TestScope scope) throws Exception {
    Datagrams socket = bind(scope);
    Endpoint same = Endpoint.of(socket.local()).withScheme("udp");
    assertThrows(AddressUnavailableException.class, () -> network().bind(same, Options.none()));
    socket.close();
    assertEquals(socket.local(), scope.add(network().bind(same, Options.none())).local());
  }
}
