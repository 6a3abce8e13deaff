package switchboard.engine.linux;

import switchboard.net.spi.SystemError;

/**
 * What ends a wait in an epoll from outside: an eventfd (eventfd(2)). Each ring is an edge, so
 * nobody has to read it. Any thread.
 */
final class Alarm extends Descriptor {

  Alarm(Kernel kernel) throws SystemError {
    super(kernel, Errno.require(kernel.eventfd()));
  }

  void addTo(int epoll) throws SystemError {
    int number = enter();
    try {
      int events = Platform.EPOLLIN | Platform.EPOLLET;
      Errno.require(kernel().epollControl(epoll, Platform.EPOLL_CTL_ADD, number, events));
    } finally {
      leave();
    }
  }

  /** Nothing happens once it was ended. */
  void ring() {
    try {
      int number = enter();
      try {
        kernel().signal(number);
      } finally {
        leave();
      }
    } catch (SystemError ended) {
      // Whoever waited there is gone.
    }
  }

  @Override
  void forget(int freed) {}
}
