package switchboard.engine.linux;

import java.lang.foreign.MemorySegment;

/**
 * The system calls that sockets need. Names and parameters are those of the man pages in section 2.
 * Each call returns its result or the negated error number, as the kernel does. Sockets are
 * non-blocking, so only {@link #epollWait} blocks; file transfers may wait for a disk. Unless a
 * method says otherwise, its memory arguments may be on the heap. Safe for use by several threads.
 */
interface Kernel {

  /** socket(2), with SOCK_NONBLOCK and SOCK_CLOEXEC added. */
  int socket(int family, int type);

  int bind(int descriptor, byte[] address);

  int listen(int descriptor, int backlog);

  /**
   * accept4(2), with SOCK_NONBLOCK and SOCK_CLOEXEC.
   *
   * @param length in: the size of {@code address}; out: the size of the peer's address
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

  /** recvfrom(2). For the meaning of {@code length}, see {@link #accept}. */
  int recvfrom(int descriptor, MemorySegment target, long bytes, byte[] address, int[] length);

  int sendto(int descriptor, MemorySegment source, long bytes, byte[] address);

  int shutdown(int descriptor, int how);

  int getsockopt(int descriptor, int level, int name, int[] value);

  int setsockopt(int descriptor, int level, int name, int[] value);

  int setsockopt(int descriptor, int level, int name, byte[] value);

  /** For the meaning of {@code length}, see {@link #accept}. */
  int getsockname(int descriptor, byte[] address, int[] length);

  /** For the meaning of {@code length}, see {@link #accept}. */
  int getpeername(int descriptor, byte[] address, int[] length);

  /** close(2). The descriptor is closed even if the call reports an error. */
  void close(int descriptor);

  /**
   * poll(2) of one descriptor, without waiting. Returns those of {@code events} that have occurred,
   * and error events; 0 if no event has occurred.
   */
  int poll(int descriptor, int events);

  /**
   * ioctl(2) with SIOCOUTQ. Returns the number of bytes that the peer has not acknowledged
   * (tcp(7)).
   */
  int unacknowledged(int descriptor);

  int epollCreate();

  /** epoll_ctl(2). The descriptor is also stored as the data of the event. */
  int epollControl(int epoll, int operation, int descriptor, int events);

  /**
   * epoll_wait(2), the only call that blocks.
   *
   * @param events native memory of {@link Platform#EVENT_BYTES} bytes per event, plus 4 bytes for
   *     errno
   */
  int epollWait(int epoll, MemorySegment events, int eventsMax, int timeoutMillis);

  /** eventfd(2), with EFD_NONBLOCK and EFD_CLOEXEC. */
  int eventfd();

  /** Adds one to the counter of an eventfd. */
  int signal(int eventfd);

  /** fcntl(2) with F_DUPFD_CLOEXEC. Returns another descriptor of the same file. */
  int duplicate(int descriptor);

  /** pipe2(2) with O_CLOEXEC. Stores the read end and the write end in {@code ends}. */
  int pipe(int[] ends);

  /** fcntl(2) with F_SETPIPE_SZ. */
  int resizePipe(int pipe, int bytes);

  /** read(2). */
  int read(int descriptor, MemorySegment target, long bytes);

  /** sendfile(2) from a position in a file. May wait for the disk. */
  int sendfile(int socket, int file, long position, long bytes);

  /** splice(2) from a socket to a pipe. Does not wait for data. */
  int splice(int socket, int pipe, long bytes);

  /** splice(2) from a pipe to a position in a file. May wait for the disk. */
  int splice(int pipe, int file, long position, long bytes);
}
