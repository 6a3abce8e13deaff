package switchboard.engine.linux;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The implementation of {@link Kernel} that calls the C library through {@link Functions}. */
final class Libc implements Kernel {
  /** A call of a C function, which stores the error number in {@code errno}. */
  private interface Call {
    long result(MemorySegment errno) throws Throwable;
  }

  /**
   * Makes a call and returns its result or the negated error number. The JIT compiler usually
   * eliminates the allocations. The result is narrowed to an int: for a C function that returns
   * int, the upper half of the register is undefined, and no call transfers 2 GiB.
   */
  private static int made(Call call) {
    int[] errno = {0};
    try {
      int result = (int) call.result(MemorySegment.ofArray(errno));
      return result < 0 ? -errno[0] : result;
    } catch (Throwable thrown) {
      throw unexpected(thrown);
    }
  }

  /**
   * Wraps an exception that a call of a C function has thrown. C functions throw no exceptions, so
   * {@code thrown} comes from Java, for example because the memory was freed.
   */
  private static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException unexpected
        ? unexpected
        : new IllegalStateException(thrown);
  }

  private static MemorySegment of(byte[] bytes) {
    return MemorySegment.ofArray(bytes);
  }

  private static MemorySegment of(int[] numbers) {
    return MemorySegment.ofArray(numbers);
  }

  private static MemorySegment length(int bytes) {
    return MemorySegment.ofAddress(bytes);
  }

  @Override
  public int socket(int family, int type) {
    long kind = type | Platform.SOCK_NONBLOCK | Platform.SOCK_CLOEXEC;
    return made(errno -> (long) Functions.SOCKET.invokeExact(errno, (long) family, kind, 0L));
  }

  @Override
  public int bind(int descriptor, byte[] address) {
    long size = address.length;
    return made(errno ->
        (long) Functions.BIND.invokeExact(errno, (long) descriptor, of(address), size, 0L));
  }

  @Override
  public int listen(int descriptor, int backlog) {
    return made(
        errno -> (long) Functions.LISTEN.invokeExact(errno, (long) descriptor, (long) backlog, 0L));
  }

  @Override
  public int accept(int descriptor, byte[] address, int[] length) {
    long flags = Platform.SOCK_NONBLOCK | Platform.SOCK_CLOEXEC;
    return made(errno ->
        (long)
            Functions.ACCEPT.invokeExact(errno, (long) descriptor, of(address), of(length), flags));
  }

  @Override
  public int connect(int descriptor, byte[] address) {
    long size = address.length;
    return made(errno ->
        (long) Functions.CONNECT.invokeExact(errno, (long) descriptor, of(address), size, 0L));
  }

  @Override
  public int recv(int descriptor, MemorySegment target, long bytes) {
    return made(
        errno -> (long) Functions.RECV.invokeExact(errno, (long) descriptor, target, bytes, 0L));
  }

  @Override
  public int send(int descriptor, MemorySegment source, long bytes) {
    long flags = Platform.MSG_NOSIGNAL;
    return made(
        errno -> (long) Functions.SEND.invokeExact(errno, (long) descriptor, source, bytes, flags));
  }

  @Override
  public int sendmsg(int descriptor, MemorySegment message) {
    long flags = Platform.MSG_NOSIGNAL;
    return made(errno ->
        (long)
            Functions.Gathering.SENDMSG.invokeExact(errno, (long) descriptor, message, flags, 0L));
  }

  @Override
  public int recvmsg(int descriptor, MemorySegment message) {
    return made(errno ->
        (long) Functions.Addressed.RECVMSG.invokeExact(errno, (long) descriptor, message, 0L, 0L));
  }

  @Override
  public int recvfrom(
      int descriptor, MemorySegment target, long bytes, byte[] address, int[] length) {
    return made(errno ->
        (long)
            Functions.Datagrams.RECVFROM.invokeExact(
                errno, (long) descriptor, target, bytes, 0L, of(address), of(length)));
  }

  @Override
  public int sendto(int descriptor, MemorySegment source, long bytes, byte[] address) {
    long flags = Platform.MSG_NOSIGNAL;
    return made(errno ->
        (long)
            Functions.Datagrams.SENDTO.invokeExact(
                errno,
                (long) descriptor,
                source,
                bytes,
                flags,
                of(address),
                length(address.length)));
  }

  @Override
  public int shutdown(int descriptor, int how) {
    return made(
        errno -> (long) Functions.SHUTDOWN.invokeExact(errno, (long) descriptor, (long) how, 0L));
  }

  @Override
  public int getsockopt(int descriptor, int level, int name, int[] value) {
    int[] length = {value.length * Integer.BYTES};
    return made(errno ->
        (long)
            Functions.GETSOCKOPT.invokeExact(
                errno, (long) descriptor, (long) level, (long) name, of(value), of(length)));
  }

  @Override
  public int setsockopt(int descriptor, int level, int name, int[] value) {
    return setsockopt(descriptor, level, name, of(value));
  }

  @Override
  public int setsockopt(int descriptor, int level, int name, byte[] value) {
    return setsockopt(descriptor, level, name, of(value));
  }

  private static int setsockopt(int descriptor, int level, int name, MemorySegment value) {
    MemorySegment bytes = length((int) value.byteSize());
    return made(errno ->
        (long)
            Functions.SETSOCKOPT.invokeExact(
                errno, (long) descriptor, (long) level, (long) name, value, bytes));
  }

  @Override
  public int getsockname(int descriptor, byte[] address, int[] length) {
    return made(errno ->
        (long)
            Functions.GETSOCKNAME.invokeExact(
                errno, (long) descriptor, of(address), of(length), 0L));
  }

  @Override
  public int getpeername(int descriptor, byte[] address, int[] length) {
    return made(errno ->
        (long)
            Functions.GETPEERNAME.invokeExact(
                errno, (long) descriptor, of(address), of(length), 0L));
  }

  @Override
  public void close(int descriptor) {
    try {
      var _ = (long) Functions.CLOSE.invokeExact((long) descriptor);
    } catch (Throwable thrown) {
      throw unexpected(thrown);
    }
  }

  @Override
  public int poll(int descriptor, int events) {
    int[] pollfd = {descriptor, events}; // int fd; short events; short revents
    int ready = made(errno -> (long) Functions.Asking.POLL.invokeExact(errno, of(pollfd), 1L, 0L));
    return ready < 0 ? ready : pollfd[1] >>> Short.SIZE;
  }

  @Override
  public int epollCreate() {
    long flags = Platform.SOCK_CLOEXEC;
    return made(errno -> (long) Functions.EPOLL_CREATE.invokeExact(errno, flags, 0L, 0L));
  }

  @Override
  public int epollControl(int epoll, int operation, int descriptor, int events) {
    MemorySegment event = Platform.event(events, descriptor);
    return made(errno ->
        (long)
            Functions.EPOLL_CONTROL.invokeExact(
                errno, (long) epoll, (long) operation, (long) descriptor, event, NULL));
  }

  @Override
  public int epollWait(int epoll, MemorySegment events, int eventsMax, int timeoutMillis) {
    // The error number is stored in native memory after the events, because only critical calls may
    // use heap memory.
    MemorySegment errno = events.asSlice((long) eventsMax * Platform.EVENT_BYTES);
    try {
      int result =
          (int)
              (long)
                  Functions.EPOLL_WAIT.invokeExact(
                      errno, (long) epoll, events, (long) eventsMax, (long) timeoutMillis);
      return result < 0 ? -errno.get(JAVA_INT, 0) : result;
    } catch (Throwable thrown) {
      throw unexpected(thrown);
    }
  }

  @Override
  public int unacknowledged(int descriptor) {
    int[] bytes = {0};
    long request = Platform.SIOCOUTQ;
    int result =
        made(errno ->
            (long)
                Functions.Asking.IOCTL.invokeExact(errno, (long) descriptor, request, of(bytes)));
    return result < 0 ? result : bytes[0];
  }

  @Override
  public int eventfd() {
    long flags = Platform.SOCK_NONBLOCK | Platform.SOCK_CLOEXEC;
    return made(errno -> (long) Functions.EVENTFD.invokeExact(errno, 0L, flags, 0L));
  }

  @Override
  public int signal(int eventfd) {
    long[] one = {1};
    return made(errno ->
        (long)
            Functions.WRITE.invokeExact(errno, (long) eventfd, MemorySegment.ofArray(one), 8L, 0L));
  }

  @Override
  public int duplicate(int descriptor) {
    return control(descriptor, Platform.F_DUPFD_CLOEXEC, 0);
  }

  @Override
  public int resizePipe(int pipe, int bytes) {
    return control(pipe, Platform.F_SETPIPE_SZ, bytes);
  }

  private static int control(long descriptor, long command, long argument) {
    return made(
        errno -> (long) Functions.Files.FCNTL.invokeExact(errno, descriptor, command, argument));
  }

  @Override
  public int pipe(int[] ends) {
    long flags = Platform.SOCK_CLOEXEC;
    return made(errno -> (long) Functions.Files.PIPE.invokeExact(errno, of(ends), flags, 0L));
  }

  @Override
  public int read(int descriptor, MemorySegment target, long bytes) {
    return made(errno ->
        (long) Functions.Files.READ.invokeExact(errno, (long) descriptor, target, bytes, 0L));
  }

  @Override
  public int sendfile(int socket, int file, long position, long bytes) {
    return placed(
        position,
        (errno, place) ->
            (long)
                Functions.Files.SENDFILE.invokeExact(
                    errno, (long) socket, (long) file, place, bytes));
  }

  @Override
  public int splice(int socket, int pipe, long bytes) {
    return placed(0, (errno, place) -> spliced(errno, socket, NULL, pipe, NULL, bytes));
  }

  @Override
  public int splice(int pipe, int file, long position, long bytes) {
    return placed(position, (errno, place) -> spliced(errno, pipe, NULL, file, place, bytes));
  }

  private static long spliced(
      MemorySegment errno,
      int from,
      MemorySegment fromPlace,
      int to,
      MemorySegment toPlace,
      long bytes)
      throws Throwable {
    long flags = Platform.SPLICE_F_NONBLOCK;
    return (long)
        Functions.Files.SPLICE.invokeExact(
            errno, (long) from, fromPlace, (long) to, toPlace, bytes, flags);
  }

  /** A call of a C function with a pointer to a position in a file. */
  private interface PlacedCall {
    long result(MemorySegment errno, MemorySegment place) throws Throwable;
  }

  /**
   * Works like {@link #made}, for a call that may block and therefore must not access heap memory.
   */
  private static int placed(long position, PlacedCall call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(JAVA_INT);
      int result = (int) call.result(errno, arena.allocateFrom(JAVA_LONG, position));
      return result < 0 ? -errno.get(JAVA_INT, 0) : result;
    } catch (Throwable thrown) {
      throw unexpected(thrown);
    }
  }
}
