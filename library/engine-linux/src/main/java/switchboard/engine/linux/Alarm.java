package switchboard.engine.linux;

import switchboard.net.spi.SystemError;

/**
 * Wakes a thread that waits in epoll_wait(2), with an eventfd (eventfd(2)). The eventfd is
 * registered with epoll as edge-triggered, so its counter need not be read. Safe for use by several
 * threads.
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

  /** Wakes the waiting thread. Does nothing after {@link #end}. */
  void ring() {
    try {
      int number = enter();
      try {
        kernel().signal(number);
      } finally {
        leave();
      }
    } catch (SystemError closed) {
      // The epoll instance is closed, so no thread waits for it.
    }
  }

  @Override
  void forget(int freed) {}
}
