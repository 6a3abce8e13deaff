package switchboard.engine.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.FileRange;
import switchboard.net.PeerState;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.StreamCalls;

/**
 * The system calls on one stream socket: recv(2), send(2), sendmsg(2), sendfile(2), splice(2) and
 * shutdown(2).
 */
final class LinuxStreamCalls implements StreamCalls {
  /**
   * The maximum number of bytes in one system call. The limit is needed because the garbage
   * collector must wait until such a call ends.
   */
  private static final int PIECE_BYTES = 128 * 1024;

  /**
   * The minimum number of bytes for a transfer in the kernel. For fewer bytes, duplicating the
   * file's descriptor costs more than copying the bytes.
   */
  private static final int FILE_BYTES = 32 * 1024;

  /** The number of bytes of a file that are transferred between two checks of the deadline. */
  private static final int FILE_PIECE_BYTES = 1 << 20;

  private final LinuxSocket socket;
  private final Address local;

  LinuxStreamCalls(LinuxSocket socket, Address local) {
    this.socket = socket;
    this.local = local;
  }

  @Override
  public int bytesPerCall(ByteBuffer buffer) {
    return Math.min(buffer.remaining(), PIECE_BYTES);
  }

  @Override
  public int tryRead(ByteBuffer target, int bytesMax) throws SystemError {
    int count = receive(Memory.toFill(target), bytesMax);
    if (count > 0) {
      target.position(target.position() + count);
      return count;
    }
    return count == 0 ? END : wouldBlock(count);
  }

  private int receive(MemorySegment target, int bytes) throws SystemError {
    int number = socket.enter();
    try {
      int count;
      do {
        count = socket.kernel().recv(number, target, bytes);
      } while (Errno.EINTR.is(count));
      return count;
    } finally {
      socket.leave();
    }
  }

  /**
   * Returns {@link #WOULD_BLOCK} if the result of a failed call is EAGAIN. For any other error,
   * throws its exception.
   */
  private static int wouldBlock(int result) throws SystemError {
    if (Errno.EAGAIN.is(result)) {
      return WOULD_BLOCK;
    }
    throw Errno.ofStream(result);
  }

  @Override
  public boolean mayHaveMore() {
    return socket.isSuspicious();
  }

  @Override
  public int tryWrite(ByteBuffer source, int bytesMax) throws SystemError {
    int count = send(MemorySegment.ofBuffer(source), bytesMax);
    if (count < 0) {
      return wouldBlock(count);
    }
    source.position(source.position() + count);
    return count;
  }

  private int send(MemorySegment source, int bytes) throws SystemError {
    int number = socket.enter();
    try {
      int count;
      do {
        count = socket.kernel().send(number, source, bytes);
      } while (Errno.EINTR.is(count));
      return count;
    } finally {
      socket.leave();
    }
  }

  @Override
  public int tryWrite(ByteBuffer[] sources, int first) throws SystemError {
    int count;
    try (Gathered gathered = Gathered.of(sources, first, PIECE_BYTES)) {
      if (gathered == null) {
        return tryWrite(sources[first], bytesPerCall(sources[first]));
      }
      count = send(gathered.message());
    }
    if (count < 0) {
      return wouldBlock(count);
    }
    Gathered.take(sources, first, count);
    return count;
  }

  private int send(MemorySegment message) throws SystemError {
    int number = socket.enter();
    try {
      int count;
      do {
        count = socket.kernel().sendmsg(number, message);
      } while (Errno.EINTR.is(count));
      return count;
    } finally {
      socket.leave();
    }
  }

  /**
   * Returns whether a failed write means that the connection is lost. Returns false for EPIPE,
   * because the EOF of the peer has arrived before, and can still be read.
   */
  @Override
  public boolean isLoss(SystemError writeFailure) {
    return !writeFailure.name().equals(Errno.EPIPE.name());
  }

  @Override
  public @Nullable FileTransfer sendFile(FileRange range) throws IOException {
    DuplicatedFile file = range.remaining() < FILE_BYTES ? null : duplicate(range);
    return file == null ? null : new Sending(range, file);
  }

  @Override
  public @Nullable FileTransfer receiveFile(FileRange range) throws IOException {
    DuplicatedFile file = range.remaining() < FILE_BYTES ? null : duplicate(range);
    if (file == null) {
      return null;
    }
    KernelPipe pipe = KernelPipe.open(socket.kernel());
    if (pipe == null) {
      file.close();
      return null;
    }
    return new Receiving(range, file, pipe);
  }

  private @Nullable DuplicatedFile duplicate(FileRange range) throws IOException {
    return DuplicatedFile.of(socket.kernel(), range.file());
  }

  private final class Sending implements FileTransfer {
    private final FileRange range;
    private final DuplicatedFile file;

    Sending(FileRange range, DuplicatedFile file) {
      this.range = range;
      this.file = file;
    }

    @Override
    public long tryMove() throws IOException {
      int count = sendfile(Math.min(range.remaining(), FILE_PIECE_BYTES));
      if (count <= 0) {
        return nothingMoved(count);
      }
      range.advance(count);
      return count;
    }

    private int sendfile(long bytes) throws SystemError {
      int number = socket.enter();
      try {
        int count;
        do {
          count = socket.kernel().sendfile(number, file.number(), range.position(), bytes);
        } while (Errno.EINTR.is(count));
        return count;
      } finally {
        socket.leave();
      }
    }

    @Override
    public void close() {
      file.close();
    }
  }

  private final class Receiving implements FileTransfer {
    private final FileRange range;
    private final DuplicatedFile file;
    private final KernelPipe pipe;

    Receiving(FileRange range, DuplicatedFile file, KernelPipe pipe) {
      this.range = range;
      this.file = file;
      this.pipe = pipe;
    }

    @Override
    public long tryMove() throws IOException {
      int count = splice(Math.min(range.remaining(), KernelPipe.BYTES));
      if (count <= 0) {
        return nothingMoved(count);
      }
      pipe.emptyInto(range, file, count);
      return count;
    }

    private int splice(long bytes) throws SystemError {
      int number = socket.enter();
      try {
        int count;
        do {
          count = socket.kernel().splice(number, pipe.in(), bytes);
        } while (Errno.EINTR.is(count));
        return count;
      } finally {
        socket.leave();
      }
    }

    @Override
    public void close() {
      pipe.close();
      file.close();
    }
  }

  private static int nothingMoved(int result) throws IOException {
    if (result == 0) {
      return END;
    }
    if (Errno.EINVAL.is(result)) {
      return UNSUPPORTED; // the file system does not support this transfer
    }
    IOException fault = DuplicatedFile.fault(result);
    if (fault != null) {
      throw fault;
    }
    return wouldBlock(result);
  }

  @Override
  public boolean shutdownOutput() throws SystemError {
    return shutdown(Platform.SHUT_WR);
  }

  @Override
  public void shutdownInput() throws SystemError {
    boolean _ = shutdown(Platform.SHUT_RD);
  }

  /** Shuts down one direction of the socket. Returns false if the connection was already lost. */
  private boolean shutdown(int how) throws SystemError {
    int number = socket.enter();
    try {
      int result = socket.kernel().shutdown(number, how);
      if (result < 0 && !Errno.ENOTCONN.is(result)) { // ENOTCONN: already reset by the peer
        throw Errno.of(result);
      }
      return result == 0;
    } finally {
      socket.leave();
    }
  }

  @Override
  public void resetOnClose() throws SystemError {
    LinuxOptions.resetOnClose(socket);
  }

  @Override
  public PeerState peerState(boolean outputShut) throws SystemError {
    int events = socket.peerEvents();
    // EPOLLHUP means that both directions have ended. If this side has shut down its output,
    // EPOLLHUP may only mean that the peer has sent EOF.
    boolean hungUp = (events & Platform.EPOLLHUP) != 0 && !outputShut;
    if (hungUp || (events & Platform.EPOLLERR) != 0) {
      return PeerState.DISCONNECTED;
    }
    return events == 0 ? PeerState.OPEN : PeerState.HALF_CLOSED;
  }

  @Override
  public Registration onPeerHangup(Runnable wake) {
    return socket.onPeerEnd(wake);
  }

  @Override
  public OptionalLong unacknowledgedBytes(boolean lost, boolean endSent) throws IOException {
    boolean inet = local instanceof Address.Inet;
    long pending = inet ? outQueue(endSent) : 0; // a Unix socket delivers immediately
    boolean lostNow = lost || (socket.peerEvents() & Platform.EPOLLERR) != 0;
    // If only FIN was unacknowledged, the reset has lost no bytes. The reset may then arrive at any
    // time after the peer has closed its socket.
    if (lostNow && (pending > 0 || !endSent || !inet)) {
      throw Errno.ofStream(Errno.ECONNRESET.result());
    }
    return OptionalLong.of(pending);
  }

  /**
   * Returns the number of unacknowledged bytes. The kernel counts an unacknowledged FIN as one byte
   * (RFC 9293 §3.4), which this method subtracts.
   */
  private long outQueue(boolean endSent) throws SystemError {
    int number = socket.enter();
    try {
      int queued = Errno.require(socket.kernel().unacknowledged(number));
      return endSent && queued > 0 ? queued - 1L : queued;
    } finally {
      socket.leave();
    }
  }

  @Override
  public ConnectionOptions options() {
    return new LinuxOptions(socket, LinuxOptions.Kind.stream(local));
  }
}
