package switchboard.engine.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The kernel by way of the C library, glibc or musl. What never waits is bound as a critical
 * function: no change of the thread's state around it, and memory of the heap as it lies there. The
 * garbage collector waits meanwhile, so pieces are bounded by whoever calls.
 *
 * <p>The error number is captured with the call, since the JVM may have overwritten it when Java
 * looks.
 */
final class Libc implements Kernel {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final Linker.Option QUICK = Linker.Option.critical(true);

  private static final MethodHandle SOCKET = quick("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = quick("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LISTEN = quick("listen", JAVA_INT, JAVA_INT);
  private static final MethodHandle ACCEPT = quick("accept4", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT = quick("connect", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECV =
      quickLong("recv", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SEND =
      quickLong("send", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECVFROM =
      quickLong("recvfrom", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SENDTO =
      quickLong("sendto", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SHUTDOWN = quick("shutdown", JAVA_INT, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      quick("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      quick("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKNAME = quick("getsockname", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle GETPEERNAME = quick("getpeername", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle POLL = quick("poll", ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle EPOLL_CREATE = quick("epoll_create1", JAVA_INT);
  private static final MethodHandle EPOLL_CONTROL =
      quick("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle EVENTFD = quick("eventfd", JAVA_INT, JAVA_INT);
  private static final MethodHandle WRITE = quickLong("write", JAVA_INT, ADDRESS, JAVA_LONG);

  private static final MethodHandle SYSCALL = quickLong("syscall", JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final long IO_URING_SETUP = 425;

  /** These two may wait: closing for as long as SO_LINGER says. */
  private static final MethodHandle CLOSE =
      function("close", JAVA_INT, new MemoryLayout[] {JAVA_INT});

  private static final MethodHandle EPOLL_WAIT =
      function(
          "epoll_wait",
          JAVA_INT,
          new MemoryLayout[] {JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT},
          ERRNO);

  private static MethodHandle quick(String name, MemoryLayout... arguments) {
    return function(name, JAVA_INT, arguments, ERRNO, QUICK);
  }

  private static MethodHandle quickLong(String name, MemoryLayout... arguments) {
    return function(name, JAVA_LONG, arguments, ERRNO, QUICK);
  }

  @SuppressWarnings("restricted") // this is what the module needs native access for
  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout[] arguments, Linker.Option... options) {
    MemorySegment symbol =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    return LINKER.downcallHandle(symbol, FunctionDescriptor.of(result, arguments), options);
  }

  /** One call; {@code errno} is where its error number goes. */
  private interface Call {
    long result(MemorySegment errno) throws Throwable;
  }

  /** The result, or the error number negated. The compiler needs no memory for it as a rule. */
  private static int made(Call call) {
    int[] errno = {0};
    try {
      long result = call.result(MemorySegment.ofArray(errno));
      return result < 0 ? -errno[0] : (int) result;
    } catch (Throwable thrown) {
      throw misused(thrown);
    }
  }

  /** Functions of C throw nothing; what comes is of Java: memory that was freed, for instance. */
  private static RuntimeException misused(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException misuse ? misuse : new IllegalStateException(thrown);
  }

  private static MemorySegment of(byte[] bytes) {
    return MemorySegment.ofArray(bytes);
  }

  private static MemorySegment of(int[] numbers) {
    return MemorySegment.ofArray(numbers);
  }

  /**
   * io_uring_setup(2) with arguments that can't be right: how it fails tells whether it is there.
   */
  static int ioUringSetup() {
    return made(errno -> (long) SYSCALL.invokeExact(errno, IO_URING_SETUP, 0L, 0L));
  }

  @Override
  public int socket(int family, int type) {
    int kind = type | Platform.SOCK_NONBLOCK | Platform.SOCK_CLOEXEC;
    return made(errno -> (int) SOCKET.invokeExact(errno, family, kind, 0));
  }

  @Override
  public int bind(int descriptor, byte[] address) {
    return made(errno -> (int) BIND.invokeExact(errno, descriptor, of(address), address.length));
  }

  @Override
  public int listen(int descriptor, int backlog) {
    return made(errno -> (int) LISTEN.invokeExact(errno, descriptor, backlog));
  }

  @Override
  public int accept(int descriptor, byte[] address, int[] length) {
    int flags = Platform.SOCK_NONBLOCK | Platform.SOCK_CLOEXEC;
    return made(
        errno -> (int) ACCEPT.invokeExact(errno, descriptor, of(address), of(length), flags));
  }

  @Override
  public int connect(int descriptor, byte[] address) {
    return made(errno -> (int) CONNECT.invokeExact(errno, descriptor, of(address), address.length));
  }

  @Override
  public int recv(int descriptor, MemorySegment target, long bytes) {
    return made(errno -> (long) RECV.invokeExact(errno, descriptor, target, bytes, 0));
  }

  @Override
  public int send(int descriptor, MemorySegment source, long bytes) {
    return made(
        errno -> (long) SEND.invokeExact(errno, descriptor, source, bytes, Platform.MSG_NOSIGNAL));
  }

  @Override
  public int recvfrom(
      int descriptor, MemorySegment target, long bytes, byte[] address, int[] length) {
    return made(errno ->
        (long) RECVFROM.invokeExact(errno, descriptor, target, bytes, 0, of(address), of(length)));
  }

  @Override
  public int sendto(int descriptor, MemorySegment source, long bytes, byte[] address) {
    int flags = Platform.MSG_NOSIGNAL;
    return made(errno ->
        (long)
            SENDTO.invokeExact(
                errno, descriptor, source, bytes, flags, of(address), address.length));
  }

  @Override
  public int shutdown(int descriptor, int how) {
    return made(errno -> (int) SHUTDOWN.invokeExact(errno, descriptor, how));
  }

  @Override
  public int getsockopt(int descriptor, int level, int name, int[] value) {
    int[] length = {value.length * Integer.BYTES};
    return made(errno ->
        (int) GETSOCKOPT.invokeExact(errno, descriptor, level, name, of(value), of(length)));
  }

  @Override
  public int setsockopt(int descriptor, int level, int name, int[] value) {
    int bytes = value.length * Integer.BYTES;
    return made(
        errno -> (int) SETSOCKOPT.invokeExact(errno, descriptor, level, name, of(value), bytes));
  }

  @Override
  public int setsockopt(int descriptor, int level, int name, byte[] value) {
    return made(errno ->
        (int) SETSOCKOPT.invokeExact(errno, descriptor, level, name, of(value), value.length));
  }

  @Override
  public int getsockname(int descriptor, byte[] address, int[] length) {
    return made(errno -> (int) GETSOCKNAME.invokeExact(errno, descriptor, of(address), of(length)));
  }

  @Override
  public int getpeername(int descriptor, byte[] address, int[] length) {
    return made(errno -> (int) GETPEERNAME.invokeExact(errno, descriptor, of(address), of(length)));
  }

  @Override
  public void close(int descriptor) {
    try {
      var _ = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable thrown) {
      throw misused(thrown);
    }
  }

  @Override
  public int poll(int descriptor, int events) {
    int[] pollfd = {descriptor, events}; // int fd; short events; short revents
    int ready = made(errno -> (int) POLL.invokeExact(errno, of(pollfd), 1L, 0));
    return ready < 0 ? ready : pollfd[1] >>> Short.SIZE;
  }

  @Override
  public int epollCreate() {
    return made(errno -> (int) EPOLL_CREATE.invokeExact(errno, Platform.SOCK_CLOEXEC));
  }

  @Override
  public int epollControl(int epoll, int operation, int descriptor, int events) {
    MemorySegment event = Platform.event(events, descriptor);
    return made(
        errno -> (int) EPOLL_CONTROL.invokeExact(errno, epoll, operation, descriptor, event));
  }

  @Override
  public int epollWait(int epoll, MemorySegment events, int eventsMax, int timeoutMillis) {
    // The error number stands behind the events: memory of the heap is for quick calls only.
    MemorySegment errno = events.asSlice((long) eventsMax * Platform.EVENT_BYTES);
    try {
      int result = (int) EPOLL_WAIT.invokeExact(errno, epoll, events, eventsMax, timeoutMillis);
      return result < 0 ? -errno.get(JAVA_INT, 0) : result;
    } catch (Throwable thrown) {
      throw misused(thrown);
    }
  }

  @Override
  public int eventfd() {
    int flags = Platform.SOCK_NONBLOCK | Platform.SOCK_CLOEXEC;
    return made(errno -> (int) EVENTFD.invokeExact(errno, 0, flags));
  }

  @Override
  public int signal(int eventfd) {
    long[] one = {1};
    return made(errno -> (long) WRITE.invokeExact(errno, eventfd, MemorySegment.ofArray(one), 8L));
  }
}
