package switchboard.net.spi.support;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Datagrams.Envelope;
import switchboard.net.Interest;
import switchboard.net.Option;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.DatagramHandle;

/**
 * A datagram socket over non-blocking system calls. Each operation first makes the system call, and
 * waits for readiness only if the call would block.
 *
 * @since 0.1.0
 */
public final class ReadinessDatagrams implements DatagramHandle {
  private final ReadinessSocket<?> socket;
  private final DatagramCalls calls;
  private final Address local;

  /**
   * Creates a handle for a socket that is bound, and is connected if it has a peer.
   *
   * @param socket used to wait for readiness; closed with this handle
   * @param calls the system calls of the socket
   * @param local the local address; if the system has chosen the port, with that port
   */
  public ReadinessDatagrams(ReadinessSocket<?> socket, DatagramCalls calls, Address local) {
    this.socket = socket;
    this.calls = calls;
    this.local = local;
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
    int before = target.position();
    Address sender = calls.tryReceive(target);
    if (sender != null) {
      socket.spendOnReading(target.position() - before);
    }
    return sender;
  }

  @Override
  public Envelope receiveEnvelope(ByteBuffer target) throws IOException {
    while (true) {
      Envelope received = tryReceiveEnvelope(target);
      if (received != null) {
        return received;
      }
      socket.awaitReadable();
    }
  }

  @Override
  public @Nullable Envelope tryReceiveEnvelope(ByteBuffer target) throws IOException {
    if (!calls.tellsDestinations()) {
      return DatagramHandle.super.tryReceiveEnvelope(target);
    }
    int before = target.position();
    Envelope received = calls.tryReceiveEnvelope(target);
    if (received != null) {
      socket.spendOnReading(target.position() - before);
    }
    return received;
  }

  @Override
  public void send(ByteBuffer source, @Nullable Address target) throws IOException {
    while (!trySend(source, target)) {
      socket.awaitWritable();
    }
  }

  @Override
  public boolean trySend(ByteBuffer source, @Nullable Address target) throws IOException {
    int bytes = source.remaining();
    return sent(calls.trySend(source, target), bytes);
  }

  @Override
  public void sendFrom(ByteBuffer source, Address target, Address from) throws IOException {
    while (!trySendFrom(source, target, from)) {
      socket.awaitWritable();
    }
  }

  @Override
  public boolean trySendFrom(ByteBuffer source, Address target, Address from) throws IOException {
    int bytes = source.remaining();
    return sent(calls.trySendFrom(source, target, from), bytes);
  }

  private boolean sent(boolean taken, int bytes) {
    if (taken) {
      socket.spendOnWriting(bytes);
    }
    return taken;
  }

  @Override
  public Joined join(Address.Inet group, String interfaceName) throws IOException {
    MulticastInterfaces.requireFamily(group, local);
    NetworkInterface by =
        interfaceName.isEmpty() ? chosenFor(group) : MulticastInterfaces.named(interfaceName);
    return new JoinedGroup(by.getName(), calls.join(group, by));
  }

  private record JoinedGroup(String interfaceName, DatagramCalls.Membership membership)
      implements Joined {
    @Override
    public void leave() throws IOException {
      membership.leave();
    }
  }

  /**
   * Selects the interface at which to join a group. The JDK does not report which interface the
   * system's routes would select. Therefore this method selects the interface for outgoing
   * multicast if the application has set one, else the first interface that is up.
   */
  private NetworkInterface chosenFor(Address.Inet group) throws IOException {
    String sending = calls.options().get(Option.MULTICAST_INTERFACE);
    return sending.isEmpty()
        ? MulticastInterfaces.chosenFor(group)
        : MulticastInterfaces.named(sending);
  }

  @Override
  public Address local() {
    return local;
  }

  @Override
  public ConnectionOptions options() {
    return calls.options();
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return socket.onReady(interest, wake);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    socket.awaitFreed();
  }
}
