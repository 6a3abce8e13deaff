package switchboard.bench;

import java.io.IOException;
import java.net.SocketTimeoutException;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.OutputBrokenException;
import switchboard.net.UnreachableException;

/** Says why a connection of a load failed. An {@link LoadResult} counts its connections by it. */
public enum FailureCause {
  /** The answer differs from the message. */
  WRONG_ECHO("wrong answer"),
  /** Nothing accepts connections there. */
  REFUSED("refused"),
  /** There is no way there. */
  UNREACHABLE("unreachable"),
  /** The connection was reset while it was open. */
  RESET("reset"),
  /** The server ended its output with answers missing. */
  CLOSED("closed by the server"),
  /** It was not connected, or no answer came, within the timeout of the plan. */
  TIMED_OUT("timed out"),
  /** Anything else, such as a name without an address or no file descriptor left. */
  OTHER("failed otherwise");

  private final String words;

  FailureCause(String words) {
    this.words = words;
  }

  /** Returns the cause in a word or two, to stand after a number. */
  public String description() {
    return words;
  }

  /** Returns the cause that {@code failure} stands for, by its class. */
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

  /** The server's EOF while answers are missing. */
  static final class ClosedByServerException extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedByServerException(String what) {
      super(what);
    }
  }
}
