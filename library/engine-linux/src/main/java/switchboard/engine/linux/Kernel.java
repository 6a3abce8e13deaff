package switchboard.engine.linux;

import java.lang.foreign.MemorySegment;

/**
 * The system calls that sockets need, each with the name and the arguments of its man page in
 * section 2. Each gives its result, or the number of the error negated, as the kernel itself does.
 * Sockets are non-blocking, so none of these waits but {@link #epollWait}, and for a disk those
 * that move files. Memory may be on the heap. Any thread.
 */
interface Kernel {

  /** socket(2), with SOCK_NONBLOCK and SOCK_CLOEXEC added. */
  int socket(int family, int type);

  int bind(int descriptor, byte[] address);

  int listen(int descriptor, int backlog);

  /**
   * accept4(2), for a socket that is non-blocking and closed on exec.
   *
   * @param length in: the bytes of {@code address}; out: those that its address has
   */
  int accept(int descriptor, byte[] address, int[] length);

  int connect(int descriptor, byte[] address);

  int recv(int descriptor, MemorySegment target, long bytes);

  /** send(2) without SIGPIPE. */
  int send(int descriptor, MemorySegment source, long bytes);

  /**
   * sendmsg(2) without SIGPIPE.
   *
   * @param message a {@code struct msghdr}, native
   */
  int sendmsg(int descriptor, MemorySegment message);

  /**
   * recvmsg(2).
   *
   * @param message a {@code struct msghdr}, native
   */
  int recvmsg(int descriptor, MemorySegment message);

  /** recvfrom(2); {@code length} as in {@link #accept}. */
  int recvfrom(int descriptor, MemorySegment target, long bytes, byte[] address, int[] length);

  int sendto(int descriptor, MemorySegment source, long bytes, byte[] address);

  int shutdown(int descriptor, int how);

  int getsockopt(int descriptor, int level, int name, int[] value);

  int setsockopt(int descriptor, int level, int name, int[] value);

  int setsockopt(int descriptor, int level, int name, byte[] value);

  /** {@code length} as in {@link #accept}. */
  int getsockname(int descriptor, byte[] address, int[] length);

  /** {@code length} as in {@link #accept}. */
  int getpeername(int descriptor, byte[] address, int[] length);

  /** close(2); whatever it says, the descriptor is gone. */
  void close(int descriptor);

  /** poll(2) of one descriptor, without waiting: the events that hold, or 0. */
  int poll(int descriptor, int events);

  /** SIOCOUTQ of ioctl(2): how much the peer has not acknowledged (tcp(7)). */
  int unacknowledged(int descriptor);

  int epollCreate();

  /** epoll_ctl(2), the descriptor itself being the data that comes back. */
  int epollControl(int epoll, int operation, int descriptor, int events);

  /**
   * epoll_wait(2), the only one that waits.
   *
   * @param events native, {@link Platform#EVENT_BYTES} for each
   */
  int epollWait(int epoll, MemorySegment events, int eventsMax, int timeoutMillis);

  /** eventfd(2), non-blocking and closed on exec. */
  int eventfd();

  /** Adds one to an eventfd. */
  int signal(int eventfd);

  /** F_DUPFD_CLOEXEC of fcntl(2): another number for the same file. */
  int duplicate(int descriptor);

  /** pipe2(2), closed on exec: where it is read, and where it is written. */
  int pipe(int[] ends);

  /** F_SETPIPE_SZ of fcntl(2). */
  int resizePipe(int pipe, int bytes);

  /** read(2). */
  int read(int descriptor, MemorySegment target, long bytes);

  /** sendfile(2) from a place in a file. May wait for the disk. */
  int sendfile(int socket, int file, long position, long bytes);

  /** splice(2) from a socket into a pipe, if there is something. */
  int splice(int socket, int pipe, long bytes);

  /** splice(2) from a pipe to a place in a file. May wait for the disk. */
  int splice(int pipe, int file, long position, long bytes);
}
