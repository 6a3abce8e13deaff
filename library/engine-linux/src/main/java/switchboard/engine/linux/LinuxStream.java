package switchboard.engine.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.FileRange;
import switchboard.net.Interest;
import switchboard.net.PeerState;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.ResetDetector;
import switchboard.net.spi.support.Waiting;

/** A connected stream socket: try first, and wait for an edge when the kernel has nothing. */
final class LinuxStream implements StreamHandle {
  /** The garbage collector waits for a call, so a call moves no more than this. */
  private static final int PIECE_BYTES = 128 * 1024;

  /** Below this, another descriptor for a file costs more than copying its bytes. */
  private static final int FILE_BYTES = 32 * 1024;

  /** How much of a file moves between two looks at the deadline. */
  private static final int FILE_PIECE_BYTES = 1 << 20;

  private final LinuxSocket socket;
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

  LinuxStream(LinuxSocket socket, Address local, Address remote) {
    this.socket = socket;
    this.local = local;
    this.remote = remote;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    Memory.requireWritable(target);
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
    int room = Math.min(target.remaining(), PIECE_BYTES);
    int count = receive(Memory.toFill(target), room);
    if (count > 0) {
      drained = count < room && !socket.isSuspicious();
      target.position(target.position() + count);
      socket.spendOnReading(count);
      return count;
    }
    if (count == 0 || inputShut) {
      return end.isReached() ? -1 : 0;
    }
    if (Errno.EAGAIN.is(count)) {
      drained = true;
      return 0;
    }
    throw Errno.ofStream(count);
  }

  private int receive(MemorySegment target, int room) throws SystemError {
    return received(number -> socket.kernel().recv(number, target, room));
  }

  /** The result of a call that reads from the number that it gets. */
  private int received(IntUnaryOperator call) throws SystemError {
    int number = socket.enter();
    try {
      int count;
      do {
        count = inputShut ? 0 : call.applyAsInt(number);
      } while (Errno.EINTR.is(count));
      noteLoss(count);
      return count;
    } finally {
      socket.leave();
    }
  }

  private void noteLoss(int result) {
    if (result < 0 && !Errno.EAGAIN.is(result)) {
      SystemError error = Errno.ofStream(result);
      if (error.kind() == SystemError.Kind.LOST) {
        end.lose(error);
      }
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
    if (socket.isClosed()) {
      throw SystemError.closed();
    }
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

  private int tryWrite(ByteBuffer[] sources, int first) throws IOException {
    int count;
    try (var gathered = new Gathered(sources, first, PIECE_BYTES)) {
      count = sent(number -> socket.kernel().sendmsg(number, gathered.message()));
    }
    if (Errno.EAGAIN.is(count)) {
      return 0;
    }
    Gathered.take(sources, first, Errno.require(count));
    socket.spendOnWriting(count);
    return count;
  }

  @Override
  public int tryWrite(ByteBuffer source) throws IOException {
    int room = Math.min(source.remaining(), PIECE_BYTES);
    int count = send(MemorySegment.ofBuffer(source), room);
    if (count >= 0) {
      source.position(source.position() + count);
      socket.spendOnWriting(count);
      return count;
    }
    if (Errno.EAGAIN.is(count)) {
      return 0;
    }
    throw Errno.ofStream(count);
  }

  private int send(MemorySegment source, int bytes) throws SystemError {
    return sent(number -> socket.kernel().send(number, source, bytes));
  }

  /** The result of a call that writes to the number that it gets. */
  private int sent(IntUnaryOperator call) throws SystemError {
    int number = socket.enter();
    end.enterWrite();
    try {
      int count;
      do {
        count = call.applyAsInt(number);
      } while (Errno.EINTR.is(count));
      if (!Errno.EPIPE.is(count)) { // the peer's end came before, and is still to be read
        noteLoss(count);
      }
      return count;
    } finally {
      end.leaveWrite();
      socket.leave();
    }
  }

  @Override
  public boolean transferFrom(FileRange range) throws IOException {
    if (range.remaining() < FILE_BYTES) {
      return false;
    }
    try (DuplicatedFile file = DuplicatedFile.of(socket.kernel(), range.file())) {
      return file != null && transferFrom(range, file);
    }
  }

  private boolean transferFrom(FileRange range, DuplicatedFile file) throws IOException {
    while (range.hasRemaining()) {
      Waiting.check(); // a peer who takes everything at once never lets us wait
      long bytes = Math.min(range.remaining(), FILE_PIECE_BYTES);
      int count =
          sent(number -> socket.kernel().sendfile(number, file.number(), range.position(), bytes));
      if (count > 0) {
        range.advance(count);
        socket.spendOnWriting(count);
      } else if (Errno.EAGAIN.is(count)) {
        socket.awaitWritable();
      } else {
        return fileMoved(count);
      }
    }
    return true;
  }

  /** Whether there is nothing more to move; false if it is to be copied. */
  private static boolean fileMoved(int result) throws IOException {
    if (Errno.EINVAL.is(result)) {
      return false; // a file system that can't
    }
    IOException fault = DuplicatedFile.fault(result);
    if (fault != null) {
      throw fault;
    }
    if (result < 0) {
      throw Errno.ofStream(result);
    }
    return result == 0;
  }

  @Override
  public boolean transferTo(FileRange range) throws IOException {
    if (range.remaining() < FILE_BYTES) {
      return false;
    }
    try (DuplicatedFile file = DuplicatedFile.of(socket.kernel(), range.file());
        KernelPipe pipe = file == null ? null : KernelPipe.open(socket.kernel())) {
      return file != null && pipe != null && transferTo(range, file, pipe);
    }
  }

  private boolean transferTo(FileRange range, DuplicatedFile file, KernelPipe pipe)
      throws IOException {
    while (range.hasRemaining()) {
      Waiting.check();
      awaitReadable();
      long bytes = Math.min(range.remaining(), KernelPipe.BYTES);
      int count = received(number -> socket.kernel().splice(number, pipe.in(), bytes));
      if (count > 0) {
        pipe.emptyInto(range, file, count);
        socket.spendOnReading(count);
      } else if (count == 0 || inputShut) {
        if (end.isReached()) {
          return true;
        }
      } else if (Errno.EAGAIN.is(count)) {
        drained = true;
      } else {
        return fileMoved(count);
      }
    }
    return true;
  }

  @Override
  public void shutdownOutput() throws IOException {
    outputShut = true;
    if (shutdown(Platform.SHUT_WR)) {
      endSent = true;
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    inputShut = true; // what comes later would still be read
    try {
      shutdown(Platform.SHUT_RD);
    } finally {
      end.decide();
      socket.wakeReader();
    }
  }

  /** Returns false if the connection was lost before. */
  private boolean shutdown(int how) throws SystemError {
    int number = socket.enter();
    try {
      int result = socket.kernel().shutdown(number, how);
      if (result < 0 && !Errno.ENOTCONN.is(result)) { // the peer was faster
        throw Errno.of(result);
      }
      return result == 0;
    } finally {
      socket.leave();
    }
  }

  @Override
  public void close() {
    socket.close();
    end.decide();
  }

  @Override
  public void abort() {
    try {
      if (local instanceof Address.Inet) {
        LinuxOptions.resetOnClose(socket); // close then sends a reset
      }
    } catch (IOException closed) {
      // Somebody else was faster.
    } finally {
      close();
    }
  }

  @Override
  public Address local() {
    return local;
  }

  @Override
  public Address remote() {
    return remote;
  }

  @Override
  public ConnectionOptions options() {
    return new LinuxOptions(socket, LinuxOptions.Kind.stream(local));
  }

  @Override
  public PeerState peerState() {
    try {
      int events = socket.peerEvents();
      // Both directions have ended when the kernel says HUP: this side may have ended one itself.
      boolean hungUp = (events & Platform.EPOLLHUP) != 0 && !outputShut;
      if (hungUp || (events & Platform.EPOLLERR) != 0 || end.isLost()) {
        return PeerState.DISCONNECTED;
      }
      if (inputShut) {
        return PeerState.UNKNOWN; // the kernel says that the input has ended, by whomever
      }
      return events == 0 ? PeerState.OPEN : PeerState.HALF_CLOSED;
    } catch (SystemError closed) {
      return PeerState.UNKNOWN;
    }
  }

  @Override
  public OptionalLong unacknowledgedBytes() throws IOException {
    boolean inet = local instanceof Address.Inet;
    long pending = inet ? withoutEnd(outQueue()) : 0; // a Unix socket's bytes arrive by writing
    boolean lost = end.isLost() || (socket.peerEvents() & Platform.EPOLLERR) != 0;
    // A reset in response to EOF alone takes no byte away, and comes long after a peer has closed.
    if (lost && (pending > 0 || !endSent || !inet)) {
      throw Errno.ofStream(Errno.ECONNRESET.result());
    }
    return OptionalLong.of(pending);
  }

  private int outQueue() throws IOException {
    int number = socket.enter();
    try {
      return Errno.require(socket.kernel().unacknowledged(number));
    } finally {
      socket.leave();
    }
  }

  /** EOF has a place in the sequence like a byte, until it is acknowledged (RFC 9293 §3.4). */
  private long withoutEnd(int queued) {
    return endSent && queued > 0 ? queued - 1L : queued;
  }

  @Override
  public Registration onPeerHangup(Runnable wake) {
    return socket.onPeerEnd(wake);
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return socket.onReady(interest, wake);
  }
}
