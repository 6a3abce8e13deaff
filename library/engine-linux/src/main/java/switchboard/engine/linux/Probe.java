package switchboard.engine.linux;

import org.jspecify.annotations.Nullable;

/**
 * Tries once what the engine needs: a sandbox may forbid it (seccomp(2)), or a libc not have it.
 */
final class Probe {
  private Probe() {}

  /** Why it does not work here, in half a sentence; null if it does. */
  static @Nullable String failure() {
    try {
      Kernel kernel = new Libc();
      int epoll = kernel.epollCreate();
      if (epoll < 0) {
        return "epoll_create1 fails: " + Errno.of(epoll).getMessage();
      }
      kernel.close(epoll);
      int eventfd = kernel.eventfd();
      if (eventfd < 0) {
        return "eventfd fails: " + Errno.of(eventfd).getMessage();
      }
      kernel.close(eventfd);
      return null;
    } catch (LinkageError | RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return "the C library can't be called: " + cause.getMessage();
    }
  }
}
