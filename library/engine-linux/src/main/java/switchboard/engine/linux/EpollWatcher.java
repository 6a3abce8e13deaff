package switchboard.engine.linux;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.Log;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.Watcher;

/**
 * One epoll instance (epoll(7)) and the sockets that it watches.
 *
 * <p>Each socket is added once, edge-triggered and for all events. The registration is never
 * modified, so waiting needs no epoll_ctl(2). Closing a descriptor removes its registration. An
 * event contains only the number of a descriptor. When the event is handled, the number may already
 * belong to another socket. The threads that wait for the other socket are then woken without need,
 * which is harmless.
 */
final class EpollWatcher implements Watcher {
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

  /**
   * The sockets, indexed by descriptor. A full array is replaced by a larger array while the lock
   * of this object is held.
   */
  private volatile AtomicReferenceArray<@Nullable LinuxSocket> sockets =
      new AtomicReferenceArray<>(64);

  private boolean closed; // guarded by this

  EpollWatcher(Kernel kernel) throws SystemError {
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

  @Override
  public boolean isEdgeTriggered() {
    return true;
  }

  /** Starts to watch a socket. Does nothing if this instance already watches the socket. */
  synchronized void add(LinuxSocket socket, int descriptor) throws SystemError {
    if (socket.isArmed()) {
      return;
    }
    if (closed) {
      throw SystemError.closed();
    }
    roomFor(descriptor).set(descriptor, socket);
    int result = kernel.epollControl(number, Platform.EPOLL_CTL_ADD, descriptor, EVENTS);
    if (result < 0) {
      sockets.set(descriptor, null);
      throw Errno.of(result);
    }
    socket.setArmed();
  }

  private AtomicReferenceArray<@Nullable LinuxSocket> roomFor(int descriptor) {
    AtomicReferenceArray<@Nullable LinuxSocket> current = sockets;
    if (descriptor >= current.length()) {
      int length = Math.max(descriptor + 1, current.length() * 2);
      var larger = new AtomicReferenceArray<@Nullable LinuxSocket>(length);
      for (int i = 0; i < current.length(); i++) {
        larger.setPlain(i, current.get(i));
      }
      sockets = larger;
      return larger;
    }
    return current;
  }

  /** Removes a socket whose descriptor is about to be closed. */
  synchronized void forget(LinuxSocket socket, int descriptor) {
    sockets.compareAndSet(descriptor, socket, null);
  }

  @Override
  public void look(boolean wait) {
    int _ = poll(wait);
  }

  /**
   * Polls for events, and wakes the threads that wait for the sockets with events. Only one thread
   * at a time may call this method.
   *
   * @param wait whether to block until there is an event or {@link #wake} is called
   * @return the number of events
   */
  int poll(boolean wait) {
    int count = kernel.epollWait(number, found, EVENTS_MAX, wait ? -1 : 0);
    if (count < 0) {
      if (!Errno.EINTR.is(count)) {
        LOG.write(Level.ERROR, "epoll_wait failed: {}", Errno.of(count));
      }
      return 0;
    }
    for (int i = 0; i < count; i++) {
      LinuxSocket socket = socket(Platform.descriptor(found, i));
      if (socket != null) {
        socket.fired(Platform.events(found, i));
      }
    }
    return count;
  }

  private @Nullable LinuxSocket socket(int descriptor) {
    AtomicReferenceArray<@Nullable LinuxSocket> current = sockets;
    return descriptor < current.length() ? current.get(descriptor) : null;
  }

  @Override
  public void wake() {
    alarm.ring();
  }

  @Override
  public void close() {
    AtomicReferenceArray<@Nullable LinuxSocket> last;
    synchronized (this) {
      closed = true;
      last = sockets;
    }
    for (int i = 0; i < last.length(); i++) {
      LinuxSocket socket = last.get(i);
      if (socket != null) {
        closeQuietly(socket);
      }
    }
    alarm.end();
    kernel.close(number);
  }

  /**
   * Closes a socket. Logs an error, such as a lack of memory, so that the other sockets are closed,
   * too.
   */
  private static void closeQuietly(LinuxSocket socket) {
    try {
      socket.close();
    } catch (RuntimeException | Error e) {
      LOG.write(Level.DEBUG, e, "failed to close a socket");
    }
  }
}
