package switchboard.engine.linux;

import org.jspecify.annotations.Nullable;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EngineLoops;
import switchboard.net.spi.support.ReadinessSocket;
import switchboard.net.spi.support.WakeList;

/** A socket by its descriptor, watched by an epoll, edge-triggered and for everything at once. */
final class LinuxSocket extends ReadinessSocket<EpollWatcher> {
  private static final int READ_EVENTS =
      Platform.EPOLLIN
          | Platform.EPOLLPRI
          | Platform.EPOLLRDHUP
          | Platform.EPOLLERR
          | Platform.EPOLLHUP;
  private static final int WRITE_EVENTS = Platform.EPOLLOUT | Platform.EPOLLERR | Platform.EPOLLHUP;

  /** The events that poll(2) is asked for; it reports errors unasked. */
  private static final int POLLED_TO_READ = Platform.EPOLLIN | Platform.EPOLLRDHUP;

  private static final int POLLED_TO_WRITE = Platform.EPOLLOUT;

  /** After these a read that did not fill its buffer may have left something, and no edge comes. */
  private static final int TELLTALE_EVENTS =
      Platform.EPOLLPRI | Platform.EPOLLRDHUP | Platform.EPOLLERR | Platform.EPOLLHUP;

  /** The peer has sent FIN, or the connection is lost. */
  private static final int PEER_EVENTS =
      Platform.EPOLLRDHUP | Platform.EPOLLERR | Platform.EPOLLHUP;

  private final SocketDescriptor descriptor;
  private volatile @Nullable WakeList peerRegistrations;
  private volatile boolean suspicious;

  private final class SocketDescriptor extends Descriptor {
    SocketDescriptor(Kernel kernel, int number) {
      super(kernel, number);
    }

    @Override
    void forget(int freed) {
      EpollWatcher watching = watcherIfAny();
      if (watching != null) {
        watching.forget(LinuxSocket.this, freed);
      }
    }
  }

  LinuxSocket(Kernel kernel, int number, EngineLoops<EpollWatcher> loops) {
    super(loops);
    this.descriptor = new SocketDescriptor(kernel, number);
  }

  /** Opens a socket of its own. */
  static LinuxSocket open(Kernel kernel, EngineLoops<EpollWatcher> loops, int family, int type)
      throws SystemError {
    return new LinuxSocket(kernel, Errno.require(kernel.socket(family, type)), loops);
  }

  Kernel kernel() {
    return descriptor.kernel();
  }

  /** Returns the number, which is this socket's until {@link #leave}. */
  int enter() throws SystemError {
    return descriptor.enter();
  }

  void leave() {
    descriptor.leave();
  }

  /**
   * Whether EOF, an error or urgent data has been reported: then a short read does not mean that
   * nothing is left. The edge of EOF may have come together with that of the last bytes; and reads
   * stop at the urgent mark (tcp(7)).
   */
  boolean isSuspicious() {
    return suspicious;
  }

  @Override
  protected void arm(Interest interest) throws SystemError {
    int number = enter();
    try {
      watcher().add(this, number);
    } finally {
      leave();
    }
  }

  boolean isArmed() {
    return slot(Interest.READ).isArmed();
  }

  /** One epoll_ctl(2) arms both interests, for good. */
  void setArmed() {
    slot(Interest.READ).setArmed(true);
    slot(Interest.WRITE).setArmed(true);
  }

  @Override
  protected boolean isReady(Interest interest) throws SystemError {
    return poll(interest == Interest.READ ? POLLED_TO_READ : POLLED_TO_WRITE) != 0;
  }

  /** Returns which of {@code events} hold now, errors included. */
  int poll(int events) throws SystemError {
    int number = enter();
    try {
      return Errno.require(kernel().poll(number, events));
    } finally {
      leave();
    }
  }

  /** Runs {@code wake} once, on EOF from the peer or when the connection is lost or closed. */
  Registration onPeerEnd(Runnable wake) {
    WakeList registrations = peerRegistrations();
    Registration registration = registrations.add(wake);
    try {
      if (!isArmed()) {
        arm(Interest.READ);
      }
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

  private void firePeerRegistrations() {
    WakeList registrations = peerRegistrations;
    if (registrations != null) {
      registrations.fire();
    }
  }

  /** Passes on the {@code events} that the epoll has reported. By the thread that looks. */
  void fired(int events) {
    if ((events & TELLTALE_EVENTS) != 0) {
      suspicious = true; // before anybody is woken
    }
    if ((events & PEER_EVENTS) != 0) {
      firePeerRegistrations();
    }
    if ((events & READ_EVENTS) != 0) {
      edge(Interest.READ);
    }
    if ((events & WRITE_EVENTS) != 0) {
      edge(Interest.WRITE);
    }
  }

  @Override
  public boolean isClosed() {
    return descriptor.isClosed();
  }

  @Override
  public void close() {
    if (descriptor.end()) {
      wakeAll();
      firePeerRegistrations();
    }
  }

  @Override
  public void awaitFreed() {
    descriptor.awaitFreed();
  }
}
