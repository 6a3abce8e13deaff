package switchboard.engine.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import switchboard.net.Address;
import switchboard.net.Interest;
import switchboard.net.LiveOptions;
import switchboard.net.Selectable.Watch;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;

/** A connected stream socket: try first, and wait for an edge when the kernel has nothing. */
final class LinuxStream implements StreamHandle {
  /** The garbage collector waits for a call, so a call moves no more than this. */
  private static final int PIECE_BYTES = 128 * 1024;

  private final KernelSocket socket;
  private final Address local;
  private final Address remote;

  /**
   * The last read took all that the kernel had, so the next one need not ask before it waits. A new
   * connection has nothing as a rule. Confined to the one thread that reads.
   */
  private boolean drained = true;

  private volatile boolean inputShut;

  /**
   * Linux tells of a reset once. If it is a write that hears of it, reads find an end of the stream
   * that nobody sent; so what the writer has heard is kept for the reader. Written by the one
   * thread that writes.
   */
  private volatile boolean reset;

  /** Whether a write is in the kernel, and may come back with a reset. */
  private volatile boolean inWrite;

  LinuxStream(KernelSocket socket, Address local, Address remote) {
    this.socket = socket;
    this.local = local;
    this.remote = remote;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
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
      return count;
    }
    if (count == 0 || inputShut) {
      requireEnd();
      return -1;
    }
    if (Errno.EAGAIN.is(count)) {
      drained = true;
      return 0;
    }
    throw Errno.of(count);
  }

  private int receive(MemorySegment target, int room) throws SystemError {
    int number = socket.enter();
    try {
      int count;
      do {
        count = inputShut ? 0 : socket.kernel().recv(number, target, room);
      } while (Errno.EINTR.is(count));
      return count;
    } finally {
      socket.leave();
    }
  }

  /** That the end of the stream is none which a reset looks like. */
  private void requireEnd() throws SystemError {
    while (inWrite) {
      Thread.onSpinWait(); // it does not block
    }
    if (reset) {
      throw Errno.of(Errno.ECONNRESET.result());
    }
  }

  @Override
  public void awaitReadable() throws IOException {
    if (drained) {
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
  public int tryWrite(ByteBuffer source) throws IOException {
    int room = Math.min(source.remaining(), PIECE_BYTES);
    int count = send(MemorySegment.ofBuffer(source), room);
    if (count >= 0) {
      source.position(source.position() + count);
      return count;
    }
    if (Errno.EAGAIN.is(count)) {
      return 0;
    }
    throw Errno.of(count);
  }

  private int send(MemorySegment source, int bytes) throws SystemError {
    int number = socket.enter();
    inWrite = true;
    try {
      int count;
      do {
        count = socket.kernel().send(number, source, bytes);
      } while (Errno.EINTR.is(count));
      if (Errno.ECONNRESET.is(count)) {
        reset = true;
      }
      return count;
    } finally {
      inWrite = false;
      socket.leave();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    shutdown(Platform.SHUT_WR);
  }

  @Override
  public void shutdownInput() throws IOException {
    inputShut = true; // what comes later would still be read
    try {
      shutdown(Platform.SHUT_RD);
    } finally {
      socket.wakeReader();
    }
  }

  private void shutdown(int how) throws SystemError {
    int number = socket.enter();
    try {
      int result = socket.kernel().shutdown(number, how);
      if (result < 0 && !Errno.ENOTCONN.is(result)) { // the peer was faster
        throw Errno.of(result);
      }
    } finally {
      socket.leave();
    }
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public void abort() {
    try {
      if (local instanceof Address.Inet) {
        LinuxOptions.lingerNot(socket); // close then sends a reset
      }
    } catch (IOException closed) {
      // Somebody else was faster.
    } finally {
      socket.close();
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
  public LiveOptions options() {
    return new LinuxOptions(socket, LinuxOptions.Kind.stream(local));
  }

  @Override
  public Watch onReady(Interest interest, Runnable wake) {
    return socket.onReady(interest, wake);
  }
}
