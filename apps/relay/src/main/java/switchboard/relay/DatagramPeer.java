package switchboard.relay;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Failure;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.SocketClosedException;
import switchboard.net.TooManyOpenFilesException;
import switchboard.net.UnreachableException;

/**
 * The socket of a {@link DatagramRelay}, connected to one address of a peer. If the name of the
 * peer has several addresses, the socket is initially connected to the first address. If this
 * address refuses datagrams (ECONNREFUSED, which is reported only after a send) or there is no
 * route to it, the socket is replaced by a socket for the next address, and all earlier datagrams
 * are sent again. An address is final as soon as a datagram has arrived from it, or more than
 * {@link #REPEATABLE_BYTES} bytes were sent to it. Thread-safe.
 */
public final class DatagramPeer implements AutoCloseable {
  /** The maximum number of bytes that are stored so that they can be sent again. */
  static final int REPEATABLE_BYTES = 64 * 1024;

  private final Opening opening;
  private final Iterator<Address.Inet> rest; // guarded by this
  private final List<byte[]> repeatable = new ArrayList<>(); // guarded by this
  private int repeatableBytes; // guarded by this
  private @Nullable IOException firstFailure; // guarded by this
  private volatile @Nullable Datagrams socket; // written while holding the lock of this

  /** Whether the address of the peer is final. */
  private volatile boolean settled;

  private volatile boolean closed;

  /** Opens a socket that is connected to one address. */
  private interface Opening {
    Datagrams open(Address.Inet address) throws IOException;
  }

  private DatagramPeer(Opening opening, Iterator<Address.Inet> addresses) {
    this.opening = opening;
    this.rest = addresses;
  }

  /** Returns a peer that uses only {@code socket}. Closing the peer closes the socket. */
  static DatagramPeer of(Datagrams socket) {
    var peer = new DatagramPeer(_ -> socket, Collections.emptyIterator());
    peer.socket = socket;
    peer.settled = true;
    return peer;
  }

  /**
   * Resolves a name, and opens a socket for the first address of the name to which there is a
   * route. Blocks while the name is resolved.
   *
   * @param endpoint an endpoint with the scheme {@code udp}
   * @throws UnreachableException if this machine has no route to any of the addresses
   */
  public static DatagramPeer connect(Network network, Endpoint endpoint) throws IOException {
    var addresses = network.resolve(endpoint);
    var peer =
        new DatagramPeer(
            each -> network.connectDatagrams(Endpoint.of(each).withScheme("udp"), Options.none()),
            addresses.iterator());
    peer.openNext();
    return peer;
  }

  /** Opens a socket for the next address, and sends all earlier datagrams to this address again. */
  private synchronized void openNext() throws IOException {
    while (!closed && rest.hasNext()) {
      Address.Inet address = rest.next();
      try {
        Datagrams next = opening.open(address);
        Datagrams before = socket;
        socket = next;
        if (before != null) {
          before.close();
        }
        if (closed) { // another thread may have closed only the previous socket
          next.close();
        }
        for (byte[] each : repeatable) {
          next.send(ByteBuffer.wrap(each));
        }
        return;
      } catch (TooManyOpenFilesException | InterruptedIOException e) {
        throw e; // a socket for the next address would fail in the same way
      } catch (IOException e) {
        failed(e);
      }
    }
    throw firstFailure == null ? new IOException("no address to send to") : firstFailure;
  }

  private synchronized void failed(IOException e) {
    if (firstFailure == null) {
      firstFailure = e;
    } else if (firstFailure != e) {
      firstFailure.addSuppressed(e);
    }
  }

  /**
   * Replaces a socket that has failed by a socket for the next address, and sends all earlier
   * datagrams to this address.
   *
   * @throws IOException {@code failure}, if the socket must not be replaced; the failure of the
   *     first address, if no address is left
   */
  private synchronized void replace(Datagrams failing, IOException failure) throws IOException {
    if (closed || settled) {
      throw failure;
    }
    if (failing != socket) {
      return; // another thread has replaced the socket
    }
    if (!(failure instanceof ConnectionRefusedException
        || failure instanceof UnreachableException)) {
      throw failure;
    }
    failed(failure);
    openNext();
  }

  /**
   * Sends a datagram to the current address of the peer. If this fails, sends the datagram to the
   * next address.
   */
  void send(ByteBuffer message) throws IOException {
    Datagrams current;
    synchronized (this) { // replace() then either sends this datagram again, or has already run
      current = current();
      remember(message);
    }
    try {
      current.send(message);
    } catch (IOException e) {
      replace(current, e);
      message.position(message.limit());
    }
  }

  private synchronized void remember(ByteBuffer message) {
    if (settled) {
      return;
    }
    repeatableBytes += message.remaining();
    if (repeatableBytes > REPEATABLE_BYTES) {
      settle();
      return;
    }
    byte[] copy = new byte[message.remaining()];
    message.duplicate().get(copy);
    repeatable.add(copy);
  }

  private synchronized void settle() {
    settled = true;
    repeatable.clear();
  }

  void reply(ByteBuffer message, Datagrams.Envelope received) throws IOException {
    current().reply(message, received);
  }

  /** Blocks until a datagram has arrived from the current address. */
  Datagrams.Envelope receiveEnvelope(ByteBuffer target) throws IOException {
    while (true) {
      Datagrams current = current();
      try {
        Datagrams.Envelope received = current.receiveEnvelope(target);
        if (!settled) {
          settle();
        }
        return received;
      } catch (IOException e) {
        replace(current, e);
      }
    }
  }

  Address local() throws IOException {
    return current().local();
  }

  private Datagrams current() throws SocketClosedException {
    Datagrams current = socket;
    if (current == null) {
      throw new SocketClosedException(new Failure("open", null, null, "no socket"));
    }
    return current;
  }

  /** Closes the socket, and wakes all threads that are blocked in it. */
  @Override
  public void close() {
    closed = true;
    Datagrams current = socket;
    if (current != null) {
      current.close();
    }
  }
}
