package switchboard.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.SystemError;

/** Turns what an engine throws into the public errors, with the operation and both addresses. */
final class Errors {
  private Errors() {}

  static IOException describe(
      String operation, @Nullable Address local, @Nullable Address remote, IOException cause) {
    IOException described =
        switch (cause) {
          case DeadlineExceededException e -> cut(failure(operation, local, remote, e));
          case OperationInterruptedException e ->
              new OperationInterruptedException(failure(operation, local, remote, e));
          case SystemError e -> ofKind(e.kind(), failure(operation, local, remote, e));
          default -> new NetworkException(failure(operation, local, remote, cause));
        };
    described.initCause(cause);
    return described;
  }

  private static IOException cut(Failure failure) {
    if (Events.areWanted()) {
      Events.Cut.emit(failure);
    }
    return new DeadlineExceededException(failure);
  }

  private static IOException ofKind(SystemError.Kind kind, Failure failure) {
    return switch (kind) {
      case REFUSED -> new RefusedException(failure);
      case UNREACHABLE -> new UnreachableException(failure);
      case LOST -> new ConnectionLostException(failure);
      case ADDRESS -> new AddressUnavailableException(failure);
      case OUT_OF_DESCRIPTORS -> new OutOfDescriptorsException(failure);
      case TOO_LONG -> new MessageTooLongException(failure);
      case CLOSED -> new SocketClosedException(failure);
      case OUTPUT_CLOSED -> new OutputBrokenException(failure);
      case OTHER -> new NetworkException(failure);
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
