package switchboard.net.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.DatagramTooLargeException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Failure;
import switchboard.net.OperationInterruptedException;
import switchboard.net.OutputBrokenException;
import switchboard.net.SocketClosedException;
import switchboard.net.SystemCallException;
import switchboard.net.TooManyOpenFilesException;
import switchboard.net.UnreachableException;
import switchboard.net.spi.SystemError;

/**
 * Converts the exceptions of engines to public exceptions, which contain the operation and both
 * addresses.
 */
public final class ErrorTranslation {
  private ErrorTranslation() {}

  /**
   * Returns the public exception for an engine's exception. The cause of the public exception is
   * the engine's exception.
   *
   * @param operation the operation that the application requested, such as {@code connect}
   * @param local the local address, or null if unknown
   * @param remote the address of the peer, or null if unknown
   */
  public static IOException describe(
      String operation, @Nullable Address local, @Nullable Address remote, IOException cause) {
    IOException described =
        switch (cause) {
          case DeadlineExceededException e -> timedOut(failure(operation, local, remote, e));
          case OperationInterruptedException e ->
              new OperationInterruptedException(failure(operation, local, remote, e));
          case SystemError e -> ofKind(e.kind(), failure(operation, local, remote, e));
          default -> new SystemCallException(failure(operation, local, remote, cause));
        };
    described.initCause(cause);
    return described;
  }

  private static IOException timedOut(Failure failure) {
    if (JfrEvents.areWanted()) {
      JfrEvents.Cut.emit(failure);
    }
    return new DeadlineExceededException(failure);
  }

  private static IOException ofKind(SystemError.Kind kind, Failure failure) {
    return switch (kind) {
      case REFUSED -> new ConnectionRefusedException(failure);
      case UNREACHABLE -> new UnreachableException(failure);
      case LOST -> new ConnectionLostException(failure);
      case ADDRESS -> new AddressUnavailableException(failure);
      case OUT_OF_DESCRIPTORS -> new TooManyOpenFilesException(failure);
      case TOO_LONG -> new DatagramTooLargeException(failure);
      case CLOSED -> new SocketClosedException(failure);
      case OUTPUT_CLOSED -> new OutputBrokenException(failure);
      case OTHER -> new SystemCallException(failure);
    };
  }

  private static Failure failure(
      String operation, @Nullable Address local, @Nullable Address remote, IOException cause) {
    String message = cause.getMessage();
    String reason = message == null ? cause.toString() : message;
    String errno =
        cause instanceof SystemError error && !error.name().isEmpty() ? error.name() : null;
    return new Failure(operation, local, remote, reason, errno);
  }
}
