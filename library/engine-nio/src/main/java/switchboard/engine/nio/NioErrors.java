package switchboard.engine.nio;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.SystemError.Kind;

/**
 * Tells the kind of an error by the JDK's class for it, by the operation that failed, and by the
 * state of the system. Never by its text: that is strerror(3)'s, in the language of the locale and
 * the words of the platform. What the JDK tells by its text alone is {@link Kind#OTHER}.
 */
final class NioErrors {
  /**
   * No connect times out sooner: the first SYN is repeated after 1 s (RFC 6298 §2.1), and Linux
   * repeats at least one (tcp_syn_retries in ip-sysctl).
   */
  private static final Duration SOONEST_TIMEOUT = Duration.ofSeconds(2);

  /**
   * RFC 768, RFC 791: 65,535 bytes less the headers of UDP and IPv4; those of IPv6 do not count.
   */
  private static final int UDP4_BYTES_MAX = 65_507;

  private static final int UDP6_BYTES_MAX = 65_527;

  private NioErrors() {}

  /**
   * What the failure of a read or write on an established stream means: that the connection is
   * lost, unless it was closed here. The JDK reads ECONNRESET as the one SocketException there.
   */
  static IOException ofStream(IOException e) {
    IOException known = own(e);
    if (known != null) {
      return known;
    }
    return e instanceof SocketException
        ? error(Kind.LOST, "Connection reset by peer", "ECONNRESET", e)
        : error(Kind.LOST, reason(e), "", e);
  }

  /** What the failure to start a connect, or of one that is decided at once, means. */
  static IOException ofConnect(IOException e, Address remote) {
    IOException known = byClass(e);
    if (known != null) {
      return known;
    }
    if (e instanceof ConnectException) {
      return error(Kind.REFUSED, reason(e), "ECONNREFUSED", e);
    }
    if (!SystemState.hasDescriptors()) {
      return error(Kind.OUT_OF_DESCRIPTORS, reason(e), "", e);
    }
    return switch (remote) {
      case Address.Unix unix when SystemState.isMissing(Path.of(unix.path())) ->
          error(Kind.REFUSED, reason(e), "ENOENT", e);
      case Address.Inet inet when !SystemState.isRouted(inet) ->
          error(Kind.UNREACHABLE, reason(e), "", e);
      default -> error(Kind.OTHER, reason(e), "", e);
    };
  }

  /**
   * What the outcome of a connect to another host means: its own answer, or that of the network on
   * the way there (icmp(7)). A refusal and a timeout are of one class, so time tells.
   *
   * @param took since the connect was started
   */
  static IOException ofOutcome(IOException e, Duration took) {
    IOException known = byClass(e);
    if (known != null) {
      return known;
    }
    if (e instanceof ConnectException) {
      return took.compareTo(SOONEST_TIMEOUT) < 0
          ? error(Kind.REFUSED, reason(e), "ECONNREFUSED", e)
          : error(Kind.OTHER, reason(e), "", e);
    }
    Kind kind = e instanceof SocketException ? Kind.UNREACHABLE : Kind.OTHER;
    return error(kind, reason(e), "", e);
  }

  /** What the failure to listen or to bind means: that a directory is missing refuses nobody. */
  static IOException ofBind(IOException e, @Nullable Address local) {
    if (e instanceof BindException
        && local instanceof Address.Inet inet
        && !SystemState.isOfThisMachine(inet.ip())) {
      return error(Kind.ADDRESS, reason(e), "EADDRNOTAVAIL", e);
    }
    IOException known = byClass(e);
    if (known != null) {
      return known;
    }
    if (!SystemState.hasDescriptors()) {
      return error(Kind.OUT_OF_DESCRIPTORS, reason(e), "", e);
    }
    boolean noPlace =
        local instanceof Address.Unix unix && !SystemState.canMakeFile(Path.of(unix.path()));
    return error(noPlace ? Kind.ADDRESS : Kind.OTHER, reason(e), "", e);
  }

  /**
   * What the failure to send a datagram means. The socket is bound already, so what is refused is
   * the target.
   */
  static IOException ofSend(IOException e, int bytes, Address.Inet target) {
    if (e instanceof BindException) {
      return error(Kind.ADDRESS, reason(e), "EACCES", e);
    }
    IOException known = byClass(e);
    if (known != null) {
      return known;
    }
    if (bytes > (target.isIpv6() ? UDP6_BYTES_MAX : UDP4_BYTES_MAX)) {
      return error(Kind.TOO_LONG, reason(e), "EMSGSIZE", e);
    }
    Kind kind = SystemState.isRouted(target) ? Kind.OTHER : Kind.UNREACHABLE;
    return error(kind, reason(e), "", e);
  }

  /** A socket of a family that this machine, or this JVM, does not have. */
  static IOException noFamily(UnsupportedOperationException e) {
    var error =
        new SystemError(Kind.OTHER, "Address family not supported by protocol", "EAFNOSUPPORT");
    error.initCause(e);
    return error;
  }

  /** What the failure of an accept means. */
  static IOException ofAccept(IOException e) {
    IOException known = own(e);
    if (known != null) {
      return known;
    }
    Kind kind = SystemState.hasDescriptors() ? Kind.OTHER : Kind.OUT_OF_DESCRIPTORS;
    return error(kind, reason(e), "", e);
  }

  /** What the failure of any other call means. */
  static IOException translate(IOException e) {
    IOException known = byClass(e);
    return known != null ? known : error(Kind.OTHER, reason(e), "", e);
  }

  /** What is ours already, or tells that the channel was closed; else null. */
  private static @Nullable IOException own(IOException e) {
    if (e instanceof SystemError || e instanceof InterruptedIOException) {
      return e; // a wait that was cut
    }
    return e instanceof ClosedChannelException ? withCause(SystemError.closed(), e) : null;
  }

  /** What the class alone tells; else null. */
  private static @Nullable IOException byClass(IOException e) {
    return switch (e) {
      case PortUnreachableException _ -> // which says nothing
          error(Kind.REFUSED, "Connection refused", "ECONNREFUSED", e);
      case NoRouteToHostException _ -> error(Kind.UNREACHABLE, reason(e), "EHOSTUNREACH", e);
      case BindException _ -> error(Kind.ADDRESS, reason(e), "", e);
      default -> own(e);
    };
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static IOException error(Kind kind, String reason, String name, IOException cause) {
    return withCause(new SystemError(kind, reason, name), cause);
  }

  private static IOException withCause(SystemError error, IOException cause) {
    error.initCause(cause);
    return error;
  }
}
