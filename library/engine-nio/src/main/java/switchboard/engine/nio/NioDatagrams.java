package switchboard.engine.nio;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EngineLoops;

/** A UDP channel. */
final class NioDatagrams implements DatagramHandle {
  private final DatagramChannel channel;
  private final NioSocket polled;
  private final NioGroups groups;
  private final Address local;
  private final @Nullable SocketAddress peer;

  /** Takes over a channel that is bound, and connected if it has a peer. */
  NioDatagrams(DatagramChannel channel, EngineLoops<SelectorWatcher> loops) throws IOException {
    this.channel = channel;
    this.polled = new NioSocket(channel, loops);
    this.local = NioAddresses.fromJdk(channel.getLocalAddress());
    this.peer = channel.getRemoteAddress();
    this.groups = new NioGroups(channel, local);
  }

  @Override
  public Address receive(ByteBuffer target) throws IOException {
    while (true) {
      Address sender = tryReceive(target);
      if (sender != null) {
        return sender;
      }
      polled.awaitReadable();
    }
  }

  @Override
  public @Nullable Address tryReceive(ByteBuffer target) throws IOException {
    try {
      SocketAddress sender = channel.receive(target);
      if (sender == null) {
        return null;
      }
      polled.spendOnReading(target.position());
      return NioAddresses.fromJdk(sender);
    } catch (IOException e) {
      throw NioErrors.translate(e);
    }
  }

  @Override
  public void send(ByteBuffer source, @Nullable Address target) throws IOException {
    while (!trySend(source, target)) {
      polled.awaitWritable();
    }
  }

  @Override
  public boolean trySend(ByteBuffer source, @Nullable Address target) throws IOException {
    SocketAddress where = target == null ? peer : NioAddresses.toJdk(target);
    boolean empty = !source.hasRemaining();
    if (empty && peer != null) {
      throw new SystemError(
          SystemError.Kind.OTHER,
          "the JDK sends no empty datagram on a connected socket; use one that is not connected");
    }
    try {
      // Zero bytes sent means "would block", except for a datagram that is empty.
      int count = channel.send(source, where);
      polled.spendOnWriting(count);
      return count > 0 || empty;
    } catch (UnsupportedAddressTypeException e) {
      throw new SystemError(
          SystemError.Kind.UNREACHABLE, "this socket is of another family than " + target);
    } catch (IOException e) {
      throw NioErrors.ofSend(e, source.remaining(), (Address.Inet) NioAddresses.fromJdk(where));
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
    return new NioOptions(channel);
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return polled.onReady(interest, wake);
  }

  @Override
  public void close() throws IOException {
    polled.close();
    polled.awaitFreed();
  }
}
