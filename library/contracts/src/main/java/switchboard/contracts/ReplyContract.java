package switchboard.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.DatagramTooLargeException;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Options;
import switchboard.net.SocketClosedException;
import switchboard.net.spi.Capability;

/**
 * Requires that a datagram socket sends a reply from the local address to which the request was
 * sent. Implement this contract in a test class whose {@link #listenEndpoint} is the wildcard
 * address of one address family or of both. The clients are connected sockets, which receive only
 * datagrams from the address to which they are connected.
 *
 * @since 0.1.0
 */
public interface ReplyContract extends NetworkContract {

  /**
   * Returns addresses of this host at which the socket can be reached.
   *
   * @return IP addresses as text; the default depends on the family of {@link #listenEndpoint}
   */
  default List<String> hosts() {
    return switch (listenEndpoint().host()) {
      case "" -> List.of("127.0.0.1", "127.0.0.2", "::1", "127.1.2.3");
      case "::" -> List.of("::1", "127.0.0.2", "127.0.0.1");
      default -> List.of("127.0.0.1", "127.0.0.2", "127.1.2.3");
    };
  }

  private Datagrams bind(TestScope scope) throws IOException {
    return scope.add(network().bind(listenEndpoint(), Options.none()));
  }

  private Datagrams bind(TestScope scope, String endpoint) throws IOException {
    return scope.add(network().bind(Endpoint.parse(endpoint), Options.none()));
  }

  private Datagrams connected(TestScope scope, Address peer) throws IOException {
    Endpoint endpoint = Endpoint.of(peer).withScheme("udp");
    return scope.add(network().connectDatagrams(endpoint, Options.none()));
  }

  private static Address.Inet at(String host, Datagrams server) {
    return Address.inet(InetAddress.ofLiteral(host), ((Address.Inet) server.local()).port());
  }

  private static String receiveText(Datagrams socket) throws IOException {
    var target = ByteBuffer.allocate(100);
    socket.receive(target);
    return UTF_8.decode(target.flip()).toString();
  }

  private static ByteBuffer buffer(boolean direct, int bytes) {
    return direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
  }

  @Test
  default void theReplyComesFromTheAddressThatWasAsked(TestScope scope) throws Exception {
    if (!network().capabilities().contains(Capability.DATAGRAM_DESTINATION)) {
      return; // tested by the next test method
    }
    Datagrams server = bind(scope);
    for (String host : hosts()) {
      Address asked = at(host, server);
      Datagrams client = connected(scope, asked);
      for (boolean direct : new boolean[] {true, false}) {
        client.send(TestBytes.text("hello, " + host));
        var message = buffer(direct, 100).position(3);
        Datagrams.Envelope received = server.receiveEnvelope(message);
        assertEquals(new Datagrams.Envelope(client.local(), asked, asked), received);
        assertEquals("hello, " + host, UTF_8.decode(message.flip().position(3)).toString());
        server.reply(message.position(3), received);
        assertEquals(0, message.remaining());
        assertEquals("hello, " + host, receiveText(client));
      }
    }
  }

  @Test
  default void anEngineThatCannotTellGivesTheSocketsOwnAddress(TestScope scope) throws Exception {
    if (network().capabilities().contains(Capability.DATAGRAM_DESTINATION)) {
      return; // tested by the previous test method
    }
    Datagrams server = bind(scope);
    Datagrams client = connected(scope, at(hosts().getFirst(), server));
    client.send(TestBytes.text("hello"));
    Datagrams.Envelope received = server.receiveEnvelope(ByteBuffer.allocate(100));
    assertEquals(new Datagrams.Envelope(client.local(), server.local(), server.local()), received);
    server.reply(TestBytes.text("reply"), received);
    assertEquals("reply", receiveText(client));
  }

  @Test
  default void aSocketBoundToOneAddressTellsThat(TestScope scope) throws Exception {
    for (String host : hosts()) {
      Datagrams server =
          bind(scope, "udp://" + (host.contains(":") ? "[" + host + "]" : host) + ":0");
      Datagrams client = connected(scope, server.local());
      client.send(TestBytes.text("hello"));
      var received = server.receiveEnvelope(ByteBuffer.allocate(100));
      assertEquals(
          new Datagrams.Envelope(client.local(), server.local(), server.local()), received);
      server.reply(TestBytes.text("reply"), received);
      var reply = client.receiveEnvelope(ByteBuffer.allocate(100));
      assertEquals(new Datagrams.Envelope(server.local(), client.local(), client.local()), reply);
      client.reply(TestBytes.text("again"), reply);
      assertEquals("again", receiveText(server));
    }
  }

  @Test
  default void theNonBlockingVariantsDoTheSame(TestScope scope) throws Exception {
    Datagrams server = bind(scope);
    var message = ByteBuffer.allocate(100);
    assertNull(server.tryReceiveEnvelope(message));
    Datagrams client = connected(scope, at(hosts().getFirst(), server));
    client.send(TestBytes.text("hello"));
    Datagrams.Envelope received = server.tryReceiveEnvelope(message);
    while (received == null) { // the datagram may not have arrived yet
      received = server.tryReceiveEnvelope(message);
    }
    assertEquals(client.local(), received.source());
    assertTrue(server.tryReply(message.flip(), received));
    assertEquals("hello", receiveText(client));
  }

  @Test
  default void theLargestTheEmptyAndTheLongMessageAreRepliedTo(TestScope scope) throws Exception {
    Datagrams server = bind(scope);
    for (boolean direct : new boolean[] {true, false}) {
      for (int count : new int[] {0, 1, Datagrams.BYTES_MAX - 1, Datagrams.BYTES_MAX}) {
        Datagrams client = bind(scope, clientEndpoint());
        byte[] sent = TestBytes.random(7, count);
        client.send(ByteBuffer.wrap(sent), at(hosts().getFirst(), server));
        var message = buffer(direct, Datagrams.BYTES_MAX);
        var received = server.receiveEnvelope(message);
        assertEquals(count, message.position());
        server.reply(message.flip(), received);
        var answer = ByteBuffer.allocate(Datagrams.BYTES_MAX);
        client.receive(answer);
        byte[] arrived = new byte[answer.position()];
        answer.get(0, arrived);
        assertArrayEquals(sent, arrived);
        client.close();
      }
    }
  }

  private String clientEndpoint() {
    return hosts().getFirst().contains(":") ? "udp://[::1]:0" : "udp://127.0.0.1:0";
  }

  @Test
  default void aReplyThatIsTooLongIsNotSent(TestScope scope) throws Exception {
    Datagrams server = bind(scope);
    Datagrams client = connected(scope, at(hosts().getFirst(), server));
    client.send(TestBytes.text("hello"));
    var received = server.receiveEnvelope(ByteBuffer.allocate(100));
    for (boolean direct : new boolean[] {true, false}) {
      for (int count : new int[] {65_528, 65_535, 65_536, 70_000}) {
        var huge = buffer(direct, count);
        var tooLong =
            assertThrows(DatagramTooLargeException.class, () -> server.reply(huge, received));
        assertEquals("EMSGSIZE", tooLong.errno().orElse(""));
        assertEquals(count, huge.remaining());
      }
    }
    server.reply(TestBytes.text("short"), received);
    assertEquals("short", receiveText(client));
  }

  @Test
  default void whatDoesNotFitBesideItsEnvelopeIsLost(TestScope scope) throws Exception {
    Datagrams server = bind(scope);
    Datagrams client = connected(scope, at(hosts().getFirst(), server));
    for (boolean direct : new boolean[] {true, false}) {
      client.send(TestBytes.text("longer than the room for it"));
      client.send(TestBytes.text("next"));
      var small = buffer(direct, 10).position(2).limit(8);
      var received = server.receiveEnvelope(small);
      assertEquals(8, small.position());
      assertEquals("longer", UTF_8.decode(small.flip().position(2)).toString());
      assertEquals(client.local(), received.source());
      assertEquals("next", receiveText(server));
    }
  }

  @Test
  default void aReplyFromAnAddressThatIsGoneLeavesAllTheSame(TestScope scope) throws Exception {
    Datagrams server = bind(scope);
    for (String host : hosts()) {
      boolean six = host.contains(":");
      Datagrams client = bind(scope, six ? "udp://[::1]:0" : "udp://127.0.0.1:0");
      client.send(TestBytes.text("hello"), at(host, server));
      var received = server.receiveEnvelope(ByteBuffer.allocate(100));
      // Addresses for documentation, which no host has: RFC 5737 and RFC 3849.
      Address gone = at(six ? "2001:db8::1" : "192.0.2.1", server);
      var envelope = new Datagrams.Envelope(received.source(), gone, gone);
      server.reply(TestBytes.text("reply"), envelope);
      assertEquals("reply", receiveText(client));
    }
  }

  @Test
  default void anEnvelopeOfAnotherPortIsRefused(TestScope scope) throws Exception {
    Datagrams server = bind(scope);
    Datagrams other = bind(scope);
    Datagrams client = connected(scope, at(hosts().getFirst(), server));
    client.send(TestBytes.text("hello"));
    var received = server.receiveEnvelope(ByteBuffer.allocate(100));
    var reply = TestBytes.text("reply");
    assertThrows(IllegalArgumentException.class, () -> other.reply(reply, received));
    assertThrows(IllegalArgumentException.class, () -> other.tryReply(reply, received));
    assertEquals(5, reply.remaining());
  }

  @Test
  default void receivingWithAnEnvelopeEndsLikeReceiving(TestScope scope) throws Exception {
    Datagrams server = bind(scope);
    var buffer = ByteBuffer.allocate(10);
    assertThrows(
        IllegalArgumentException.class, () -> server.receiveEnvelope(buffer.asReadOnlyBuffer()));
    DeadlineContract.Limited.start(scope, () -> server.receiveEnvelope(buffer)).expiresNow();
    var nobody =
        new Datagrams.Envelope(at(hosts().getFirst(), server), server.local(), server.local());
    try (var _ = Deadline.after(Duration.ZERO)) {
      assertThrows(DeadlineExceededException.class, () -> server.receiveEnvelope(buffer));
      assertThrows(DeadlineExceededException.class, () -> server.reply(buffer, nobody));
    }
    TestTask<?> blocked = scope.call(() -> server.receiveEnvelope(buffer)).awaitBlocked();
    server.close();
    blocked.failure(SocketClosedException.class);
    assertThrows(SocketClosedException.class, () -> server.receiveEnvelope(buffer));
    assertThrows(SocketClosedException.class, () -> server.tryReceiveEnvelope(buffer));
    assertThrows(SocketClosedException.class, () -> server.reply(buffer, nobody));
    assertThrows(SocketClosedException.class, () -> server.tryReply(buffer, nobody));
  }
}
