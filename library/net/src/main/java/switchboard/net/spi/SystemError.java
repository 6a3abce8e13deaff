package switchboard.net.spi;

import java.io.IOException;

/**
 * Thrown by an engine if the system refuses an operation. Contains the kind of the error and the
 * system's message. Applications do not see this exception: {@code switchboard.net} adds the
 * operation and the addresses, and throws the public exception for the {@link Kind}.
 *
 * <p>This exception has no stack trace; the public exception has one.
 *
 * @since 0.1.0
 */
public final class SystemError extends IOException {
  private static final long serialVersionUID = 1L;

  /** A kind of error. Each kind corresponds to one public exception. */
  public enum Kind {
    /**
     * No socket listens at the address (ECONNREFUSED, or ENOENT for a socket file): {@link
     * switchboard.net.ConnectionRefusedException}.
     */
    REFUSED,
    /**
     * The address cannot be reached (ENETUNREACH, EHOSTUNREACH, or ETIMEDOUT of a connect): {@link
     * switchboard.net.UnreachableException}.
     */
    UNREACHABLE,
    /**
     * An established connection is lost (ECONNRESET, EPIPE, ETIMEDOUT): {@link
     * switchboard.net.ConnectionLostException}.
     */
    LOST,
    /**
     * The local address is in use, is forbidden or does not belong to this machine, or no port is
     * free (EADDRINUSE, EACCES, EADDRNOTAVAIL): {@link
     * switchboard.net.AddressUnavailableException}.
     */
    ADDRESS,
    /**
     * The process or the system has no free descriptor (EMFILE, ENFILE): {@link
     * switchboard.net.TooManyOpenFilesException}.
     */
    OUT_OF_DESCRIPTORS,
    /** The datagram is too large (EMSGSIZE): {@link switchboard.net.DatagramTooLargeException}. */
    TOO_LONG,
    /** The handle was closed locally: {@link switchboard.net.SocketClosedException}. */
    CLOSED,
    /** The output was shut down locally: {@link switchboard.net.OutputBrokenException}. */
    OUTPUT_CLOSED,
    /** Any other error: {@link switchboard.net.SystemCallException}. */
    OTHER
  }

  /** The kind of the error. It determines the class of the exception that applications get. */
  private final Kind kind;

  /** The errno name, such as ECONNRESET, or empty. */
  private final String name;

  /**
   * Creates an error without an errno name.
   *
   * @param kind determines which public exception is thrown
   * @param reason the message, such as {@code Connection refused}
   */
  public SystemError(Kind kind, String reason) {
    this(kind, reason, "");
  }

  /**
   * Creates an error.
   *
   * @param kind determines which public exception is thrown
   * @param reason the message, such as {@code Connection refused}
   * @param name the symbolic name of the error (errno(3)), such as {@code ECONNREFUSED}; empty if
   *     unknown
   */
  public SystemError(Kind kind, String reason, String name) {
    super(reason);
    this.kind = kind;
    this.name = name;
  }

  /**
   * Does not record a stack trace, because the public exception records the same stack trace.
   * Recording a stack trace would be the most expensive part of a refused connect, and a port scan
   * makes many such connects.
   */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  /** {@return the kind of this error} */
  public Kind kind() {
    return kind;
  }

  /** {@return the symbolic name of this error, such as {@code ECONNREFUSED}; empty if unknown} */
  public String name() {
    return name;
  }

  /**
   * Returns a new error with the same kind, message and name. If an error must be thrown several
   * times, each throw uses a new copy, because a caller may modify the exception that it catches.
   *
   * @return the new error
   */
  public SystemError again() {
    return new SystemError(kind, String.valueOf(getMessage()), name);
  }

  /** Returns the message followed by the symbolic name, for logs and stack traces. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // getMessage must not contain the name
  public String toString() {
    return name.isEmpty() ? super.toString() : super.toString() + " (" + name + ")";
  }

  /** {@return an error of the kind {@link Kind#CLOSED}} */
  public static SystemError closed() {
    return new SystemError(Kind.CLOSED, "Socket closed");
  }
}
