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
  private final String name;

  /** The kind, and the reason in the system's words. */
  public SystemError(Kind kind, String reason) {
    this(kind, reason, "");
  }

  /** As above, with the system's name for it (errno(3)), such as {@code ECONNREFUSED}. */
  public SystemError(Kind kind, String reason, String name) {
    super(reason);
    this.kind = kind;
    this.name = name;
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

  /** The system's name for it; empty when the engine is not told one. */
  public String name() {
    return name;
  }

  /** Returns an error that says the same, for another caller: each gets one of its own. */
  public SystemError again() {
    return new SystemError(kind, String.valueOf(getMessage()), name);
  }

  /** With the system's name, for logs and stacks. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message alone is what people read
  public String toString() {
    return name.isEmpty() ? super.toString() : super.toString() + " (" + name + ")";
  }

  /** The handle was closed on this side, before the call or during it. */
  public static SystemError closed() {
    return new SystemError(Kind.CLOSED, "closed on this side");
  }
}
