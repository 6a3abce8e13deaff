package switchboard.engine.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Datagrams;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.SystemError;

/** A UDP socket. */
final class LinuxDatagrams implements DatagramHandle {
  /**
   * The source address or its interface has gone, or no datagram may come from that address. Which
   * of these the kernel says depends on its version and the family; where the target is at fault,
   * the send without a source fails with the same.
   */
  private static final Set<Errno> SOURCE_UNUSABLE =
      EnumSet.of(Errno.EINVAL, Errno.ENODEV, Errno.EADDRNOTAVAIL, Errno.ENETUNREACH);

  private final LinuxSocket socket;
  private final int family;
  private final Groups groups;
  private final Address local;

  /** Null for a socket with one local address, which needs nothing of this. */
  private final @Nullable AddressedMessages addressed;

  /**
   * Takes over a socket that is bound, and connected if it has a peer.
   *
   * @param addressed for a socket that is bound to every interface and has no peer; else null
   */
  LinuxDatagrams(LinuxSocket socket, int family, @Nullable AddressedMessages addressed)
      throws IOException {
    this.socket = socket;
    this.family = family;
    this.addressed = addressed;
    this.local = Sockets.local(socket);
    this.groups = new Groups(socket, local);
  }

  @Override
  public Address receive(ByteBuffer target) throws IOException {
    while (true) {
      Address sender = tryReceive(target);
      if (sender != null) {
        return sender;
      }
      socket.awaitReadable();
    }
  }

  @Override
  public @Nullable Address tryReceive(ByteBuffer target) throws IOException {
    var address = new byte[SocketAddresses.BYTES_MAX];
    int[] length = {address.length};
    int count = receive(Memory.toFill(target), target.remaining(), address, length);
    if (Errno.EAGAIN.is(count)) {
      return null;
    }
    target.position(target.position() + Errno.require(count));
    socket.spendOnReading(count);
    return SocketAddresses.decode(address, length[0]);
  }

  private int receive(MemorySegment target, int room, byte[] address, int[] length)
      throws SystemError {
    int number = socket.enter();
    try {
      int count;
      do {
        count = socket.kernel().recvfrom(number, target, room, address, length);
      } while (Errno.EINTR.is(count));
      return count;
    } finally {
      socket.leave();
    }
  }

  @Override
  public Datagrams.Envelope receiveEnvelope(ByteBuffer target) throws IOException {
    while (true) {
      Datagrams.Envelope received = tryReceiveEnvelope(target);
      if (received != null) {
        return received;
      }
      socket.awaitReadable();
    }
  }

  @Override
  public Datagrams.@Nullable Envelope tryReceiveEnvelope(ByteBuffer target) throws IOException {
    if (addressed == null) {
      return DatagramHandle.super.tryReceiveEnvelope(target);
    }
    var received = addressed.tryReceive(target, (Address.Inet) local);
    if (received == null) {
      return null;
    }
    target.position(target.position() + received.bytes());
    socket.spendOnReading(received.bytes());
    return received.envelope();
  }

  @Override
  public void send(ByteBuffer source, @Nullable Address target) throws IOException {
    while (!trySend(source, target)) {
      socket.awaitWritable();
    }
  }

  @Override
  public boolean trySend(ByteBuffer source, @Nullable Address target) throws IOException {
    byte[] where = target == null ? null : SocketAddresses.encode(target, family);
    return sent(source, target, send(MemorySegment.ofBuffer(source), source.remaining(), where));
  }

  /** Interprets the result of a send; false means that it would block. */
  private boolean sent(ByteBuffer source, @Nullable Address target, int count) throws SystemError {
    if (Errno.EAGAIN.is(count)) {
      return false;
    }
    if (count < 0) {
      boolean nowhere = target instanceof Address.Inet inet && inet.port() == 0; // EINVAL as well
      throw nowhere ? Errno.of(count) : Errno.ofConnect(count); // it is the way there that fails
    }
    source.position(source.limit()); // a datagram is taken whole
    socket.spendOnWriting(count);
    return true;
  }

  @Override
  public void sendFrom(ByteBuffer source, Address target, Address from) throws IOException {
    while (!trySendFrom(source, target, from)) {
      socket.awaitWritable();
    }
  }

  @Override
  public boolean trySendFrom(ByteBuffer source, Address target, Address from) throws IOException {
    if (addressed == null || !(from instanceof Address.Inet inet)) {
      return trySend(source, target);
    }
    int count = addressed.trySend(source, SocketAddresses.encode(target, family), inet);
    if (count < 0 && SOURCE_UNUSABLE.stream().anyMatch(each -> each.is(count))) {
      return trySend(source, target);
    }
    return sent(source, target, count);
  }

  private int send(MemorySegment source, int bytes, byte @Nullable [] where) throws SystemError {
    int number = socket.enter();
    try {
      int count;
      do {
        count =
            where == null
                ? socket.kernel().send(number, source, bytes)
                : socket.kernel().sendto(number, source, bytes, where);
      } while (Errno.EINTR.is(count));
      return count;
    } finally {
      socket.leave();
    }
  }

  @Override
  public Joined join(Address.Inet group, String interfaceName) throws IOException {
    return groups.join(group, interfaceName);
  }

  @Override
  public Address local() {
    return local;
  }

  @Override
  public ConnectionOptions options() {
    return new LinuxOptions(socket, LinuxOptions.Kind.datagrams(local));
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return socket.onReady(interest, wake);
  }

  @Override
  public void close() {
    socket.close();
    socket.awaitFreed();
  }
}
