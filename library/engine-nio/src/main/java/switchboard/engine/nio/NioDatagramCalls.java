package switchboard.engine.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.SystemError.Kind;
import switchboard.net.spi.support.DatagramCalls;

/** The calls on one UDP channel of the JDK. */
final class NioDatagramCalls implements DatagramCalls {
  private final DatagramChannel channel;
  private final @Nullable SocketAddress peer;

  /**
   * The current memberships. If a group is joined twice, the JDK returns the same key, and leaving
   * the group once would end both memberships. Therefore this class rejects a second join.
   */
  private final Set<JoinedBy> joined = ConcurrentHashMap.newKeySet();

  private record JoinedBy(InetAddress group, NetworkInterface by) {}

  /**
   * Creates the calls for {@code channel}. The channel must be bound; if it is to have a peer, it
   * must also be connected.
   */
  NioDatagramCalls(DatagramChannel channel) throws IOException {
    this.channel = channel;
    this.peer = channel.getRemoteAddress();
  }

  @Override
  public @Nullable Address tryReceive(ByteBuffer target) throws IOException {
    try {
      SocketAddress sender = channel.receive(target);
      return sender == null ? null : NioAddresses.fromJdk(sender);
    } catch (IOException e) {
      throw NioErrors.translate(e);
    }
  }

  @Override
  public boolean trySend(ByteBuffer source, @Nullable Address target) throws IOException {
    SocketAddress where = target == null ? peer : NioAddresses.toJdk(target);
    boolean empty = !source.hasRemaining();
    if (empty && peer != null) {
      throw new SystemError(
          Kind.OTHER,
          "the JDK cannot send an empty datagram on a connected socket; use an unconnected one");
    }
    try {
      // The result 0 means "would block", unless the datagram is empty.
      return channel.send(source, where) > 0 || empty;
    } catch (UnsupportedAddressTypeException e) {
      throw new SystemError(
          Kind.UNREACHABLE, "the address family of this socket does not support " + target);
    } catch (IOException e) {
      throw NioErrors.ofSend(e, source.remaining(), (Address.Inet) NioAddresses.fromJdk(where));
    }
  }

  @Override
  public Membership join(Address.Inet group, NetworkInterface by) throws IOException {
    var key = new JoinedBy(group.ip(), by);
    if (!joined.add(key)) {
      throw new SystemError(Kind.ADDRESS, "Address already in use", "EADDRINUSE");
    }
    boolean done = false;
    try {
      MembershipKey membership = channel.join(group.ip(), by);
      done = true;
      return () -> {
        membership.drop();
        joined.remove(key);
      };
    } catch (IOException e) {
      throw takesGroups(by)
          ? NioErrors.translate(e)
          : new SystemError(
              Kind.ADDRESS,
              "interface " + by.getName() + " does not support multicast: " + e.getMessage());
    } finally {
      if (!done) {
        joined.remove(key);
      }
    }
  }

  private static boolean takesGroups(NetworkInterface by) {
    try {
      return by.supportsMulticast();
    } catch (SocketException gone) {
      return false;
    }
  }

  @Override
  public ConnectionOptions options() {
    return new NioOptions(channel);
  }
}
