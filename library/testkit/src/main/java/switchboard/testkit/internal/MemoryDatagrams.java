package switchboard.testkit.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Datagrams;
import switchboard.net.Interest;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.TimeSlice;
import switchboard.net.spi.support.WakeList;

/**
 * A datagram socket in memory. The receive queue is bounded, and datagrams that arrive when the
 * queue is full are dropped without an error, as by a kernel. All sockets are on one host, which
 * has an interface for every interface name. A multicast datagram is sent on one interface and
 * reaches the sockets that have joined the group on that interface. Safe for use by several
 * threads.
 */
final class MemoryDatagrams implements DatagramHandle {
  /** The capacity of the queue, in datagrams. */
  static final int MESSAGES_MAX = 256;

  /**
   * The maximum number of bytes in a datagram over IPv6: the maximum UDP length of 65,535 bytes
   * (RFC 768), minus 8 bytes of UDP header. The UDP length does not include the IPv6 header (RFC
   * 8200 §4.5).
   */
  private static final int BYTES6_MAX = 65_527;

  private final MemorySockets sockets;
  private final Address.@Nullable Inet peer;
  private final MemoryOptions options;
  private final MemoryGroups groups = new MemoryGroups();
  private final TimeSlice receives = new TimeSlice();
  private final TimeSlice sends = new TimeSlice();
  private final WakeList wakes = new WakeList();
  private Address local; // set once, before other sockets can reach this socket
  private final Deque<Message> queue = new ArrayDeque<>(); // guarded by this, as all below
  private boolean refused;
  private boolean closed;

  private record Message(Address.Inet sender, Address.Inet destination, ByteBuffer bytes) {}

  MemoryDatagrams(MemorySockets sockets, Address wanted, @Nullable Address remote, Options chosen)
      throws SystemError {
    if (!(wanted instanceof Address.Inet) || remote instanceof Address.Unix) {
      throw new SystemError(SystemError.Kind.OTHER, "Protocol not supported", "EPROTONOSUPPORT");
    }
    this.sockets = sockets;
    this.peer = remote == null ? null : (Address.Inet) AddressTable.dialled(remote);
    this.options = MemoryOptions.ofDatagrams(chosen);
    this.local = wanted;
    synchronized (this) {
      this.local = sockets.datagrams().bind(wanted, this, options.get(Option.REUSE_ADDRESS));
    }
    sockets.opened(this);
  }

  @Override
  public Address receive(ByteBuffer target) throws IOException {
    return receiveEnvelope(target).source();
  }

  @Override
  public @Nullable Address tryReceive(ByteBuffer target) throws IOException {
    Datagrams.Envelope received = tryReceiveEnvelope(target);
    return received == null ? null : received.source();
  }

  @Override
  public Datagrams.Envelope receiveEnvelope(ByteBuffer target) throws IOException {
    while (true) {
      Datagrams.Envelope received = tryReceiveEnvelope(target);
      if (received != null) {
        return received;
      }
      wakes.await(this::canReceive);
    }
  }

  @Override
  public Datagrams.@Nullable Envelope tryReceiveEnvelope(ByteBuffer target) throws IOException {
    Message message;
    synchronized (this) {
      requireUsable();
      message = queue.poll();
    }
    if (message == null) {
      return null;
    }
    target.put(message.bytes.slice(0, Math.min(message.bytes.limit(), target.remaining())));
    receives.spend(message.bytes.limit());
    return envelope(message);
  }

  private Datagrams.Envelope envelope(Message message) throws SystemError {
    var own = (Address.Inet) local();
    if (!own.ip().isAnyLocalAddress()) {
      return new Datagrams.Envelope(message.sender, own, own);
    }
    Address.Inet to = message.destination;
    return new Datagrams.Envelope(message.sender, to, isForMany(to) ? from(to) : to);
  }

  private static boolean isForMany(Address.Inet to) {
    return to.ip().isMulticastAddress() || MemoryGroups.isBroadcast(to);
  }

  @Override
  public void send(ByteBuffer source, @Nullable Address target) throws IOException {
    // never blocks, because a receiver with a full queue drops the datagram
    trySend(source, target);
  }

  @Override
  public boolean trySend(ByteBuffer source, @Nullable Address target) throws IOException {
    return trySend(source, target, null);
  }

  @Override
  public void sendFrom(ByteBuffer source, Address target, Address from) throws IOException {
    trySendFrom(source, target, from);
  }

  @Override
  public boolean trySendFrom(ByteBuffer source, Address target, Address from) throws IOException {
    return trySend(source, target, (Address.Inet) from);
  }

  private boolean trySend(
      ByteBuffer source, @Nullable Address target, Address.@Nullable Inet chosen)
      throws IOException {
    synchronized (this) {
      requireUsable();
    }
    Address.Inet to = target instanceof Address.Inet inet ? inet : peer;
    if (to == null || target instanceof Address.Unix) {
      throw new SystemError(SystemError.Kind.OTHER, "Destination address required", "EDESTADDRREQ");
    }
    if (source.remaining() > (to.isIpv6() ? BYTES6_MAX : Datagrams.BYTES_MAX)) {
      throw new SystemError(SystemError.Kind.TOO_LONG, "Message too long", "EMSGSIZE");
    }
    Address.Inet from = chosen == null ? from(to) : chosen;
    boolean toAll = MemoryGroups.isBroadcast(to);
    if (toAll && !options.get(Option.BROADCAST)) {
      throw new SystemError(SystemError.Kind.ADDRESS, "Permission denied", "EACCES");
    }
    var bytes = ByteBuffer.allocate(source.remaining()).put(source).flip();
    sends.spend(bytes.limit());
    if (isForMany(to)) {
      sendToMany(to, new Message(from, to, bytes));
      return true;
    }
    var destination = (Address.Inet) AddressTable.dialled(to);
    MemoryDatagrams receiver = sockets.datagrams().find(destination);
    if (receiver != null && receiver.hears(from)) {
      receiver.deliver(new Message(from, destination, bytes));
    } else if (target == null) {
      refuse();
    }
    return true;
  }

  private void sendToMany(Address.Inet to, Message message) {
    boolean group = to.ip().isMulticastAddress();
    if (group && !options.get(Option.MULTICAST_LOOP)) {
      return; // no other host exists that could receive the datagram
    }
    String by = MemoryGroups.interfaceFor(options);
    for (MemoryDatagrams each : sockets.datagrams().findAll(to)) {
      if ((!group || each.groups.contains(to.ip(), by)) && each.hears(message.sender)) {
        each.deliver(new Message(message.sender, to, message.bytes.duplicate()));
      }
    }
  }

  /**
   * Returns the source address of a datagram to {@code to}. A socket bound to the wildcard address
   * sends from the address of the interface.
   */
  private Address.Inet from(Address.Inet to) throws SystemError {
    var near = (Address.Inet) local();
    if (!near.ip().isAnyLocalAddress()) {
      if (near.isIpv6() != to.isIpv6()) {
        throw new SystemError(
            SystemError.Kind.UNREACHABLE, "Network is unreachable", "ENETUNREACH");
      }
      return near;
    }
    if (isForMany(to)) {
      return to.isIpv6() ? Address.loopback6(near.port()) : Address.loopback(near.port());
    }
    return ((Address.Inet) AddressTable.dialled(to)).withPort(near.port());
  }

  @Override
  public Joined join(Address.Inet group, String interfaceName) throws IOException {
    if (((Address.Inet) local()).isIpv6() != group.isIpv6()) {
      throw new SystemError(
          SystemError.Kind.ADDRESS, "the socket and the group are of different address families");
    }
    return groups.join(
        group.ip(), interfaceName.isEmpty() ? MemoryGroups.interfaceFor(options) : interfaceName);
  }

  private boolean hears(Address.Inet from) {
    return peer == null || peer.equals(from);
  }

  private void deliver(Message message) {
    synchronized (this) {
      if (closed || queue.size() >= MESSAGES_MAX) {
        return;
      }
      queue.add(message);
    }
    wakes.fire();
  }

  /**
   * Makes the next call on this socket fail. In a real network, an ICMP message (port unreachable)
   * causes this failure.
   */
  private void refuse() {
    synchronized (this) {
      refused = true;
    }
    wakes.fire();
  }

  private void requireUsable() throws SystemError {
    assert Thread.holdsLock(this);
    if (closed) {
      throw SystemError.closed();
    }
    if (refused) {
      refused = false;
      throw new SystemError(SystemError.Kind.REFUSED, "Connection refused", "ECONNREFUSED");
    }
  }

  private synchronized boolean canReceive() {
    return closed || refused || !queue.isEmpty();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      queue.clear();
    }
    sockets.datagrams().unbind(local(), this);
    sockets.closed(this);
    wakes.fire();
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    Registration watch = wakes.add(wake);
    if (interest == Interest.WRITE || canReceive()) {
      wakes.fire();
    }
    return watch;
  }

  @Override
  public ConnectionOptions options() {
    return options;
  }

  @Override
  public synchronized Address local() {
    return local;
  }

  @Override
  public String toString() {
    return "datagram socket " + local();
  }
}
