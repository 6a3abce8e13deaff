package switchboard.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.spi.Capability;

/**
 * Specifies how datagrams are sent to broadcast addresses (RFC 919). Only IPv4 has broadcast
 * addresses. Implement this contract in a test class whose {@link #listenEndpoint} is the IPv4
 * wildcard address: {@code udp://0.0.0.0:0}.
 *
 * @since 0.1.0
 */
public interface BroadcastContract extends NetworkContract {

  /**
   * Returns the broadcast address of an interface that sends no datagrams to a real network.
   *
   * @return 127.255.255.255, the broadcast address of the loopback interface, by default
   */
  default String broadcastHost() {
    return "127.255.255.255";
  }

  private Datagrams bind(TestScope scope, Endpoint at, boolean broadcast) throws IOException {
    var options = Options.of(Option.REUSE_ADDRESS, true).with(Option.BROADCAST, broadcast);
    return scope.add(network().bind(at, options));
  }

  private Address.Inet everybody(Datagrams receiver) {
    int port = ((Address.Inet) receiver.local()).port();
    return Address.inet(InetAddress.ofLiteral(broadcastHost()), port);
  }

  private static String hear(Datagrams socket) throws IOException {
    var target = ByteBuffer.allocate(100);
    socket.receive(target);
    return UTF_8.decode(target.flip()).toString();
  }

  @Test
  default void everybodyAtThePortHears(TestScope scope) throws Exception {
    Datagrams sender = bind(scope, listenEndpoint(), true);
    Datagrams ann = bind(scope, listenEndpoint(), false);
    Datagrams bob = bind(scope, Endpoint.of(ann.local()).withScheme("udp"), false);
    Datagrams elsewhere = bind(scope, listenEndpoint(), false);
    sender.send(TestBytes.text("to everybody"), everybody(ann));
    assertEquals("to everybody", hear(ann));
    assertEquals("to everybody", hear(bob));
    sender.send(TestBytes.text("to everybody elsewhere"), everybody(elsewhere));
    assertEquals("to everybody elsewhere", hear(elsewhere));
  }

  @Test
  default void aReplyToEverybodysMessageComesFromOneAddress(TestScope scope) throws Exception {
    Datagrams sender = bind(scope, listenEndpoint(), true);
    Datagrams ann = bind(scope, listenEndpoint(), false);
    sender.send(TestBytes.text("to everybody"), everybody(ann));
    var received = ann.receiveEnvelope(ByteBuffer.allocate(100));
    boolean told = network().capabilities().contains(Capability.DATAGRAM_DESTINATION);
    assertEquals(told ? everybody(ann) : ann.local(), received.destination());
    ann.reply(TestBytes.text("here"), received);
    var target = ByteBuffer.allocate(100);
    var from = (Address.Inet) sender.receive(target);
    assertEquals(
        told ? received.local() : from.withPort(((Address.Inet) ann.local()).port()), from);
    assertEquals("here", UTF_8.decode(target.flip()).toString());
  }

  @Test
  default void withoutTheOptionItIsDeniedAndTheSentenceNamesIt(TestScope scope) throws Exception {
    Datagrams sender = bind(scope, listenEndpoint(), false);
    Datagrams receiver = bind(scope, listenEndpoint(), false);
    var denied =
        assertThrows(
            AddressUnavailableException.class,
            () -> sender.send(TestBytes.text("psst"), everybody(receiver)));
    TestBytes.assertNames(denied, "send", sender.local(), everybody(receiver));
    String sentence = String.valueOf(denied.getMessage());
    assertTrue(sentence.contains("Permission denied"), sentence);
    assertTrue(sentence.contains("option broadcast"), sentence);
    assertThrows(
        AddressUnavailableException.class,
        () -> sender.trySend(TestBytes.text("psst"), everybody(receiver)));
    assertFalse(sender.options().get(Option.BROADCAST));
    sender.options().set(Option.BROADCAST, true);
    sender.send(TestBytes.text("to everybody"), everybody(receiver));
    assertEquals("to everybody", hear(receiver));
  }
}
