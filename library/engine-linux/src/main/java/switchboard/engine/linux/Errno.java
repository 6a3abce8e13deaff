package switchboard.engine.linux;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.SystemError.Kind;

/**
 * The kernel's error numbers (errno(3), values of asm-generic), with their names, the messages of
 * strerror(3), and the kinds of error that this library reports for them.
 */
enum Errno {
  EPERM(1, "Operation not permitted", Kind.OTHER),
  ENOENT(2, "No such file or directory", Kind.REFUSED),
  EINTR(4, "Interrupted system call", Kind.OTHER),
  EIO(5, "Input/output error", Kind.OTHER),
  EBADF(9, "Bad file descriptor", Kind.OTHER),
  EAGAIN(11, "Resource temporarily unavailable", Kind.OTHER),
  ENOMEM(12, "Cannot allocate memory", Kind.OTHER),
  EACCES(13, "Permission denied", Kind.ADDRESS),
  EFAULT(14, "Bad address", Kind.OTHER),
  ENODEV(19, "No such device", Kind.ADDRESS),
  ENOTDIR(20, "Not a directory", Kind.OTHER),
  EINVAL(22, "Invalid argument", Kind.OTHER),
  ENFILE(23, "Too many open files in system", Kind.OUT_OF_DESCRIPTORS),
  EMFILE(24, "Too many open files", Kind.OUT_OF_DESCRIPTORS),
  EFBIG(27, "File too large", Kind.OTHER),
  ENOSPC(28, "No space left on device", Kind.OTHER),
  EROFS(30, "Read-only file system", Kind.ADDRESS),
  EPIPE(32, "Broken pipe", Kind.LOST),
  ENAMETOOLONG(36, "File name too long", Kind.OTHER),
  ENOSYS(38, "Function not implemented", Kind.OTHER),
  ELOOP(40, "Too many levels of symbolic links", Kind.OTHER),
  ENONET(64, "Machine is not on the network", Kind.UNREACHABLE),
  EPROTO(71, "Protocol error", Kind.OTHER),
  EDESTADDRREQ(89, "Destination address required", Kind.OTHER),
  EMSGSIZE(90, "Message too long", Kind.TOO_LONG),
  EPROTOTYPE(91, "Protocol wrong type for socket", Kind.OTHER),
  ENOPROTOOPT(92, "Protocol not available", Kind.OTHER),
  EPROTONOSUPPORT(93, "Protocol not supported", Kind.OTHER),
  EOPNOTSUPP(95, "Operation not supported", Kind.OTHER),
  EAFNOSUPPORT(97, "Address family not supported by protocol", Kind.OTHER),
  EADDRINUSE(98, "Address already in use", Kind.ADDRESS),
  EADDRNOTAVAIL(99, "Cannot assign requested address", Kind.ADDRESS),
  ENETDOWN(100, "Network is down", Kind.UNREACHABLE),
  ENETUNREACH(101, "Network is unreachable", Kind.UNREACHABLE),
  ECONNABORTED(103, "Software caused connection abort", Kind.LOST),
  ECONNRESET(104, "Connection reset by peer", Kind.LOST),
  ENOBUFS(105, "No buffer space available", Kind.OTHER),
  EISCONN(106, "Transport endpoint is already connected", Kind.OTHER),
  ENOTCONN(107, "Transport endpoint is not connected", Kind.LOST),
  ETIMEDOUT(110, "Connection timed out", Kind.LOST),
  ECONNREFUSED(111, "Connection refused", Kind.REFUSED),
  EHOSTDOWN(112, "Host is down", Kind.UNREACHABLE),
  EHOSTUNREACH(113, "No route to host", Kind.UNREACHABLE),
  EALREADY(114, "Operation already in progress", Kind.OTHER),
  EINPROGRESS(115, "Operation now in progress", Kind.OTHER),
  EDQUOT(122, "Disk quota exceeded", Kind.OTHER);

  /**
   * The errors of accept(2) that concern only one pending connection or its network. After such an
   * error, the next accept may succeed.
   */
  private static final Set<Errno> OF_ONE_PEER =
      EnumSet.of(
          ENETDOWN,
          EPROTO,
          ENOPROTOOPT,
          EHOSTDOWN,
          ENONET,
          EHOSTUNREACH,
          EOPNOTSUPP,
          ENETUNREACH,
          ECONNABORTED,
          ECONNRESET,
          ETIMEDOUT);

  private static final Map<Integer, Errno> BY_NUMBER = byNumber();

  private final int number;
  private final String text;
  private final Kind kind;

  Errno(int number, String text, Kind kind) {
    this.number = number;
    this.text = text;
    this.kind = kind;
  }

  private static Map<Integer, Errno> byNumber() {
    var found = new java.util.HashMap<Integer, Errno>();
    for (Errno each : values()) {
      found.put(each.number, each);
    }
    return Map.copyOf(found);
  }

  /** Returns whether the result of a system call is this error. */
  boolean is(int result) {
    return result == -number;
  }

  /**
   * Returns the negated error number, which is the result of a system call that fails with this
   * error.
   */
  int result() {
    return -number;
  }

  /** Returns whether a failed accept concerns only one pending connection. */
  static boolean isOfOnePeer(SystemError acceptFailure) {
    return OF_ONE_PEER.stream().anyMatch(each -> each.name().equals(acceptFailure.name()));
  }

  /** Returns the exception for the result of a failed call on a socket. */
  static SystemError of(int result) {
    return error(result, Kind.LOST, Kind.REFUSED);
  }

  /**
   * Returns the exception for a failed read or write on an established stream. Because the peer was
   * reachable before, a network error means that the connection is lost.
   */
  static SystemError ofStream(int result) {
    SystemError error = of(result);
    return switch (error.kind()) {
      case UNREACHABLE, REFUSED ->
          new SystemError(Kind.LOST, String.valueOf(error.getMessage()), error.name());
      default -> error;
    };
  }

  /**
   * Returns the exception for a failed connect. ENOPROTOOPT reports an ICMP "unreachable" message
   * (icmp(7)), and EINVAL reports a route of the type blackhole (ip-route(8)).
   */
  static SystemError ofConnect(int result) {
    if (EINVAL.is(result)) {
      return new SystemError(
          Kind.UNREACHABLE, EINVAL.text + "; no usable route to this address", EINVAL.name());
    }
    return ENOPROTOOPT.is(result)
        ? new SystemError(Kind.UNREACHABLE, ENOPROTOOPT.text, ENOPROTOOPT.name())
        : error(result, Kind.UNREACHABLE, Kind.REFUSED);
  }

  /**
   * Returns the exception for a failed bind. Here, unlike for a connect, ENOENT means a missing
   * directory, and not a refused connection.
   */
  static SystemError ofBind(int result) {
    return error(result, Kind.LOST, Kind.ADDRESS);
  }

  private static SystemError error(int result, Kind whenTimedOut, Kind whenRefused) {
    Errno errno = BY_NUMBER.get(-result);
    if (errno == null) {
      return new SystemError(Kind.OTHER, "Unknown error " + -result);
    }
    Kind kind =
        switch (errno) {
          case ETIMEDOUT -> whenTimedOut;
          case ENOENT, ECONNREFUSED -> whenRefused;
          default -> errno.kind;
        };
    return new SystemError(kind, errno.text, errno.name());
  }

  /** Returns the result of a system call, or throws the exception for it if the call has failed. */
  static int require(int result) throws SystemError {
    if (result < 0) {
      throw of(result);
    }
    return result;
  }
}
