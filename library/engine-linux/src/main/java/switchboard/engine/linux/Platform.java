package switchboard.engine.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Constants of the kernel's system calls. On x86-64 and aarch64, the values are those of
 * asm-generic. Only the layout of {@code struct epoll_event} differs: it is packed on x86-64.
 */
final class Platform {
  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;

  static final int MSG_NOSIGNAL = 0x4000;
  static final int SIOCOUTQ = 0x5411;
  static final int F_DUPFD_CLOEXEC = 1030;
  static final int F_SETPIPE_SZ = 1031;
  static final int SPLICE_F_NONBLOCK = 2;

  static final int SHUT_RD = 0;
  static final int SHUT_WR = 1;

  static final int EPOLLIN = 0x1;
  static final int EPOLLPRI = 0x2;
  static final int EPOLLOUT = 0x4;
  static final int EPOLLERR = 0x8;
  static final int EPOLLHUP = 0x10;
  static final int EPOLLRDHUP = 0x2000;
  static final int EPOLLET = 1 << 31;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_MOD = 3;

  private static final String ARCH = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
  private static final boolean PACKED = ARCH.equals("amd64") || ARCH.equals("x86_64");
  private static final long DATA_OFFSET = PACKED ? 4 : 8;

  /** The size of {@code struct epoll_event}. */
  static final int EVENT_BYTES = PACKED ? 12 : 16;

  private static final ValueLayout.OfInt FIELD = ValueLayout.JAVA_INT_UNALIGNED;

  private Platform() {}

  /**
   * Returns why the constants of this class are not valid on this machine; null if they are valid.
   */
  static @Nullable String strange() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return "this is not Linux";
    }
    return PACKED || ARCH.equals("aarch64")
        ? null
        : "only x86-64 and aarch64 are supported, not " + ARCH;
  }

  /** Returns the event bits of the event with the index {@code index}. */
  static int events(MemorySegment events, int index) {
    return events.get(FIELD, (long) index * EVENT_BYTES);
  }

  /** Returns the descriptor in the data of the event with the index {@code index}. */
  static int descriptor(MemorySegment events, int index) {
    return events.get(FIELD, (long) index * EVENT_BYTES + DATA_OFFSET);
  }

  /** Returns a {@code struct epoll_event} for epoll_ctl(2). */
  static MemorySegment event(int events, int descriptor) {
    var event = MemorySegment.ofArray(new byte[EVENT_BYTES]);
    event.set(FIELD, 0, events);
    event.set(FIELD, DATA_OFFSET, descriptor);
    return event;
  }
}
