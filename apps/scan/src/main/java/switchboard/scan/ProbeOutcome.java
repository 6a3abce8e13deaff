package switchboard.scan;

import java.io.IOException;
import java.util.Set;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.TooManyOpenFilesException;
import switchboard.net.UnreachableException;

/** What came of one try to connect: the kernel's errors of connect(2), sorted by who is meant. */
record ProbeOutcome(Kind kind, String reason) {
  /** Who or what has answered. */
  enum Kind {
    /** Somebody listens. */
    LISTENS,
    /** The host said that nobody does. */
    REFUSES,
    /** Nobody said anything in time. */
    SILENT,
    /** There is no way there. */
    NO_WAY,
    /** Somebody on the way, or this machine's own rules, forbid it. */
    FORBIDDEN,
    /** This machine has no more of something, for now; nothing is known of the port. */
    SHORTAGE,
    /** Something that tells nothing of the port, and that no repetition helps. */
    ODD
  }

  static final ProbeOutcome CONNECTED = new ProbeOutcome(Kind.LISTENS, "connected");
  static final ProbeOutcome ITSELF = new ProbeOutcome(Kind.REFUSES, "connected to itself alone");
  static final ProbeOutcome NOTHING = new ProbeOutcome(Kind.SILENT, "no answer");
  private static final ProbeOutcome REFUSED = new ProbeOutcome(Kind.REFUSES, "refused");

  /**
   * EACCES, EPERM, EHOSTDOWN, ENONET, ENOPROTOOPT: a firewall's rule here, or an ICMP message from
   * there (Linux's icmp_err_convert).
   */
  private static final Set<String> FORBIDDEN_BY =
      Set.of(
          "Permission denied",
          "Operation not permitted",
          "Host is down",
          "Machine is not on the network",
          "Protocol not available");

  /** EADDRNOTAVAIL, EADDRINUSE, EAGAIN: no local port is left; ENOBUFS, ENOMEM: no memory. */
  private static final Set<String> SHORT_OF =
      Set.of(
          "Cannot assign requested address",
          "Address already in use",
          "Resource temporarily unavailable",
          "No buffer space available",
          "Cannot allocate memory");

  /** What the failure of a connect tells. */
  static ProbeOutcome of(IOException failure) {
    return switch (failure) {
      case ConnectionRefusedException _ -> REFUSED;
      // A connect that nobody has accepted is refused; only one that stood can be reset.
      case ConnectionLostException _ -> new ProbeOutcome(Kind.LISTENS, "connected, then reset");
      case UnreachableException e -> new ProbeOutcome(Kind.NO_WAY, words(e));
      case TooManyOpenFilesException e -> new ProbeOutcome(Kind.SHORTAGE, words(e));
      default -> byWords(words(failure));
    };
  }

  private static ProbeOutcome byWords(String words) {
    Kind kind =
        FORBIDDEN_BY.contains(words)
            ? Kind.FORBIDDEN
            : SHORT_OF.contains(words) ? Kind.SHORTAGE : Kind.ODD;
    return new ProbeOutcome(kind, words);
  }

  /** The system's words, which the library keeps as the cause of its own. */
  private static String words(IOException failure) {
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
