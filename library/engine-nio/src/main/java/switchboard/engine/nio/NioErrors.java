package switchboard.engine.nio;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.SystemError.Kind;

/**
 * Reads the kind of an error out of the JDK's exceptions: by class, else by strerror(3)'s words.
 */
final class NioErrors {
  private NioErrors() {}

  /** What the failure of a call on an established or listening socket means. */
  static IOException translate(IOException e) {
    return translate(e, Kind.LOST);
  }

  /** What the failure of a connect means. */
  static IOException translateConnect(IOException e) {
    return translate(e, Kind.UNREACHABLE);
  }

  /** What the failure to listen or to bind means: that a directory is missing refuses nobody. */
  static IOException translateBind(IOException e) {
    IOException translated = translate(e);
    return translated instanceof SystemError error && error.kind() == Kind.REFUSED
        ? withCause(new SystemError(Kind.ADDRESS, String.valueOf(error.getMessage())), e)
        : translated;
  }

  /** Whether the peer has reset the connection, before it ended its stream. */
  static boolean isReset(IOException e) {
    return String.valueOf(e.getMessage()).startsWith("Connection reset");
  }

  private static IOException translate(IOException e, Kind whenTimedOut) {
    if (e instanceof SystemError || e instanceof InterruptedIOException) {
      return e; // ours already, or a wait that was cut
    }
    if (e instanceof ClosedChannelException) {
      return withCause(SystemError.closed(), e);
    }
    if (e instanceof PortUnreachableException) {
      return withCause(new SystemError(Kind.REFUSED, "Connection refused"), e); // it says nothing
    }
    String reason = e.getMessage() == null ? e.toString() : e.getMessage();
    if (isReset(e)) {
      reason = "Connection reset by peer"; // strerror(3) has it whole, the JDK does not always
    }
    return withCause(new SystemError(kind(reason, whenTimedOut), reason), e);
  }

  private static Kind kind(String reason, Kind whenTimedOut) {
    return switch (reason.toLowerCase(Locale.ROOT)) {
      case "connection refused", "no such file or directory" -> Kind.REFUSED;
      case "connection reset",
          "connection reset by peer",
          "broken pipe",
          "socket is not connected",
          "transport endpoint is not connected",
          "software caused connection abort" ->
          Kind.LOST;
      case "connection timed out" -> whenTimedOut;
      case "no route to host",
          "host is unreachable",
          "network is unreachable",
          "network is down",
          "network unreachable" ->
          Kind.UNREACHABLE;
      case "address already in use",
          "cannot assign requested address",
          "permission denied",
          "no such device" ->
          Kind.ADDRESS;
      case "too many open files", "too many open files in system" -> Kind.OUT_OF_DESCRIPTORS;
      case "message too long" -> Kind.TOO_LONG;
      default -> Kind.OTHER;
    };
  }

  private static IOException withCause(SystemError error, IOException cause) {
    error.initCause(cause);
    return error;
  }
}
