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
 * A connected stream over non-blocking system calls: tries first, and waits for readiness when the
 * kernel has nothing.
 */
public final class ReadinessStream implements StreamHandle {
  private final ReadinessSocket<?> socket;
  private final StreamCalls calls;
  private final Address local;
  private final Address remote;

  /**
   * The last read took all that the kernel had, so the next one need not ask before it waits. A new
   * connection has nothing as a rule. Confined to the one thread that reads.
   */
  private boolean drained = true;

  private volatile boolean inputShut;
  private volatile boolean outputShut;

  /** EOF is on its way to the peer: it follows the bytes, and is counted with them. */
  private volatile boolean endSent;

  private final ResetDetector end = new ResetDetector();

  /** Takes over a socket that is connected. */
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
      return StreamCalls.END; // what comes later could still be read
    }
    try {
      return calls.tryRead(target, bytesMax);
    } catch (SystemError e) {
      throw noted(e);
    }
  }

  /** Decides what a read without bytes means; returns 0 if it is to be repeated. */
  private int nothingRead(long result) throws SystemError {
    if (result == StreamCalls.END || inputShut) {
      return end.isReached() ? -1 : 0;
    }
    drained = true;
    return 0;
  }

  /** Keeps a loss, which the kernel tells once. */
  private SystemError noted(SystemError e) {
    if (e.kind() == SystemError.Kind.LOST) {
      end.lose(e);
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
    if (end.isUndecided()) {
      end.await();
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
    end.enterWrite();
    try {
      count = calls.tryWrite(source, calls.bytesPerCall(source));
    } catch (SystemError e) {
      throw notedOfWrite(e);
    } finally {
      end.leaveWrite();
    }
    return written(count);
  }

  private int tryWrite(ByteBuffer[] sources, int first) throws IOException {
    int count;
    end.enterWrite();
    try {
      count = calls.tryWrite(sources, first);
    } catch (SystemError e) {
      throw notedOfWrite(e);
    } finally {
      end.leaveWrite();
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
      Waiting.check(); // a peer that takes everything at once never makes this wait
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
    end.enterWrite();
    try {
      return transfer.tryMove();
    } catch (SystemError e) {
      throw notedOfWrite(e);
    } finally {
      end.leaveWrite();
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
      end.decide();
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
      // by another thread, which was faster
    } finally {
      closeSocket();
    }
  }

  private void closeSocket() throws IOException {
    try {
      socket.close();
    } finally {
      end.decide();
    }
  }

  @Override
  public PeerState peerState() {
    try {
      PeerState known = calls.peerState(outputShut);
      if (known == PeerState.UNKNOWN || known == PeerState.DISCONNECTED) {
        return known;
      }
      if (end.isLost()) {
        return PeerState.DISCONNECTED;
      }
      return inputShut ? PeerState.UNKNOWN : known; // the input has ended by whichever side
    } catch (SystemError closed) {
      return PeerState.UNKNOWN;
    }
  }

  @Override
  public OptionalLong unacknowledgedBytes() throws IOException {
    return calls.unacknowledgedBytes(end.isLost(), endSent);
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
