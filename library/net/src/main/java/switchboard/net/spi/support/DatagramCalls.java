package switchboard.net.spi.support;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Datagrams.Envelope;

/** The system calls of one datagram socket, for {@link ReadinessDatagrams}. None blocks. */
public interface DatagramCalls {

  /** Receives a datagram, by whose length the position advances; returns null if none is there. */
  @Nullable Address tryReceive(ByteBuffer target) throws IOException;

  /**
   * Sends a datagram, complete; returns false, and takes nothing, if it would have to wait.
   *
   * @param target null when the socket is connected to its peer
   */
  boolean trySend(ByteBuffer source, @Nullable Address target) throws IOException;

  /**
   * Whether the kernel tells the address that each datagram was sent to. If not, {@link
   * #tryReceiveEnvelope} is not called.
   */
  default boolean tellsDestinations() {
    return false;
  }

  /** Like {@link #tryReceive}, with the address that the datagram was sent to. */
  default @Nullable Envelope tryReceiveEnvelope(ByteBuffer target) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Like {@link #trySend}, with a source address, of which the kernel may know nothing. */
  default boolean trySendFrom(ByteBuffer source, Address target, Address from) throws IOException {
    return trySend(source, target);
  }

  /** A membership of a multicast group. */
  interface Membership {

    /** Leaves the group. */
    void leave() throws IOException;
  }

  /** Joins a multicast group of the socket's own family. */
  Membership join(Address.Inet group, NetworkInterface by) throws IOException;

  /** The options of this socket. */
  ConnectionOptions options();
}
