package switchboard.engine.linux;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.TimeSlice;
import switchboard.net.spi.support.WakeList;

/**
 * A socket of the kernel with its two sides. It is watched from the first wait on, once and for
 * both, edge-triggered, by the epoll of whoever waits first: so it stays with that loop. A connect
 * and the stream that comes of it share one.
 */
final class KernelSocket extends Descriptor {
  private static final int READ_EVENTS =
      Platform.EPOLLIN
          | Platform.EPOLLPRI
          | Platform.EPOLLRDHUP
          | Platform.EPOLLERR
          | Platform.EPOLLHUP;
  private static final int WRITE_EVENTS = Platform.EPOLLOUT | Platform.EPOLLERR | Platform.EPOLLHUP;

  /** What poll(2) is asked for; it tells of errors unasked. */
  private static final int ASKED_TO_READ = Platform.EPOLLIN | Platform.EPOLLRDHUP;

  private static final int ASKED_TO_WRITE = Platform.EPOLLOUT;

  /** After these a read that did not fill its buffer may have left something, and no edge comes. */
  private static final int TELLTALE_EVENTS =
      Platform.EPOLLPRI | Platform.EPOLLRDHUP | Platform.EPOLLERR | Platform.EPOLLHUP;

  private final Watchers watchers;

  /** The peer has sent FIN, or the connection is lost. */
  private static final int PEER_EVENTS =
      Platform.EPOLLRDHUP | Platform.EPOLLERR | Platform.EPOLLHUP;

  private final Side read = new Side();
  private final Side write = new Side();
  private volatile @Nullable WakeList peerRegistrations;
  private final TimeSlice reads = new TimeSlice();
  private final TimeSlice writes = new TimeSlice();
  private volatile @Nullable Epoll epoll;
  private volatile boolean suspicious;

  KernelSocket(Kernel kernel, int number, Watchers watchers) {
    super(kernel, number);
    this.watchers = watchers;
  }

  /** Opens a socket of its own. */
  static KernelSocket open(Kernel kernel, Watchers watchers, int family, int type)
      throws SystemError {
    return new KernelSocket(kernel, Errno.require(kernel.socket(family, type)), watchers);
  }

  void awaitReadable() throws IOException {
    watch();
    if (read.await(this, ASKED_TO_READ)) {
      reads.renew();
      writes.renewIfOf(Thread.currentThread());
    }
  }

  void awaitWritable() throws IOException {
    watch();
    if (write.await(this, ASKED_TO_WRITE)) {
      writes.renew();
      reads.renewIfOf(Thread.currentThread());
    }
  }

  /** Counts {@code bytes} that the calling thread has read, or accepted, without waiting. */
  void spendOnReading(long bytes) {
    reads.spend(bytes);
  }

  /** Counts {@code bytes} that the calling thread has written without waiting. */
  void spendOnWriting(long bytes) {
    writes.spend(bytes);
  }

  /**
   * Whether the end, an error or urgent data has been seen: then a short read does not mean that
   * nothing is left. The end's own edge may have come together with that of the last bytes; and
   * reads stop at the urgent mark (tcp(7)).
   */
  boolean isSuspicious() {
    return suspicious;
  }

  private void watch() throws SystemError {
    if (epoll == null) {
      watchFirst();
    }
  }

  private synchronized void watchFirst() throws SystemError {
    if (epoll == null) {
      Epoll mine = watchers.forThisThread();
      int number = enter();
      try {
        mine.add(this, number);
        epoll = mine;
      } finally {
        leave();
      }
    }
  }

  Registration onReady(Interest interest, Runnable wake) {
    Side side = side(interest);
    Registration registration = side.add(wake);
    try {
      watch();
      tellIfReady(interest);
    } catch (SystemError closed) {
      side.tell(); // they find out by themselves
    }
    return registration;
  }

  /** Runs {@code wake} once, on EOF from the peer or when the connection is lost or closed. */
  Registration onPeerEnd(Runnable wake) {
    WakeList registrations = peerRegistrations();
    Registration registration = registrations.add(wake);
    try {
      watch();
      if (peerEvents() != 0) {
        registrations.fire();
      }
    } catch (SystemError closed) {
      registrations.fire();
    }
    return registration;
  }

  private synchronized WakeList peerRegistrations() {
    WakeList current = peerRegistrations;
    if (current == null) {
      current = new WakeList();
      peerRegistrations = current;
    }
    return current;
  }

  /** Returns those of {@link #PEER_EVENTS} that hold now, by poll(2). */
  int peerEvents() throws SystemError {
    return poll(Platform.EPOLLRDHUP) & PEER_EVENTS;
  }

  private void tellOfPeer() {
    WakeList registrations = peerRegistrations;
    if (registrations != null) {
      registrations.fire();
    }
  }

  private Side side(Interest interest) {
    return interest == Interest.READ ? read : write;
  }

  /** An edge may be older than the wish, and what it told of taken by now: so ask the kernel. */
  private void tellIfReady(Interest interest) throws SystemError {
    if (poll(interest == Interest.READ ? ASKED_TO_READ : ASKED_TO_WRITE) != 0) {
      side(interest).tell();
    }
  }

  /** Which of these events hold now, errors included. */
  int poll(int events) throws SystemError {
    int number = enter();
    try {
      return Errno.require(kernel().poll(number, events));
    } finally {
      leave();
    }
  }

  /** The kernel has told of {@code events}. By the thread that runs the epoll. */
  void fired(int events) {
    if ((events & TELLTALE_EVENTS) != 0) {
      suspicious = true; // before anybody is woken
    }
    if ((events & PEER_EVENTS) != 0) {
      tellOfPeer();
    }
    fire(Interest.READ, events & READ_EVENTS);
    fire(Interest.WRITE, events & WRITE_EVENTS);
  }

  private void fire(Interest interest, int events) {
    if (events != 0 && side(interest).fire()) {
      try {
        tellIfReady(interest);
      } catch (SystemError closed) {
        side(interest).tell();
      }
    }
  }

  /** Makes a reader that is blocked look again. */
  void wakeReader() {
    read.fire();
    read.tell();
  }

  /** Closes, and wakes whoever waits. Repeatable. */
  void close() {
    if (end()) {
      wakeReader();
      write.fire();
      write.tell();
      tellOfPeer();
    }
  }

  @Override
  void forget(int freed) {
    Epoll watching = epoll;
    if (watching != null) {
      watching.forget(this, freed);
    }
  }
}
