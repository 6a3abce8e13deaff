package switchboard.cli.command;

import java.io.IOException;
import switchboard.chat.NickRejectedException;
import switchboard.echo.EchoMismatchException;
import switchboard.http.BadResponseException;
import switchboard.net.DatagramTooLargeException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.EndpointException;
import switchboard.net.NetworkError;
import switchboard.server.ProgramException;
import switchboard.transfer.FailureReason;
import switchboard.transfer.TransferException;

/** Maps the exception of a failed command to an exit status and to a message with a hint. */
public final class Failures {
  private Failures() {}

  /** Returns the exit status of a command that failed with {@code e}. */
  public static int status(Exception e) {
    return switch (e) {
      case EndpointException _, UsageException _, DatagramTooLargeException _ -> Status.USAGE;
      case NickRejectedException _, PolicyException _ -> Status.POLICY;
      case ProgramException _ -> Status.USAGE;
      case EchoMismatchException _, BadResponseException _ -> Status.INTEGRITY;
      case DeadlineExceededException _ -> Status.TIMEOUT;
      case TransferException failed -> status(failed.reason());
      default -> Status.NETWORK;
    };
  }

  private static int status(FailureReason reason) {
    return switch (reason) {
      case DAMAGED -> Status.INTEGRITY;
      case NAME, EXISTS, TOO_LARGE, REJECTED -> Status.POLICY;
      case TIMED_OUT -> Status.TIMEOUT;
      case OTHER, STORAGE, SOURCE, BUSY, PROTOCOL_ERROR, LOST -> Status.NETWORK;
    };
  }

  /**
   * Returns the same message as {@link #sentence(Exception, String)}, but without hints that depend
   * on the command.
   */
  public static String sentence(Exception e) {
    return sentence(e, "");
  }

  /**
   * Returns the message of {@code e}. If there is a hint on what the user can do, the hint follows
   * the message.
   *
   * @param command the command that failed, such as {@code echo}, or "" if unknown
   */
  public static String sentence(Exception e, String command) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    if (e instanceof NetworkError error) {
      String hint = Hints.about(error, command).sentence();
      return hint.isEmpty() ? message : message + "; " + hint;
    }
    return switch (e) {
      case NickRejectedException _ -> message + "; choose another --nick";
      case IOException _, EndpointException _, UsageException _ -> message;
      default -> "bug in switchboard: " + e + " (--verbose prints the stack trace)";
    };
  }

  /**
   * Returns whether {@code e} is an ordinary failure, such as a network error, and not a bug of
   * this program.
   */
  public static boolean isExpected(Exception e) {
    return e instanceof IOException
        || e instanceof EndpointException
        || e instanceof UsageException;
  }
}
