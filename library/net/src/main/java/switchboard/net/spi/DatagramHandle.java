package switchboard.net.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Datagrams;

/** A datagram socket of an engine. */
public interface DatagramHandle extends Handle {

  /** Blocks until a datagram has come; what does not fit into {@code target} is lost. */
  Address receive(ByteBuffer target) throws IOException;

  /** Like {@link #receive}, but returns null instead of blocking. */
  @Nullable Address tryReceive(ByteBuffer target) throws IOException;

  /**
   * Blocks until the kernel takes the datagram, whole.
   *
   * @param target null when the socket is connected to its peer
   */
  void send(ByteBuffer source, @Nullable Address target) throws IOException;

  /** Like {@link #send}, but returns false, and takes nothing, instead of blocking. */
  boolean trySend(ByteBuffer source, @Nullable Address target) throws IOException;

  /**
   * Like {@link #receive}, with the address that the datagram was sent to. An engine without {@link
   * Capability#DATAGRAM_DESTINATION} leaves this and the next three methods as they are here.
   */
  default Datagrams.Envelope receiveEnvelope(ByteBuffer target) throws IOException {
    return new Datagrams.Envelope(receive(target), local(), local());
  }

  /** Like {@link #receiveEnvelope}, but returns null instead of blocking. */
  default Datagrams.@Nullable Envelope tryReceiveEnvelope(ByteBuffer target) throws IOException {
    Address sender = tryReceive(target);
    return sender == null ? null : new Datagrams.Envelope(sender, local(), local());
  }

  /**
   * Like {@link #send} of a socket without a peer, with a source address: the local address of an
   * envelope that this socket received. Where the host no longer has that address, the system
   * chooses one.
   */
  default void sendFrom(ByteBuffer source, Address target, Address local) throws IOException {
    send(source, target);
  }

  /** Like {@link #sendFrom}, but returns false, and takes nothing, instead of blocking. */
  default boolean trySendFrom(ByteBuffer source, Address target, Address local) throws IOException {
    return trySend(source, target);
  }

  /**
   * Joins a multicast group; the core has seen that it is one. Never blocks. An engine without
   * {@link Capability#MULTICAST} leaves it as it is here.
   *
   * @param interfaceName empty lets the engine choose
   */
  default Joined join(Address.Inet group, String interfaceName) throws IOException {
    throw new SystemError(SystemError.Kind.OTHER, "this engine knows no multicast groups");
  }

  /** A group that was joined. */
  interface Joined {

    /** The interface that was named or chosen. */
    String interfaceName();

    /** Leaves it; called once at most, and perhaps while the handle is being closed. */
    void leave() throws IOException;
  }

  /** This side's address. */
  Address local();
}
