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
 * Classifies the exceptions of the JDK by their class, by the operation that failed, and by the
 * state of the system. This class never uses the text of an exception, because the text comes from
 * strerror(3) and depends on the language of the locale and on the platform. If only the text would
 * identify an error, the kind of the error is {@link Kind#OTHER}.
 */
final class NioErrors {
  /**
   * A connect that fails earlier than this has not timed out: the first SYN is retransmitted after
   * 1 s (RFC 6298 §2.1), and Linux retransmits at least once (tcp_syn_retries in ip-sysctl).
   */
  private static final Duration SOONEST_TIMEOUT = Duration.ofSeconds(2);

  /**
   * The maximum payload over IPv4: 65,535 bytes minus the headers of UDP and IPv4 (RFC 768, RFC
   * 791). Over IPv6, only the UDP header is subtracted.
   */
  private static final int UDP4_BYTES_MAX = 65_507;

  private static final int UDP6_BYTES_MAX = 65_527;

  private NioErrors() {}

  /**
   * Returns the error of a read or write on an established stream. The error means that the
   * connection is lost, unless this side has closed the connection. The JDK throws a
   * SocketException only for ECONNRESET.
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

  /** Returns the error if a connect cannot be started or fails immediately. */
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
   * Returns the error of a connect to another host. The host, or a router on the way, may have
   * caused the error (icmp(7)). The JDK uses the same exception class for a refusal and a timeout,
   * so this method distinguishes them by the duration.
   *
   * @param took the time since the connect was started
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

  /**
   * Returns the error if listening or binding fails. Here, unlike for a connect, a missing
   * directory does not mean a refused connection.
   */
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
    boolean cannotCreate =
        local instanceof Address.Unix unix && !SystemState.canMakeFile(Path.of(unix.path()));
    return error(cannotCreate ? Kind.ADDRESS : Kind.OTHER, reason(e), "", e);
  }

  /**
   * Returns the error if sending a datagram fails. The socket is already bound, so a BindException
   * is caused by the target address.
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

  /** Returns the error for an address family that this machine or JVM does not support. */
  static IOException noFamily(UnsupportedOperationException e) {
    var error =
        new SystemError(Kind.OTHER, "Address family not supported by protocol", "EAFNOSUPPORT");
    error.initCause(e);
    return error;
  }

  /** Returns the error if an accept fails. */
  static IOException ofAccept(IOException e) {
    IOException known = own(e);
    if (known != null) {
      return known;
    }
    Kind kind = SystemState.hasDescriptors() ? Kind.OTHER : Kind.OUT_OF_DESCRIPTORS;
    return error(kind, reason(e), "", e);
  }

  /** Returns the error of a call for which this class has no more specific method. */
  static IOException translate(IOException e) {
    IOException known = byClass(e);
    return known != null ? known : error(Kind.OTHER, reason(e), "", e);
  }

  /**
   * Returns {@code e} if it needs no translation, or {@link SystemError#closed} if the channel is
   * closed; otherwise null.
   */
  private static @Nullable IOException own(IOException e) {
    if (e instanceof SystemError || e instanceof InterruptedIOException) {
      return e; // already translated, or a timeout or an interruption
    }
    return e instanceof ClosedChannelException ? withCause(SystemError.closed(), e) : null;
  }

  /**
   * Returns the error that the class of {@code e} identifies; null if the class is not sufficient.
   */
  private static @Nullable IOException byClass(IOException e) {
    return switch (e) {
      case PortUnreachableException _ -> // this exception has no message
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
