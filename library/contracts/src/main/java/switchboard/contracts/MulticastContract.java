package switchboard.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.ConnectionOptions;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Membership;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.SocketClosedException;
import switchboard.net.spi.Capability;

/**
 * Specifies multicast groups (RFC 1112). Implement this contract in a test class for each address
 * family; {@link #listenEndpoint} must return the wildcard address: {@code udp://0.0.0.0:0} or
 * {@code udp://[::]:0}. To show that a datagram does not arrive, the tests send a second datagram
 * and require that the second one arrives first.
 *
 * @since 0.1.0
 */
public interface MulticastContract extends NetworkContract {

  /**
   * Returns the interface for the datagrams of the tests. The interface must not send the datagrams
   * to a real network.
   *
   * @return {@code lo} by default
   */
  default String groupInterface() {
    return "lo";
  }

  /**
   * Returns whether {@link Option#MULTICAST_LOOP} has an effect on {@link #groupInterface}. Linux
   * ignores the option on {@code lo}.
   *
   * @return true by default
   */
  default boolean loopIsHeeded() {
    return true;
  }

  @BeforeEach
  default void theEngineKnowsGroups() {
    assumeCapability(Capability.MULTICAST);
  }

  /**
   * Returns a multicast group of the address family under test that no other program uses (RFC 2365
   * §6.2, RFC 4291 §2.7).
   *
   * @param number chooses the group
   * @return the group, with port 0
   */
  default Address.Inet group(int number) {
    boolean six = listenEndpoint().host().contains(":");
    String ip = (six ? "ff15::7001:" : "239.255.70.") + number;
    return Address.inet(InetAddress.ofLiteral(ip), 0);
  }

  /**
   * Binds a socket that sends multicast datagrams on {@link #groupInterface}. The socket is closed
   * when the test ends.
   *
   * @param scope the scope of the test
   * @param at the endpoint to bind
   * @return the socket
   * @throws IOException if an I/O error occurs
   */
  default Datagrams bind(TestScope scope, Endpoint at) throws IOException {
    var options =
        Options.of(Option.REUSE_ADDRESS, true).with(Option.MULTICAST_INTERFACE, groupInterface());
    return scope.add(network().bind(at, options));
  }

  /**
   * Joins a group. The socket is a member of the group until the test ends.
   *
   * @param scope the scope of the test
   * @param socket the socket that joins
   * @param group the number of a {@link #group}
   * @return the membership
   * @throws IOException if an I/O error occurs
   */
  default Membership join(TestScope scope, Datagrams socket, int group) throws IOException {
    return scope.add(socket.join(group(group), groupInterface()));
  }

  private Datagrams bind(TestScope scope) throws IOException {
    return bind(scope, listenEndpoint());
  }

  private static int port(Datagrams socket) {
    return ((Address.Inet) socket.local()).port();
  }

  private void sendToGroup(Datagrams sender, int group, Datagrams receiver) throws IOException {
    sender.send(TestBytes.text("to group " + group), group(group).withPort(port(receiver)));
  }

  /**
   * Sends a datagram to the loopback address of {@code receiver}, so that no other socket receives
   * it.
   */
  private void sendToOne(Datagrams sender, Datagrams receiver) throws IOException {
    boolean six = group(1).isIpv6();
    int port = port(receiver);
    sender.send(TestBytes.text("to one"), six ? Address.loopback6(port) : Address.loopback(port));
  }

  private static String hear(Datagrams socket) throws IOException {
    var target = ByteBuffer.allocate(100);
    socket.receive(target);
    return UTF_8.decode(target.flip()).toString();
  }

  /** Requires that the datagrams sent to a group before this call do not arrive. */
  private void assertNothingBut(Datagrams sender, Datagrams receiver) throws IOException {
    sendToOne(sender, receiver);
    assertEquals("to one", hear(receiver));
    assertNull(receiver.tryReceive(ByteBuffer.allocate(100)));
  }

  @Test
  default void aReplyToAGroupsMessageComesFromOneAddress(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams member = bind(scope);
    join(scope, member, 1);
    sendToGroup(sender, 1, member);
    var received = member.receiveEnvelope(ByteBuffer.allocate(100));
    boolean told = network().capabilities().contains(Capability.DATAGRAM_DESTINATION);
    Address expected = told ? group(1).withPort(port(member)) : member.local();
    assertEquals(expected, received.destination());
    assertFalse(((Address.Inet) received.local()).ip().isMulticastAddress());
    member.reply(TestBytes.text("here"), received);
    var target = ByteBuffer.allocate(100);
    assertEquals(port(member), ((Address.Inet) sender.receive(target)).port());
    assertEquals("here", UTF_8.decode(target.flip()).toString());
  }

  @Test
  default void aMemberReceivesTheGroup(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams member = bind(scope);
    Membership membership = join(scope, member, 1);
    assertTrue(membership.isOpen());
    assertEquals(group(1), membership.group());
    assertEquals(groupInterface(), membership.interfaceName());
    sendToGroup(sender, 1, member);
    var target = ByteBuffer.allocate(100);
    var from = (Address.Inet) member.receive(target);
    assertEquals("to group 1", UTF_8.decode(target.flip()).toString());
    assertEquals(port(sender), from.port());
    assertFalse(from.ip().isMulticastAddress(), from::toString);
  }

  @Test
  default void aSocketThatHasNotJoinedReceivesNothing(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams member = bind(scope);
    Datagrams other = bind(scope);
    join(scope, member, 1);
    sendToGroup(sender, 1, other); // another socket of this host is a member
    assertNothingBut(sender, other);
  }

  @Test
  default void aMemberOfOneGroupDoesNotReceiveAnother(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams first = bind(scope);
    Datagrams second = bind(scope);
    join(scope, first, 1);
    join(scope, second, 2);
    sendToGroup(sender, 2, first);
    assertNothingBut(sender, first);
  }

  @Test
  default void aSocketThatHasLeftReceivesNothing(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams member = bind(scope);
    Membership membership = join(scope, member, 1);
    sendToGroup(sender, 1, member);
    assertEquals("to group 1", hear(member));
    membership.close();
    membership.close();
    assertFalse(membership.isOpen());
    sendToGroup(sender, 1, member);
    assertNothingBut(sender, member);
  }

  @Test
  default void leavingOneGroupKeepsTheOther(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams member = bind(scope);
    Membership first = join(scope, member, 1);
    join(scope, member, 2);
    sendToGroup(sender, 1, member);
    sendToGroup(sender, 2, member);
    assertEquals("to group 1", hear(member));
    assertEquals("to group 2", hear(member));
    first.close();
    sendToGroup(sender, 1, member);
    sendToGroup(sender, 2, member);
    assertEquals("to group 2", hear(member));
  }

  @Test
  default void twoMembersAtOnePortBothHear(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams ann = bind(scope);
    Datagrams bob = bind(scope, Endpoint.of(ann.local()).withScheme("udp"));
    join(scope, ann, 1);
    join(scope, bob, 1);
    sendToGroup(sender, 1, ann);
    assertEquals("to group 1", hear(ann));
    assertEquals("to group 1", hear(bob));
  }

  @Test
  default void aSocketBoundToAGroupReceivesOnlyThatGroup(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Endpoint place = Endpoint.of(group(1)).withScheme("udp");
    Datagrams member = bind(scope, place);
    join(scope, member, 1);
    join(scope, member, 2);
    sendToGroup(sender, 2, member);
    sendToOne(sender, member);
    sendToGroup(sender, 1, member);
    assertEquals("to group 1", hear(member));
  }

  @Test
  default void aSenderWhoIsAMemberHearsItself(TestScope scope) throws Exception {
    Datagrams member = bind(scope);
    join(scope, member, 1);
    sendToGroup(member, 1, member);
    assertEquals("to group 1", hear(member));
  }

  @Test
  default void withoutLoopNobodyOnThisHostHears(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams member = bind(scope);
    join(scope, member, 1);
    sender.options().set(Option.MULTICAST_LOOP, false);
    sendToGroup(sender, 1, member);
    if (!loopIsHeeded()) {
      assertEquals("to group 1", hear(member));
    }
    assertNothingBut(sender, member);
    sender.options().set(Option.MULTICAST_LOOP, true);
    sendToGroup(sender, 1, member);
    assertEquals("to group 1", hear(member));
  }

  @Test
  default void whatStaysOnThisHostIsHeardOnIt(TestScope scope) throws Exception {
    Datagrams sender = bind(scope);
    Datagrams member = bind(scope);
    join(scope, member, 1);
    sender.options().set(Option.MULTICAST_TTL, 0);
    sendToGroup(sender, 1, member);
    assertEquals("to group 1", hear(member));
  }

  @Test
  default void closingASocketEndsItsMemberships(TestScope scope) throws Exception {
    Datagrams member = bind(scope);
    Membership membership = member.join(group(1), groupInterface());
    member.close();
    assertFalse(membership.isOpen());
    membership.close();
    assertThrows(SocketClosedException.class, () -> join(scope, member, 1));
  }

  @Test
  default void aGroupIsJoinedOnceAtATime(TestScope scope) throws Exception {
    Datagrams member = bind(scope);
    Membership first = join(scope, member, 1);
    var again = assertThrows(AddressUnavailableException.class, () -> join(scope, member, 1));
    TestBytes.assertNames(again, "join", member.local(), group(1));
    assertTrue(first.isOpen());
    first.close();
    Datagrams sender = bind(scope);
    join(scope, member, 1);
    sendToGroup(sender, 1, member);
    assertEquals("to group 1", hear(member));
  }

  @Test
  default void aUnicastAddressIsNotAGroup(TestScope scope) throws Exception {
    Datagrams socket = bind(scope);
    var one = (Address.Inet) bind(scope).local();
    var refused =
        assertThrows(AddressUnavailableException.class, () -> socket.join(one, groupInterface()));
    TestBytes.assertNames(refused, "join", socket.local(), one);
    assertTrue(
        String.valueOf(refused.getMessage()).contains(" is not a multicast address"),
        refused::toString);
  }

  @Test
  default void aGroupOfTheOtherFamilyIsRefused(TestScope scope) throws Exception {
    Datagrams socket = bind(scope);
    String other = group(1).isIpv6() ? "239.255.70.1" : "ff15::7001:1";
    var group = Address.inet(InetAddress.ofLiteral(other), 0);
    assertThrows(AddressUnavailableException.class, () -> socket.join(group, groupInterface()));
  }

  @Test
  default void theOptionsOfGroupsAreKept(TestScope scope) throws Exception {
    ConnectionOptions plain = scope.add(network().bind(listenEndpoint(), Options.none())).options();
    assertEquals(1, plain.get(Option.MULTICAST_TTL));
    assertTrue(plain.get(Option.MULTICAST_LOOP));
    assertEquals("", plain.get(Option.MULTICAST_INTERFACE));
    var chosen =
        Options.of(Option.MULTICAST_TTL, 7)
            .with(Option.MULTICAST_LOOP, false)
            .with(Option.MULTICAST_INTERFACE, groupInterface());
    ConnectionOptions told = scope.add(network().bind(listenEndpoint(), chosen)).options();
    assertEquals(7, told.get(Option.MULTICAST_TTL));
    assertFalse(told.get(Option.MULTICAST_LOOP));
    assertEquals(groupInterface(), told.get(Option.MULTICAST_INTERFACE));
    told.set(Option.MULTICAST_TTL, 255);
    assertEquals(255, told.get(Option.MULTICAST_TTL));
    assertThrows(IllegalArgumentException.class, () -> told.set(Option.MULTICAST_TTL, 256));
  }
}
