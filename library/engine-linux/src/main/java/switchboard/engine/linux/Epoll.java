package switchboard.engine.linux;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.Log;
import switchboard.net.spi.SystemError;

/**
 * One epoll instance (epoll(7)) and the sockets that it watches. Any thread adds; one at a time
 * waits, and tells the sockets what it has found.
 *
 * <p>Sockets are added once, edge-triggered and for everything, and never changed: a wait costs no
 * epoll_ctl(2). Closing a descriptor removes it. The kernel gives back a descriptor's number, which
 * may be another socket's by then: that one is woken in vain, which harms nobody.
 */
final class Epoll {
  private static final Log LOG = Log.named("switchboard.engine.linux");

  private static final int EVENTS_MAX = 512;
  private static final int EVENTS =
      Platform.EPOLLIN
          | Platform.EPOLLPRI
          | Platform.EPOLLOUT
          | Platform.EPOLLRDHUP
          | Platform.EPOLLET;

  private final Kernel kernel;
  private final int number;

  private final Alarm alarm;

  private final MemorySegment found =
      Arena.ofAuto().allocate((EVENTS_MAX + 1L) * Platform.EVENT_BYTES, Long.BYTES);

  /** By their numbers; replaced by a larger one when it must be, under the lock. */
  private volatile AtomicReferenceArray<@Nullable KernelSocket> sockets =
      new AtomicReferenceArray<>(64);

  private boolean closed; // guarded by this

  Epoll(Kernel kernel) throws SystemError {
    this.kernel = kernel;
    this.number = Errno.require(kernel.epollCreate());
    Alarm made = null;
    try {
      made = new Alarm(kernel);
      made.addTo(number);
    } finally {
      if (made == null) {
        kernel.close(number);
      }
    }
    this.alarm = made;
  }

  /** Watches a socket from now on. */
  synchronized void add(KernelSocket socket, int descriptor) throws SystemError {
    if (closed) {
      throw SystemError.closed();
    }
    roomFor(descriptor).set(descriptor, socket);
    int result = kernel.epollControl(number, Platform.EPOLL_CTL_ADD, descriptor, EVENTS);
    if (result < 0) {
      sockets.set(descriptor, null);
      throw Errno.of(result);
    }
  }

  private AtomicReferenceArray<@Nullable KernelSocket> roomFor(int descriptor) {
    AtomicReferenceArray<@Nullable KernelSocket> current = sockets;
    if (descriptor >= current.length()) {
      int length = Math.max(descriptor + 1, current.length() * 2);
      var larger = new AtomicReferenceArray<@Nullable KernelSocket>(length);
      for (int i = 0; i < current.length(); i++) {
        larger.setPlain(i, current.get(i));
      }
      sockets = larger;
      return larger;
    }
    return current;
  }

  /** The socket's number is about to be another's. */
  synchronized void forget(KernelSocket socket, int descriptor) {
    sockets.compareAndSet(descriptor, socket, null);
  }

  /**
   * Waits for events and tells the sockets. By one thread at a time.
   *
   * @param timeoutMillis 0 does not wait, -1 waits until there is something, or {@link #wake}
   * @return how many there were
   */
  int poll(int timeoutMillis) {
    int count = kernel.epollWait(number, found, EVENTS_MAX, timeoutMillis);
    if (count < 0) {
      if (!Errno.EINTR.is(count)) {
        LOG.write(Level.ERROR, "epoll_wait has failed: {}", Errno.of(count));
      }
      return 0;
    }
    for (int i = 0; i < count; i++) {
      KernelSocket socket = socket(Platform.descriptor(found, i));
      if (socket != null) {
        socket.fired(Platform.events(found, i));
      }
    }
    return count;
  }

  private @Nullable KernelSocket socket(int descriptor) {
    AtomicReferenceArray<@Nullable KernelSocket> current = sockets;
    return descriptor < current.length() ? current.get(descriptor) : null;
  }

  /** Ends a wait. Any thread. */
  void wake() {
    alarm.ring();
  }

  /** Closes all that it watches; nobody waits any more. */
  void close() {
    AtomicReferenceArray<@Nullable KernelSocket> last;
    synchronized (this) {
      closed = true;
      last = sockets;
    }
    for (int i = 0; i < last.length(); i++) {
      KernelSocket socket = last.get(i);
      if (socket != null) {
        closeQuietly(socket);
      }
    }
    alarm.end();
    kernel.close(number);
  }

  /** One that fails, for want of memory perhaps, must not keep the others from being closed. */
  private static void closeQuietly(KernelSocket socket) {
    try {
      socket.close();
    } catch (RuntimeException | Error e) {
      LOG.write(Level.DEBUG, e, "while closing a socket");
    }
  }
}
