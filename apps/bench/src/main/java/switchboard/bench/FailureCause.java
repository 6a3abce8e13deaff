package switchboard.bench;

import java.io.IOException;
import java.net.SocketTimeoutException;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.OutputBrokenException;
import switchboard.net.UnreachableException;

/**
 * The reason why a connection failed during a load test. {@link LoadResult} contains the number of
 * failed connections for each cause.
 */
public enum FailureCause {
  /** The reply of the server differs from the message that was sent. */
  WRONG_ECHO("wrong reply"),
  /** No server listens at the endpoint. */
  REFUSED("refused"),
  /** There is no route to the endpoint. */
  UNREACHABLE("unreachable"),
  /** The connection was reset after it had been established. */
  RESET("reset"),
  /** The server sent EOF while replies were outstanding. */
  CLOSED("closed by the server"),
  /**
   * Within the timeout of the {@link LoadPlan}, the connection could not be established, or no
   * reply arrived.
   */
  TIMED_OUT("timed out"),
  /** Any other cause, such as a name without an address, or a lack of file descriptors. */
  OTHER("other errors");

  private final String description;

  FailureCause(String description) {
    this.description = description;
  }

  /**
   * Returns a description to print after a number of connections, such as {@code timed out} in
   * {@code 3 timed out}.
   */
  public String description() {
    return description;
  }

  /** Returns the cause that corresponds to the class of an exception. */
  static FailureCause of(Throwable failure) {
    return switch (failure) {
      case WrongEchoException _ -> WRONG_ECHO;
      case ClosedByServerException _ -> CLOSED;
      case ConnectionRefusedException _ -> REFUSED;
      case UnreachableException _ -> UNREACHABLE;
      case ConnectionLostException _, OutputBrokenException _ -> RESET; // ECONNRESET, EPIPE
      case SocketTimeoutException _ -> TIMED_OUT;
      default -> OTHER;
    };
  }

  /** Thrown when the server sends EOF while replies are outstanding. */
  static final class ClosedByServerException extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedByServerException(String what) {
      super(what);
    }
  }
}
