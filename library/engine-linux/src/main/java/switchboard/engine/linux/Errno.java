package switchboard.engine.linux;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.SystemError.Kind;

/**
 * The kernel's error numbers (errno(3), those of asm-generic): their names, strerror(3)'s words,
 * and what a caller can do about each.
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
   * What accept(2) passes on from the network of one caller, or of its end: the next may be well.
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
  private final String words;
  private final Kind kind;

  Errno(int number, String words, Kind kind) {
    this.number = number;
    this.words = words;
    this.kind = kind;
  }

  private static Map<Integer, Errno> byNumber() {
    var found = new java.util.HashMap<Integer, Errno>();
    for (Errno each : values()) {
      found.put(each.number, each);
    }
    return Map.copyOf(found);
  }

  /** Whether a call's result says this. */
  boolean is(int result) {
    return result == -number;
  }

  /** What a call answers that fails like this. */
  int result() {
    return -number;
  }

  /** Whether an accept that fails like this says something about one peer alone. */
  static boolean isOfOnePeer(SystemError acceptFailure) {
    return OF_ONE_PEER.stream().anyMatch(each -> each.name().equals(acceptFailure.name()));
  }

  /** What the failure of a call on a socket means. */
  static SystemError of(int result) {
    return error(result, Kind.LOST, Kind.REFUSED);
  }

  /**
   * What the failure of a read or write on an established stream means: once there was a way to the
   * peer, an error of the network is the loss of the connection.
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
   * What the failure of a connect means. In ICMP's words for "no way there" ENOPROTOOPT is one
   * (icmp(7)), and EINVAL is what the kernel has for a route of type blackhole (ip-route(8)).
   */
  static SystemError ofConnect(int result) {
    if (EINVAL.is(result)) {
      return new SystemError(
          Kind.UNREACHABLE, EINVAL.words + "; there is no usable route to it", EINVAL.name());
    }
    return ENOPROTOOPT.is(result)
        ? new SystemError(Kind.UNREACHABLE, ENOPROTOOPT.words, ENOPROTOOPT.name())
        : error(result, Kind.UNREACHABLE, Kind.REFUSED);
  }

  /** What the failure to bind means: that a directory is missing refuses nobody. */
  static SystemError ofBind(int result) {
    return error(result, Kind.LOST, Kind.ADDRESS);
  }

  private static SystemError error(int result, Kind whenTimedOut, Kind whenRefused) {
    Errno errno = BY_NUMBER.get(-result);
    if (errno == null) {
      return new SystemError(Kind.OTHER, "error " + -result + " of the system");
    }
    Kind kind =
        switch (errno) {
          case ETIMEDOUT -> whenTimedOut;
          case ENOENT, ECONNREFUSED -> whenRefused;
          default -> errno.kind;
        };
    return new SystemError(kind, errno.words, errno.name());
  }

  /** The result of a call, if it is none of an error. */
  static int require(int result) throws SystemError {
    if (result < 0) {
      throw of(result);
    }
    return result;
  }
}
