package switchboard.http;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.server.Service;

/**
 * Serves the files of a directory by HTTP/1.0 and 1.1: GET and HEAD, one request after the other on
 * the same connection. It lists no directory, and takes no body. Any thread.
 */
public final class PageService implements Service {
  private final Answers answers;
  private final InstantSource clock;
  private final Consumer<Visit> visits;

  /**
   * Serves {@code directory}, by the system's clock.
   *
   * @param visits hears of every answer, on the thread of its call
   * @throws IOException when it is no directory that can be read
   */
  public PageService(Path directory, Consumer<Visit> visits) throws IOException {
    this(directory, visits, InstantSource.system());
  }

  /** The same by another clock, from which the field {@code Date} comes. */
  public PageService(Path directory, Consumer<Visit> visits, InstantSource clock)
      throws IOException {
    this.answers = new Answers(new Folder(directory));
    this.visits = visits;
    this.clock = clock;
  }

  /** 1,000 connections, 100 of one address; 30 s of silence end one, 10 s if it never spoke. */
  public static Limits usualLimits() {
    return Limits.standard()
        .connections(1000, Limits.Overload.REFUSE)
        .perAddress(100)
        .idleAfter(Duration.ofSeconds(30))
        .firstByteWithin(Duration.ofSeconds(10));
  }

  /**
   * Starts a server for this service, which answers 503 where there is no room.
   *
   * @param endpoints at least one
   * @throws switchboard.net.AddressUnavailableException when one of them can't be had
   */
  public Server start(Network network, List<Endpoint> endpoints, Limits limits) throws IOException {
    var setup = Server.of(this).network(network).limits(limits).refusal(Reply.refusal());
    endpoints.forEach(setup::on);
    return setup.start();
  }

  @Override
  public void serve(Connection connection) throws IOException {
    var call = new PageCall(connection, this);
    do {
      connection.messageComplete(); // a drain may end the call here
    } while (!connection.source().exhausted() && call.exchange());
  }

  Answers answers() {
    return answers;
  }

  Instant now() {
    return clock.instant();
  }

  void note(Visit visit) {
    visits.accept(visit);
  }
}
