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
 * The socket of a {@link DatagramRelay}. For a name with several addresses it sends to the first
 * one, and goes on to the next if that one refuses (ECONNREFUSED, which shows only after a send) or
 * has no route: then it sends again what it has sent so far. It stays at an address from which a
 * datagram has come, or to which more than {@link #REPEATABLE_BYTES} have gone. Any thread.
 */
public final class DatagramPeer implements AutoCloseable {
  /** How many bytes are kept to be sent again. */
  static final int REPEATABLE_BYTES = 64 * 1024;

  private final Opening opening;
  private final Iterator<Address.Inet> rest; // guarded by this
  private final List<byte[]> repeatable = new ArrayList<>(); // guarded by this
  private int repeatableBytes; // guarded by this
  private @Nullable IOException firstFailure; // guarded by this
  private volatile @Nullable Datagrams socket; // written under the lock of this
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

  /** Returns a peer that uses {@code socket} alone, and closes it. */
  static DatagramPeer of(Datagrams socket) {
    var peer = new DatagramPeer(_ -> socket, Collections.emptyIterator());
    peer.socket = socket;
    peer.settled = true;
    return peer;
  }

  /**
   * Resolves a name, and opens a socket for its first address that has a route. Blocks while the
   * name is looked up.
   *
   * @param endpoint with the scheme {@code udp}
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

  /** Goes on to the next address, and sends again what was sent before. */
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
        if (closed) { // by another thread, which may have closed the one before
          next.close();
        }
        for (byte[] each : repeatable) {
          next.send(ByteBuffer.wrap(each));
        }
        return;
      } catch (TooManyOpenFilesException | InterruptedIOException e) {
        throw e; // no other address would fare better
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
   * Returns if there is another socket now, to which everything was sent that was sent before.
   *
   * @throws IOException {@code failure}, or that of the first address, if there is none
   */
  private synchronized void replace(Datagrams failing, IOException failure) throws IOException {
    if (closed || settled) {
      throw failure;
    }
    if (failing != socket) {
      return; // another thread has noticed first
    }
    if (!(failure instanceof ConnectionRefusedException
        || failure instanceof UnreachableException)) {
      throw failure;
    }
    failed(failure);
    openNext();
  }

  /** Sends to the address that is used now; to the next one if that fails. */
  void send(ByteBuffer message) throws IOException {
    Datagrams current;
    synchronized (this) { // so that another thread that goes on sends either none or this one too
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

  /** Blocks until a datagram comes from the address that is used then. */
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

  /** Closes the socket, and wakes whoever is blocked here. */
  @Override
  public void close() {
    closed = true;
    Datagrams current = socket;
    if (current != null) {
      current.close();
    }
  }
}
