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
import switchboard.server.Service;
import switchboard.transfer.FileReceiver;
import switchboard.transfer.NoInbox;

/**
 * Hears in the first bytes who is calling, and plugs him through. It only looks: whoever is plugged
 * in reads the same bytes again. Who says nothing for a second is a person who waits to be greeted,
 * and so is who stops in the middle of a line.
 */
final class Reception implements Service {
  private static final Service NO_INBOX =
      new NoInbox("this hub takes no files; it does if started with: switchboard up --data DIR");
  private static final Duration SILENCE = Duration.ofSeconds(1);
  private static final Duration SILENCE_INSIDE = Duration.ofSeconds(2);
  private static final Duration DECIDED_WITHIN = Duration.ofSeconds(10);

  private final Service people;
  private final Optional<FileReceiver> files;

  /** Plugs people through to one service, and whoever brings a file to the other. */
  Reception(Service people, Optional<FileReceiver> files) {
    this.people = people;
    this.files = files;
  }

  @Override
  public void serve(Connection connection) throws Exception {
    Caller caller = listen(connection);
    Call.current().setProtocol(caller.protocol());
    switch (caller) {
      case PERSON, UNDECIDED -> people.serve(connection);
      case HTTP -> Apology.overHttp(connection);
      case TRANSFER -> files.<Service>map(Function.identity()).orElse(NO_INBOX).serve(connection);
      case FILE -> file(connection);
      case TLS, PROXY, IRC, UNKNOWN -> Apology.inALine(connection.sink(), caller);
      case NOBODY -> {} // there is nobody to talk to, nor to talk about
    }
  }

  /** The teaching texts' sender waits for no answer, but a person who tries it by hand does. */
  private void file(Connection connection) throws IOException {
    if (files.isPresent()) {
      files.get().serve(connection);
    } else {
      Apology.inALine(connection.sink(), Caller.FILE);
    }
  }

  /** Who it is; undecided when he fell silent, stopped, or went on too long before it was told. */
  private static Caller listen(Connection connection) throws IOException {
    Source source = connection.source();
    connection.messageComplete(); // whoever has said nothing yet may be ended by a drain
    Caller caller = Caller.UNDECIDED;
    try (var decided = Deadline.after(DECIDED_WITHIN)) {
      while (caller == Caller.UNDECIDED && source.buffered() < Caller.BYTES_MAX) {
        int heard = source.buffered();
        if (!moreWithin(heard == 0 ? SILENCE : SILENCE_INSIDE, source)) {
          return heard == 0 ? Caller.NOBODY : caller;
        }
        if (source.buffered() > heard) {
          caller = Caller.of(source.peek(Caller.BYTES_MAX));
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
