package switchboard.scan;

import java.io.IOException;
import java.util.Set;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.TooManyOpenFilesException;
import switchboard.net.UnreachableException;

/** The outcome of one connect attempt. Errors of connect(2) are classified by their cause. */
record ProbeOutcome(Kind kind, String reason) {
  /** The cause of the outcome. */
  enum Kind {
    /** The host accepted the connection. */
    LISTENS,
    /** The host refused the connection. */
    REFUSES,
    /** No answer arrived within the timeout. */
    SILENT,
    /** There is no route to the host, or the network reported the host as unreachable. */
    NO_WAY,
    /**
     * A firewall on the path to the host, or a firewall rule of this machine, forbids the
     * connection.
     */
    FORBIDDEN,
    /** The port was not probed, because this machine lacks a resource at the moment. */
    SHORTAGE,
    /**
     * An error that does not depend on the port, and that would occur again in a further attempt.
     */
    ODD
  }

  static final ProbeOutcome CONNECTED = new ProbeOutcome(Kind.LISTENS, "connected");
  static final ProbeOutcome ITSELF = new ProbeOutcome(Kind.REFUSES, "connected to itself");
  static final ProbeOutcome NOTHING = new ProbeOutcome(Kind.SILENT, "no answer");
  private static final ProbeOutcome REFUSED = new ProbeOutcome(Kind.REFUSES, "refused");

  /**
   * The system messages of EACCES, EPERM, EHOSTDOWN, ENONET and ENOPROTOOPT. Their cause is a
   * firewall rule of this machine, or an ICMP error message from the network (icmp_err_convert in
   * Linux).
   */
  private static final Set<String> FORBIDDEN_BY =
      Set.of(
          "Permission denied",
          "Operation not permitted",
          "Host is down",
          "Machine is not on the network",
          "Protocol not available");

  /**
   * The system messages of EADDRNOTAVAIL, EADDRINUSE and EAGAIN (no free local port), and of
   * ENOBUFS and ENOMEM (no memory).
   */
  private static final Set<String> SHORT_OF =
      Set.of(
          "Cannot assign requested address",
          "Address already in use",
          "Resource temporarily unavailable",
          "No buffer space available",
          "Cannot allocate memory");

  /** Classifies the exception that a connect attempt has thrown. */
  static ProbeOutcome of(IOException failure) {
    return switch (failure) {
      case ConnectionRefusedException _ -> REFUSED;
      // Without a listener, a connect is refused. Only an established connection can be reset.
      case ConnectionLostException _ -> new ProbeOutcome(Kind.LISTENS, "connected, then reset");
      case UnreachableException e -> new ProbeOutcome(Kind.NO_WAY, systemMessage(e));
      case TooManyOpenFilesException e -> new ProbeOutcome(Kind.SHORTAGE, systemMessage(e));
      default -> byMessage(systemMessage(failure));
    };
  }

  private static ProbeOutcome byMessage(String message) {
    Kind kind =
        FORBIDDEN_BY.contains(message)
            ? Kind.FORBIDDEN
            : SHORT_OF.contains(message) ? Kind.SHORTAGE : Kind.ODD;
    return new ProbeOutcome(kind, message);
  }

  /**
   * Returns the message of the operating system: the message of the cause of {@code failure}, or of
   * {@code failure} itself if it has no cause.
   */
  private static String systemMessage(IOException failure) {
    Throwable cause = failure.getCause();
    return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
  }

  PortState state() {
    return switch (kind) {
      case LISTENS -> PortState.OPEN;
      case REFUSES -> PortState.CLOSED;
      case SILENT, NO_WAY, FORBIDDEN -> PortState.FILTERED;
      case SHORTAGE, ODD -> PortState.UNKNOWN;
    };
  }
}
