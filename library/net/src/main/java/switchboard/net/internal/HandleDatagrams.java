package switchboard.net.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Datagrams;
import switchboard.net.Interest;
import switchboard.net.Membership;
import switchboard.net.Option;
import switchboard.net.spi.DatagramHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.Waiting;

/**
 * The implementation of {@link Datagrams} over the handle of any engine. If several threads receive
 * at the same time, one of them receives while the others wait; the same applies to threads that
 * send. This class also checks arguments, and adds the addresses to exceptions.
 */
public final class HandleDatagrams implements Datagrams {
  private static final String DENIED = "EACCES"; // send(2): broadcast address, option not set

  private final DatagramHandle handle;
  private final @Nullable Address peer;
  private final FifoLock receiving = new FifoLock();
  private final FifoLock sending = new FifoLock();
  private final HandleOwner owned;

  public HandleDatagrams(DatagramHandle handle, @Nullable Address peer) {
    this.handle = handle;
    this.peer = peer;
    this.owned = new HandleOwner(this, handle, () -> "datagram socket " + handle.local());
  }

  /** A receive operation of the engine. It blocks, or returns null if it would block. */
  private interface Reception<T extends @Nullable Object> {
    T into(ByteBuffer target) throws IOException;
  }

  @Override
  public Address receive(ByteBuffer target) throws IOException {
    return receive(target, handle::receive);
  }

  @Override
  public Envelope receiveEnvelope(ByteBuffer target) throws IOException {
    return receive(target, handle::receiveEnvelope);
  }

  private <T> T receive(ByteBuffer target, Reception<T> reception) throws IOException {
    requireWritable(target);
    try {
      Waiting.check();
      receiving.take();
      try {
        owned.requireOpen();
        return reception.into(target);
      } finally {
        receiving.give();
      }
    } catch (IOException e) {
      throw ErrorTranslation.describe("receive", local(), peer, e);
    }
  }

  @Override
  public @Nullable Address tryReceive(ByteBuffer target) throws IOException {
    return tryReceive(target, handle::tryReceive);
  }

  @Override
  public @Nullable Envelope tryReceiveEnvelope(ByteBuffer target) throws IOException {
    return tryReceive(target, handle::tryReceiveEnvelope);
  }

  private <T> @Nullable T tryReceive(ByteBuffer target, Reception<@Nullable T> reception)
      throws IOException {
    requireWritable(target);
    if (!receiving.tryTake()) {
      return null;
    }
    try {
      owned.requireOpen();
      return reception.into(target);
    } catch (IOException e) {
      throw ErrorTranslation.describe("receive", local(), peer, e);
    } finally {
      receiving.give();
    }
  }

  /** Throws an exception if the buffer is read-only. Called before the operation blocks. */
  private static void requireWritable(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to receive into is read-only");
    }
  }

  @Override
  public void send(ByteBuffer source) throws IOException {
    if (peer == null) {
      throw new IllegalStateException("this socket is not connected; call send(source, target)");
    }
    sendTo(source, null, null);
  }

  @Override
  public void send(ByteBuffer source, Address target) throws IOException {
    sendTo(source, explicitTarget(target), null);
  }

  @Override
  public void reply(ByteBuffer source, Envelope received) throws IOException {
    sendTo(source, explicitTarget(received.source()), explicitSource(received));
  }

  private void sendTo(ByteBuffer source, @Nullable Address target, @Nullable Address from)
      throws IOException {
    try {
      Waiting.check();
      sending.take();
      try {
        owned.requireOpen();
        if (target == null || from == null) {
          handle.send(source, target);
        } else {
          handle.sendFrom(source, target, from);
        }
      } finally {
        sending.give();
      }
    } catch (IOException e) {
      throw ErrorTranslation.describe(
          "send", local(), target == null ? peer : target, explained(e));
    }
  }

  @Override
  public boolean trySend(ByteBuffer source, Address target) throws IOException {
    return trySendTo(source, target, null);
  }

  @Override
  public boolean tryReply(ByteBuffer source, Envelope received) throws IOException {
    return trySendTo(source, received.source(), explicitSource(received));
  }

  private boolean trySendTo(ByteBuffer source, Address target, @Nullable Address from)
      throws IOException {
    if (!sending.tryTake()) {
      return false;
    }
    try {
      owned.requireOpen();
      Address explicit = explicitTarget(target);
      if (explicit == null || from == null) {
        return handle.trySend(source, explicit);
      }
      return handle.trySendFrom(source, explicit, from);
    } catch (IOException e) {
      throw ErrorTranslation.describe("send", local(), target, explained(e));
    } finally {
      sending.give();
    }
  }

  /**
   * Returns the source address to set for a reply; null if no source address needs to be set,
   * because the system uses the correct one.
   */
  private @Nullable Address explicitSource(Envelope received) {
    Address bound = local();
    Address from = received.local();
    if (bound instanceof Address.Inet own
        && from instanceof Address.Inet inet
        && own.port() != inet.port()) {
      throw new IllegalArgumentException(
          "cannot reply from " + bound + " to a datagram received on port " + inet.port());
    }
    return from.equals(bound) ? null : from;
  }

  /**
   * Returns the target to pass to the handle: null for a connected socket, which can only send to
   * its peer.
   */
  private @Nullable Address explicitTarget(Address target) {
    if (peer != null && !peer.equals(target)) {
      throw new IllegalStateException(
          "this socket is connected to " + peer + " and cannot send to " + target);
    }
    return peer == null ? target : null;
  }

  @Override
  public Membership join(Address.Inet group, String interfaceName) throws IOException {
    try {
      owned.requireOpen();
      if (!group.ip().isMulticastAddress()) {
        throw new SystemError(
            SystemError.Kind.ADDRESS,
            group.host() + " is not a multicast address (224.0.0.0/4 or ff00::/8)");
      }
      String by = interfaceName.isEmpty() ? group.zone() : interfaceName;
      return new HandleMembership(this, group, handle.join(group, by));
    } catch (IOException e) {
      throw ErrorTranslation.describe("join", local(), group, e);
    }
  }

  /**
   * Adds a hint to EACCES. The system's message, Permission denied, does not mention that the
   * target is a broadcast address.
   */
  private static IOException explained(IOException e) {
    return e instanceof SystemError error
            && error.kind() == SystemError.Kind.ADDRESS
            && DENIED.equals(error.name())
        ? new SystemError(
            SystemError.Kind.ADDRESS,
            error.getMessage()
                + "; to send to a broadcast address, set the option "
                + Option.BROADCAST,
            DENIED)
        : e;
  }

  @Override
  public void close() {
    owned.close(handle::close);
  }

  @Override
  public boolean isOpen() {
    return owned.isOpen();
  }

  @Override
  public Address local() {
    return handle.local();
  }

  @Override
  public ConnectionOptions options() {
    return new DescribedOptions(handle.options(), local());
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return handle.onReady(interest, wake);
  }

  @Override
  public String toString() {
    return "datagram socket " + local();
  }
}
