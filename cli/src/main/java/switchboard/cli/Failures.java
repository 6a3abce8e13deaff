package switchboard.cli;

import java.io.IOException;
import switchboard.chat.NameRefusedException;
import switchboard.echo.NotEchoedException;
import switchboard.http.BrokenPageException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.EndpointException;
import switchboard.net.MessageTooLongException;
import switchboard.net.NetworkError;
import switchboard.server.ProgramException;
import switchboard.transfer.TransferException;

/** Turns what a command failed with into an exit status and one sentence for a person. */
final class Failures {
  private Failures() {}

  static int status(Exception e) {
    return switch (e) {
      case EndpointException _, UsageException _, MessageTooLongException _ -> Status.USAGE;
      case NameRefusedException _, PolicyException _ -> Status.POLICY;
      case ProgramException _ -> Status.USAGE;
      case NotEchoedException _, BrokenPageException _ -> Status.INTEGRITY;
      case DeadlineExceededException _ -> Status.TIMEOUT;
      case TransferException failed -> FileTalk.status(failed.reason());
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
      String hint = Advice.about(error, command).sentence();
      return hint.isEmpty() ? message : message + "; " + hint;
    }
    return switch (e) {
      case NameRefusedException _ -> message + "; choose another --nick";
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
