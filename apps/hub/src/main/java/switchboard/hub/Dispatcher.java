package switchboard.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Readiness;
import switchboard.net.Source;
import switchboard.server.Call;
import switchboard.server.ConnectionHandler;
import switchboard.transfer.FileReceiver;
import switchboard.transfer.RejectingHandler;

/**
 * Hears in the first bytes who is calling, and plugs him through. It only looks: whoever is plugged
 * in reads the same bytes again. Who says nothing for a second is a person who waits to be greeted,
 * and so is who stops in the middle of a line.
 */
final class Dispatcher implements ConnectionHandler {
  private static final ConnectionHandler NO_INBOX =
      new RejectingHandler(
          "this hub takes no files; it does if started with: switchboard up --data DIR");
  private static final Duration SILENCE = Duration.ofSeconds(1);
  private static final Duration SILENCE_INSIDE = Duration.ofSeconds(2);
  private static final Duration DECIDED_WITHIN = Duration.ofSeconds(10);

  private final ConnectionHandler people;
  private final Optional<FileReceiver> files;

  /** Plugs people through to one service, and whoever brings a file to the other. */
  Dispatcher(ConnectionHandler people, Optional<FileReceiver> files) {
    this.people = people;
    this.files = files;
  }

  @Override
  public void handle(Connection connection) throws Exception {
    ProtocolDetection caller = listen(connection);
    Call.current().setProtocol(caller.protocol());
    switch (caller) {
      case PERSON, UNDECIDED -> people.handle(connection);
      case HTTP -> Rejection.overHttp(connection);
      case TRANSFER ->
          files.<ConnectionHandler>map(Function.identity()).orElse(NO_INBOX).handle(connection);
      case FILE -> file(connection);
      case TLS, PROXY, IRC, UNKNOWN -> Rejection.inALine(connection.sink(), caller);
      case NOBODY -> {} // there is nobody to talk to, nor to talk about
    }
  }

  /** The teaching texts' sender waits for no answer, but a person who tries it by hand does. */
  private void file(Connection connection) throws IOException {
    if (files.isPresent()) {
      files.get().handle(connection);
    } else {
      Rejection.inALine(connection.sink(), ProtocolDetection.FILE);
    }
  }

  /** Who it is; undecided when he fell silent, stopped, or went on too long before it was told. */
  private static ProtocolDetection listen(Connection connection) throws IOException {
    Source source = connection.source();
    connection.messageComplete(); // whoever has said nothing yet may be ended by a drain
    ProtocolDetection caller = ProtocolDetection.UNDECIDED;
    try (var decided = Deadline.after(DECIDED_WITHIN)) {
      while (caller == ProtocolDetection.UNDECIDED
          && source.buffered() < ProtocolDetection.BYTES_MAX) {
        int heard = source.buffered();
        if (!moreWithin(heard == 0 ? SILENCE : SILENCE_INSIDE, source)) {
          return heard == 0 ? ProtocolDetection.NOBODY : caller;
        }
        if (source.buffered() > heard) {
          caller = ProtocolDetection.of(source.peek(ProtocolDetection.BYTES_MAX));
        } else if (decided.expired() || isSilent(connection)) {
          return caller;
        }
      }
    }
    return caller;
  }

  /** Who has spoken while this thread waited for a processor was not silent. */
  private static boolean isSilent(Connection connection) throws IOException {
    return Readiness.select(List.of(connection), List.of(), Duration.ZERO).readable().isEmpty();
  }

  /** Waits for one byte more; false at the end of the stream. */
  private static boolean moreWithin(Duration silence, Source source) throws IOException {
    try (var _ = Deadline.after(silence)) {
      return source.request(source.buffered() + 1);
    } catch (DeadlineExceededException e) {
      return true; // silence decides, and so does the end of our patience
    }
  }
}
