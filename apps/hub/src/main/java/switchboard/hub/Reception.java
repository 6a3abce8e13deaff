package switchboard.hub;

import java.io.IOException;
import java.time.Duration;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Source;
import switchboard.server.Service;

/**
 * Hears in the first bytes who is calling, and plugs him through. It only looks: whoever is plugged
 * in reads the same bytes again. Who says nothing for a second is a person who waits to be greeted.
 */
final class Reception implements Service {
  private static final Duration SILENCE = Duration.ofSeconds(1);
  private static final Duration DECIDED_WITHIN = Duration.ofSeconds(10);

  private final Service people;

  Reception(Service people) {
    this.people = people;
  }

  @Override
  public void serve(Connection connection) throws Exception {
    Caller caller = listen(connection.source());
    switch (caller) {
      case PERSON, UNDECIDED -> people.serve(connection);
      case HTTP -> Apology.overHttp(connection.sink());
      case TLS, IRC, UNKNOWN -> Apology.inALine(connection.sink(), caller);
    }
  }

  /** Who it is by now; undecided when he has fallen silent, or hung up, before it could be told. */
  private static Caller listen(Source source) throws IOException {
    Caller caller = Caller.UNDECIDED;
    try (var _ = Deadline.after(DECIDED_WITHIN)) {
      while (caller == Caller.UNDECIDED
          && source.buffered() < Caller.BYTES_MAX
          && moreWithin(SILENCE, source)) {
        caller = Caller.of(source.peek(Caller.BYTES_MAX));
      }
    }
    return caller;
  }

  private static boolean moreWithin(Duration silence, Source source) throws IOException {
    try (var _ = Deadline.after(silence)) {
      return source.request(source.buffered() + 1);
    } catch (DeadlineExceededException e) {
      return false; // silence decides, and so does the end of our patience
    }
  }
}
