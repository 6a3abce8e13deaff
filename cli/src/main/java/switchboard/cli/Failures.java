package switchboard.cli;

import java.io.IOException;
import switchboard.chat.NameRefusedException;
import switchboard.echo.NotEchoedException;
import switchboard.http.BrokenPageException;
import switchboard.net.AddressUnavailableException;
import switchboard.net.ConnectionLostException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.EndpointException;
import switchboard.net.MessageTooLongException;
import switchboard.net.NameNotFoundException;
import switchboard.net.OutOfDescriptorsException;
import switchboard.net.RefusedException;
import switchboard.net.UnreachableException;
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

  /** What went wrong, at which part, and what to try. */
  static String sentence(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return switch (e) {
      case RefusedException _ ->
          message + "; nobody listens there: check the address, or start the server first";
      case NameNotFoundException _ -> message + "; check the spelling, or use an IP address";
      case AddressUnavailableException _ -> message + "; " + advice(message);
      case UnreachableException _ -> message + "; check the address and the network between";
      case ConnectionLostException _ -> message + "; the other side has given up the connection";
      case DeadlineExceededException _ when message.contains("nothing has moved") -> message;
      case DeadlineExceededException _ ->
          message + "; nothing came in time: is this the right server? --timeout gives it more";
      case OutOfDescriptorsException _ -> message + "; raise the limit with 'ulimit -n'";
      case MessageTooLongException _ -> message + "; a datagram holds at most 65507 bytes";
      case NameRefusedException _ -> message + "; choose another --nick";
      case IOException _, EndpointException _, UsageException _ -> message;
      default -> "a mistake in switchboard itself: " + e + " (--verbose shows where)";
    };
  }

  private static String advice(String message) {
    if (message.contains("in use")) {
      return "choose another port, or 0 for any that is free";
    }
    if (message.contains("ermission")) {
      return "ports below 1024 and other people's directories are forbidden: choose another";
    }
    if (message.contains("No such file")) {
      return "its directory does not exist: make it first, or choose another";
    }
    return "this machine has no such address: try 127.0.0.1, or none for every interface";
  }

  static boolean isExpected(Exception e) {
    return e instanceof IOException
        || e instanceof EndpointException
        || e instanceof UsageException;
  }
}
