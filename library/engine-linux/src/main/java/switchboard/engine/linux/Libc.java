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

  /**
   * Linking a function costs most for the first of its kind, so there are few kinds: every number
   * is a long, as the registers have it, and a function that takes fewer arguments does not look at
   * the others. A length in the place of a pointer is passed as one.
   */
  private static final MemoryLayout[] NUMBERS = {JAVA_LONG, JAVA_LONG, JAVA_LONG};

  private static final MemoryLayout[] BYTES = {JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG};
  private static final MemoryLayout[] NAME = {JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG};
  private static final MemoryLayout[] OPTION = {JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS};
  private static final MemoryLayout[] MESSAGE = {
    JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS
  };

  private static final MethodHandle SOCKET = quick("socket", NUMBERS);
  private static final MethodHandle LISTEN = quick("listen", NUMBERS);
  private static final MethodHandle SHUTDOWN = quick("shutdown", NUMBERS);
  private static final MethodHandle EVENTFD = quick("eventfd", NUMBERS);
  private static final MethodHandle EPOLL_CREATE = quick("epoll_create1", NUMBERS);
  private static final MethodHandle SYSCALL = quick("syscall", NUMBERS);
  private static final MethodHandle BIND = quick("bind", BYTES);
  private static final MethodHandle CONNECT = quick("connect", BYTES);
  private static final MethodHandle RECV = quick("recv", BYTES);
  private static final MethodHandle SEND = quick("send", BYTES);
  private static final MethodHandle WRITE = quick("write", BYTES);
  private static final MethodHandle ACCEPT = quick("accept4", NAME);
  private static final MethodHandle GETSOCKNAME = quick("getsockname", NAME);
  private static final MethodHandle GETPEERNAME = quick("getpeername", NAME);
  private static final MethodHandle GETSOCKOPT = quick("getsockopt", OPTION);
  private static final MethodHandle SETSOCKOPT = quick("setsockopt", OPTION);
  private static final MethodHandle EPOLL_CONTROL = quick("epoll_ctl", OPTION);

  private static final long IO_URING_SETUP = 425;

  /** These two may wait: closing for as long as SO_LINGER says. */
  private static final MethodHandle CLOSE = function("close", new MemoryLayout[] {JAVA_LONG});

  private static final MethodHandle EPOLL_WAIT = function("epoll_wait", BYTES, ERRNO);

  /** Linked when the first datagram comes or goes. */
  private static final class Datagrams {
    static final MethodHandle RECVFROM = quick("recvfrom", MESSAGE);
    static final MethodHandle SENDTO = quick("sendto", MESSAGE);
  }

  /** Linked when somebody asks for the first time. */
  private static final class Asking {
    static final MethodHandle POLL =
        quick("poll", new MemoryLayout[] {ADDRESS, JAVA_LONG, JAVA_LONG});
  }

  private static MethodHandle quick(String name, MemoryLayout[] arguments) {
    return function(name, arguments, ERRNO, QUICK);
  }

  @SuppressWarnings("restricted") // this is what the module needs native access for
  private static MethodHandle function(
      String name, MemoryLayout[] arguments, Linker.Option... options) {
    MemorySegment symbol =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    return LINKER.downcallHandle(symbol, FunctionDescriptor.of(JAVA_LONG, arguments), options);
  }

  /** One call; {@code errno} is where its error number goes. */
  private interface Call {
    long result(MemorySegment errno) throws Throwable;
  }

  /**
   * The result, or the error number negated. The compiler needs no memory for it as a rule. Half of
   * the register is undefined where C says int, and calls move less than 2 GiB.
   */
  private static int made(Call call) {
    int[] errno = {0};
    try {
      int result = (int) call.result(MemorySegment.ofArray(errno));
      return result < 0 ? -errno[0] : result;
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

  private static MemorySegment length(int bytes) {
    return MemorySegment.ofAddress(bytes);
  }

  /**
   * io_uring_setup(2) with arguments that can't be right: how it fails tells whether it is there.
   */
  static int ioUringSetup() {
    return made(errno -> (long) SYSCALL.invokeExact(errno, IO_URING_SETUP, 0L, 0L));
  }

  @Override
  public int socket(int family, int type) {
    long kind = type | Platform.SOCK_NONBLOCK | Platform.SOCK_CLOEXEC;
    return made(errno -> (long) SOCKET.invokeExact(errno, (long) family, kind, 0L));
  }

  @Override
  public int bind(int descriptor, byte[] address) {
    long size = address.length;
    return made(errno -> (long) BIND.invokeExact(errno, (long) descriptor, of(address), size, 0L));
  }

  @Override
  public int listen(int descriptor, int backlog) {
    return made(errno -> (long) LISTEN.invokeExact(errno, (long) descriptor, (long) backlog, 0L));
  }

  @Override
  public int accept(int descriptor, byte[] address, int[] length) {
    long flags = Platform.SOCK_NONBLOCK | Platform.SOCK_CLOEXEC;
    return made(errno ->
        (long) ACCEPT.invokeExact(errno, (long) descriptor, of(address), of(length), flags));
  }

  @Override
  public int connect(int descriptor, byte[] address) {
    long size = address.length;
    return made(
        errno -> (long) CONNECT.invokeExact(errno, (long) descriptor, of(address), size, 0L));
  }

  @Override
  public int recv(int descriptor, MemorySegment target, long bytes) {
    return made(errno -> (long) RECV.invokeExact(errno, (long) descriptor, target, bytes, 0L));
  }

  @Override
  public int send(int descriptor, MemorySegment source, long bytes) {
    long flags = Platform.MSG_NOSIGNAL;
    return made(errno -> (long) SEND.invokeExact(errno, (long) descriptor, source, bytes, flags));
  }

  @Override
  public int recvfrom(
      int descriptor, MemorySegment target, long bytes, byte[] address, int[] length) {
    return made(errno ->
        (long)
            Datagrams.RECVFROM.invokeExact(
                errno, (long) descriptor, target, bytes, 0L, of(address), of(length)));
  }

  @Override
  public int sendto(int descriptor, MemorySegment source, long bytes, byte[] address) {
    long flags = Platform.MSG_NOSIGNAL;
    return made(errno ->
        (long)
            Datagrams.SENDTO.invokeExact(
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
    return made(errno -> (long) SHUTDOWN.invokeExact(errno, (long) descriptor, (long) how, 0L));
  }

  @Override
  public int getsockopt(int descriptor, int level, int name, int[] value) {
    int[] length = {value.length * Integer.BYTES};
    return made(errno ->
        (long)
            GETSOCKOPT.invokeExact(
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
            SETSOCKOPT.invokeExact(
                errno, (long) descriptor, (long) level, (long) name, value, bytes));
  }

  @Override
  public int getsockname(int descriptor, byte[] address, int[] length) {
    return made(errno ->
        (long) GETSOCKNAME.invokeExact(errno, (long) descriptor, of(address), of(length), 0L));
  }

  @Override
  public int getpeername(int descriptor, byte[] address, int[] length) {
    return made(errno ->
        (long) GETPEERNAME.invokeExact(errno, (long) descriptor, of(address), of(length), 0L));
  }

  @Override
  public void close(int descriptor) {
    try {
      var _ = (long) CLOSE.invokeExact((long) descriptor);
    } catch (Throwable thrown) {
      throw misused(thrown);
    }
  }

  @Override
  public int poll(int descriptor, int events) {
    int[] pollfd = {descriptor, events}; // int fd; short events; short revents
    int ready = made(errno -> (long) Asking.POLL.invokeExact(errno, of(pollfd), 1L, 0L));
    return ready < 0 ? ready : pollfd[1] >>> Short.SIZE;
  }

  @Override
  public int epollCreate() {
    long flags = Platform.SOCK_CLOEXEC;
    return made(errno -> (long) EPOLL_CREATE.invokeExact(errno, flags, 0L, 0L));
  }

  @Override
  public int epollControl(int epoll, int operation, int descriptor, int events) {
    MemorySegment event = Platform.event(events, descriptor);
    return made(errno ->
        (long)
            EPOLL_CONTROL.invokeExact(
                errno,
                (long) epoll,
                (long) operation,
                (long) descriptor,
                event,
                MemorySegment.NULL));
  }

  @Override
  public int epollWait(int epoll, MemorySegment events, int eventsMax, int timeoutMillis) {
    // The error number stands behind the events: memory of the heap is for quick calls only.
    MemorySegment errno = events.asSlice((long) eventsMax * Platform.EVENT_BYTES);
    try {
      int result =
          (int)
              (long)
                  EPOLL_WAIT.invokeExact(
                      errno, (long) epoll, events, (long) eventsMax, (long) timeoutMillis);
      return result < 0 ? -errno.get(JAVA_INT, 0) : result;
    } catch (Throwable thrown) {
      throw misused(thrown);
    }
  }

  @Override
  public int eventfd() {
    long flags = Platform.SOCK_NONBLOCK | Platform.SOCK_CLOEXEC;
    return made(errno -> (long) EVENTFD.invokeExact(errno, 0L, flags, 0L));
  }

  @Override
  public int signal(int eventfd) {
    long[] one = {1};
    return made(errno ->
        (long) WRITE.invokeExact(errno, (long) eventfd, MemorySegment.ofArray(one), 8L, 0L));
  }
}
