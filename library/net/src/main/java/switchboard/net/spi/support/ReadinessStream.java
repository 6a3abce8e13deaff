package switchboard.net.spi.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.FileRange;
import switchboard.net.Interest;
import switchboard.net.PeerState;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.StreamCalls.FileTransfer;

/**
 * A connected stream over non-blocking system calls. A write first makes the system call, and waits
 * for readiness only if the call would block. A read does the same, except that it waits first if
 * the previous read has emptied the kernel's buffer.
 *
 * @since 0.1.0
 */
public final class ReadinessStream implements StreamHandle {
  private final ReadinessSocket<?> socket;
  private final StreamCalls calls;
  private final Address local;
  private final Address remote;

  /**
   * Whether the last read has emptied the kernel's buffer. If so, the next read waits before it
   * makes the system call, because the call would find no bytes. True for a new connection, which
   * usually has no data yet. Confined to the thread that reads.
   */
  private boolean drained = true;

  private volatile boolean inputShut;
  private volatile boolean outputShut;

  /** Whether this side has sent EOF. TCP counts the EOF (FIN) as one unacknowledged byte. */
  private volatile boolean endSent;

  private final ResetDetector eof = new ResetDetector();

  /**
   * Creates a handle for a connected socket.
   *
   * @param socket used to wait for readiness; closed with this handle
   * @param calls the system calls of the socket
   * @param local the local address
   * @param remote the address of the peer
   */
  public ReadinessStream(
      ReadinessSocket<?> socket, StreamCalls calls, Address local, Address remote) {
    this.socket = socket;
    this.calls = calls;
    this.local = local;
    this.remote = remote;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
    while (true) {
      awaitReadable();
      int count = tryRead(target);
      if (count != 0) {
        return count;
      }
    }
  }

  @Override
  public int tryRead(ByteBuffer target) throws IOException {
    int bytesMax = calls.bytesPerCall(target);
    int count = receive(target, bytesMax);
    if (count > 0) {
      drained = count < bytesMax && !calls.mayHaveMore();
      socket.spendOnReading(count);
      return count;
    }
    return nothingRead(count);
  }

  private int receive(ByteBuffer target, int bytesMax) throws IOException {
    if (inputShut) {
      requireOpen();
      return StreamCalls.END; // the kernel would still deliver bytes that arrive later
    }
    try {
      return calls.tryRead(target, bytesMax);
    } catch (SystemError e) {
      throw noted(e);
    }
  }

  /** Interprets a read that returned no bytes: -1 at EOF, 0 if the read must be repeated. */
  private int nothingRead(long result) throws SystemError {
    if (result == StreamCalls.END || inputShut) {
      return eof.isReached() ? -1 : 0;
    }
    drained = true;
    return 0;
  }

  /**
   * Records the error if it means that the connection is lost, because the kernel reports the loss
   * only once.
   */
  private SystemError noted(SystemError e) {
    if (e.kind() == SystemError.Kind.LOST) {
      eof.lose(e);
    }
    return e;
  }

  private void requireOpen() throws SystemError {
    if (socket.isClosed()) {
      throw SystemError.closed();
    }
  }

  @Override
  public void awaitReadable() throws IOException {
    if (eof.isUndecided()) {
      eof.await();
    } else if (drained) {
      if (!inputShut) {
        socket.awaitReadable();
      }
      drained = false;
    }
    requireOpen();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    while (true) {
      int count = tryWrite(source);
      if (count != 0) {
        return count;
      }
      socket.awaitWritable();
    }
  }

  @Override
  public int write(ByteBuffer[] sources, int first) throws IOException {
    if (first == sources.length - 1) {
      return write(sources[first]);
    }
    while (true) {
      int count = tryWrite(sources, first);
      if (count != 0) {
        return count;
      }
      socket.awaitWritable();
    }
  }

  @Override
  public int tryWrite(ByteBuffer source) throws IOException {
    int count;
    eof.enterWrite();
    try {
      count = calls.tryWrite(source, calls.bytesPerCall(source));
    } catch (SystemError e) {
      throw notedOfWrite(e);
    } finally {
      eof.leaveWrite();
    }
    return written(count);
  }

  private int tryWrite(ByteBuffer[] sources, int first) throws IOException {
    int count;
    eof.enterWrite();
    try {
      count = calls.tryWrite(sources, first);
    } catch (SystemError e) {
      throw notedOfWrite(e);
    } finally {
      eof.leaveWrite();
    }
    return written(count);
  }

  private int written(int count) {
    if (count > 0) {
      socket.spendOnWriting(count);
    }
    return count;
  }

  private SystemError notedOfWrite(SystemError e) {
    return calls.isLoss(e) ? noted(e) : e;
  }

  @Override
  public boolean transferFrom(FileRange range) throws IOException {
    try (FileTransfer transfer = calls.sendFile(range)) {
      return transfer != null && transferFrom(range, transfer);
    }
  }

  private boolean transferFrom(FileRange range, FileTransfer transfer) throws IOException {
    while (range.hasRemaining()) {
      Waiting.check(); // with a fast peer, the loop never parks, and so never checks deadlines
      long count = trySend(transfer);
      if (count > 0) {
        socket.spendOnWriting(count);
      } else if (count == StreamCalls.WOULD_BLOCK) {
        socket.awaitWritable();
      } else {
        return count == StreamCalls.END;
      }
    }
    return true;
  }

  private long trySend(FileTransfer transfer) throws IOException {
    eof.enterWrite();
    try {
      return transfer.tryMove();
    } catch (SystemError e) {
      throw notedOfWrite(e);
    } finally {
      eof.leaveWrite();
    }
  }

  @Override
  public boolean transferTo(FileRange range) throws IOException {
    try (FileTransfer transfer = calls.receiveFile(range)) {
      return transfer != null && transferTo(range, transfer);
    }
  }

  private boolean transferTo(FileRange range, FileTransfer transfer) throws IOException {
    while (range.hasRemaining()) {
      Waiting.check();
      awaitReadable();
      long count = tryReceive(transfer);
      if (count > 0) {
        socket.spendOnReading(count);
      } else if (count == StreamCalls.UNSUPPORTED) {
        return false;
      } else if (nothingRead(count) < 0) {
        return true;
      }
    }
    return true;
  }

  private long tryReceive(FileTransfer transfer) throws IOException {
    if (inputShut) {
      requireOpen();
      return StreamCalls.END;
    }
    try {
      return transfer.tryMove();
    } catch (SystemError e) {
      throw noted(e);
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    outputShut = true;
    if (calls.shutdownOutput()) {
      endSent = true;
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    inputShut = true;
    try {
      calls.shutdownInput();
    } finally {
      eof.decide();
      socket.wakeReader();
    }
  }

  @Override
  public void close() throws IOException {
    if (local instanceof Address.Inet && calls.closeHidesLoss()) {
      abort();
    } else {
      closeSocket();
    }
  }

  @Override
  public void abort() throws IOException {
    try {
      if (local instanceof Address.Inet) {
        calls.resetOnClose();
      }
    } catch (IOException closed) {
      // another thread has closed the socket in the meantime
    } finally {
      closeSocket();
    }
  }

  private void closeSocket() throws IOException {
    try {
      socket.close();
    } finally {
      eof.decide();
    }
  }

  @Override
  public PeerState peerState() {
    try {
      PeerState known = calls.peerState(outputShut);
      if (known == PeerState.UNKNOWN || known == PeerState.DISCONNECTED) {
        return known;
      }
      if (eof.isLost()) {
        return PeerState.DISCONNECTED;
      }
      return inputShut ? PeerState.UNKNOWN : known; // the EOF may come from either side
    } catch (SystemError closed) {
      return PeerState.UNKNOWN;
    }
  }

  @Override
  public OptionalLong unacknowledgedBytes() throws IOException {
    return calls.unacknowledgedBytes(eof.isLost(), endSent);
  }

  @Override
  public Registration onPeerHangup(Runnable wake) {
    return calls.onPeerHangup(wake);
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return socket.onReady(interest, wake);
  }

  @Override
  public ConnectionOptions options() {
    return calls.options();
  }

  @Override
  public Address local() {
    return local;
  }

  @Override
  public Address remote() {
    return remote;
  }
}
