package switchboard.cli;

import java.io.IOException;
import switchboard.chat.NickRejectedException;
import switchboard.echo.EchoMismatchException;
import switchboard.http.BadResponseException;
import switchboard.net.DatagramTooLargeException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.EndpointException;
import switchboard.net.NetworkError;
import switchboard.server.ProgramException;
import switchboard.transfer.TransferException;

/** Turns what a command failed with into an exit status and one sentence for a person. */
final class Failures {
  private Failures() {}

  static int status(Exception e) {
    return switch (e) {
      case EndpointException _, UsageException _, DatagramTooLargeException _ -> Status.USAGE;
      case NickRejectedException _, PolicyException _ -> Status.POLICY;
      case ProgramException _ -> Status.USAGE;
      case EchoMismatchException _, BadResponseException _ -> Status.INTEGRITY;
      case DeadlineExceededException _ -> Status.TIMEOUT;
      case TransferException failed -> FileMessages.status(failed.reason());
      default -> Status.NETWORK;
    };
  }

  /** Returns {@link #sentence(Exception, String)} where the command does not matter. */
  static String sentence(Exception e) {
    return sentence(e, "");
  }

  /** Returns what went wrong, at which address, and a hint for a person at a terminal. */
  static String sentence(Exception e, String command) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    if (e instanceof NetworkError error) {
      String hint = Hints.about(error, command).sentence();
      return hint.isEmpty() ? message : message + "; " + hint;
    }
    return switch (e) {
      case NickRejectedException _ -> message + "; choose another --nick";
      case IOException _, EndpointException _, UsageException _ -> message;
      default -> "a mistake in switchboard itself: " + e + " (--verbose shows where)";
    };
  }

  static boolean isExpected(Exception e) {
    return e instanceof IOException
        || e instanceof EndpointException
        || e instanceof UsageException;
  }
}
