package switchboard.engine.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of the C library, glibc or musl, as method handles. Functions that never block are
 * linked as critical ({@link Linker.Option#critical}): such a call does not change the state of the
 * thread, and may access arrays on the heap. The garbage collector must wait until such a call
 * ends, so callers limit the number of bytes for each call.
 *
 * <p>The handles capture errno as a part of the call, because the JVM may overwrite errno before
 * Java code reads it.
 */
final class Functions {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final Linker.Option QUICK = Linker.Option.critical(true);

  /**
   * The signatures of the functions. Linking the first function with a new signature takes more
   * time than linking further functions with it, so the functions share a few signatures. Every
   * number is passed as a long in a register, and a function with fewer parameters ignores the
   * additional registers. If a function has a length where the signature has a pointer, the length
   * is passed as a pointer.
   */
  private static final MemoryLayout[] NUMBERS = {JAVA_LONG, JAVA_LONG, JAVA_LONG};

  private static final MemoryLayout[] BYTES = {JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG};
  private static final MemoryLayout[] NAME = {JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG};
  private static final MemoryLayout[] OPTION = {JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS};
  private static final MemoryLayout[] MESSAGE = {
    JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS
  };

  static final MethodHandle SOCKET = quick("socket", NUMBERS);
  static final MethodHandle LISTEN = quick("listen", NUMBERS);
  static final MethodHandle SHUTDOWN = quick("shutdown", NUMBERS);
  static final MethodHandle EVENTFD = quick("eventfd", NUMBERS);
  static final MethodHandle EPOLL_CREATE = quick("epoll_create1", NUMBERS);
  static final MethodHandle BIND = quick("bind", BYTES);
  static final MethodHandle CONNECT = quick("connect", BYTES);
  static final MethodHandle RECV = quick("recv", BYTES);
  static final MethodHandle SEND = quick("send", BYTES);
  static final MethodHandle WRITE = quick("write", BYTES);
  static final MethodHandle ACCEPT = quick("accept4", NAME);
  static final MethodHandle GETSOCKNAME = quick("getsockname", NAME);
  static final MethodHandle GETPEERNAME = quick("getpeername", NAME);
  static final MethodHandle GETSOCKOPT = quick("getsockopt", OPTION);
  static final MethodHandle SETSOCKOPT = quick("setsockopt", OPTION);
  static final MethodHandle EPOLL_CONTROL = quick("epoll_ctl", OPTION);

  /**
   * Like EPOLL_WAIT, this function is not linked as critical, because it may block. close(2) blocks
   * for at most the time that SO_LINGER sets.
   */
  static final MethodHandle CLOSE = function("close", new MemoryLayout[] {JAVA_LONG});

  static final MethodHandle EPOLL_WAIT = function("epoll_wait", BYTES, ERRNO);

  /** The functions that are linked when the first datagram is sent or received. */
  static final class Datagrams {
    static final MethodHandle RECVFROM = quick("recvfrom", MESSAGE);
    static final MethodHandle SENDTO = quick("sendto", MESSAGE);
  }

  /**
   * The function that is linked when a socket that is bound to the wildcard address receives a
   * datagram for the first time.
   */
  static final class Addressed {
    static final MethodHandle RECVMSG = quick("recvmsg", BYTES);
  }

  /** The function that is linked when several buffers are written together for the first time. */
  static final class Gathering {
    static final MethodHandle SENDMSG = quick("sendmsg", BYTES);
  }

  /** The functions that are linked at the first poll(2) or ioctl(2). */
  static final class Asking {
    static final MethodHandle POLL =
        quick("poll", new MemoryLayout[] {ADDRESS, JAVA_LONG, JAVA_LONG});
    static final MethodHandle IOCTL =
        quick(
            "ioctl",
            new MemoryLayout[] {JAVA_LONG, JAVA_LONG, ADDRESS},
            Linker.Option.firstVariadicArg(2));
  }

  /**
   * The functions that are linked at the first file transfer. Functions that may wait for a disk
   * are not critical.
   */
  static final class Files {
    static final MethodHandle FCNTL = quick("fcntl", NUMBERS, Linker.Option.firstVariadicArg(2));
    static final MethodHandle PIPE =
        quick("pipe2", new MemoryLayout[] {ADDRESS, JAVA_LONG, JAVA_LONG});
    static final MethodHandle READ = quick("read", BYTES);
    static final MethodHandle SENDFILE =
        function("sendfile", new MemoryLayout[] {JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG}, ERRNO);
    static final MethodHandle SPLICE =
        function(
            "splice",
            new MemoryLayout[] {JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG},
            ERRNO);
  }

  private static MethodHandle quick(String name, MemoryLayout[] arguments, Linker.Option... more) {
    var options = new ArrayList<>(List.of(more));
    options.addAll(List.of(ERRNO, QUICK));
    return function(name, arguments, options.toArray(Linker.Option[]::new));
  }

  @SuppressWarnings("restricted") // this call requires native access for the module
  private static MethodHandle function(
      String name, MemoryLayout[] arguments, Linker.Option... options) {
    MemorySegment symbol =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    return LINKER.downcallHandle(symbol, FunctionDescriptor.of(JAVA_LONG, arguments), options);
  }

  private Functions() {}
}
