package switchboard.net.spi;

import java.io.IOException;

/**
 * What an engine throws when the system refuses an operation: the kind of refusal, and the system's
 * own words. The core adds the operation and the addresses and throws one of the public errors,
 * whose stack tells where; this one has none.
 */
public final class SystemError extends IOException {
  private static final long serialVersionUID = 1L;

  /** What a caller can do about it; each is one public exception. */
  public enum Kind {
    /** ECONNREFUSED, ENOENT of a socket file: nobody listens. */
    REFUSED,
    /** ENETUNREACH, EHOSTUNREACH, ETIMEDOUT of a connect: no way there. */
    UNREACHABLE,
    /** ECONNRESET, EPIPE, ETIMEDOUT of an established connection. */
    LOST,
    /** EADDRINUSE, EADDRNOTAVAIL, EACCES: this side has no such address, or no port left. */
    ADDRESS,
    /** EMFILE, ENFILE. */
    OUT_OF_DESCRIPTORS,
    /** EMSGSIZE. */
    TOO_LONG,
    /** The handle was closed on this side. */
    CLOSED,
    /** This side's output was shut down. */
    OUTPUT_CLOSED,
    /** Anything else. */
    OTHER
  }

  private final Kind kind;

  /** The kind, and the reason in the system's words. */
  public SystemError(Kind kind, String reason) {
    super(reason);
    this.kind = kind;
  }

  /**
   * Leaves the stack out: it would be the one of the public error over again, and for whoever is
   * refused all day, as a port scan is, a stack is the most expensive part of an answer.
   */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  /** What a caller can do about it. */
  public Kind kind() {
    return kind;
  }

  /** The handle was closed on this side, before the call or during it. */
  public static SystemError closed() {
    return new SystemError(Kind.CLOSED, "closed on this side");
  }
}
