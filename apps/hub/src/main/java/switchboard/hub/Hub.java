package switchboard.hub;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import switchboard.chat.Chat;
import switchboard.chat.PersonService;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.transfer.FileReceiver;

/** One port for every wire: it hears who calls, and brings everybody into the same rooms. */
public final class Hub {
  private static final Limits LIMITS =
      Limits.standard().connections(10_000, Limits.Overload.REFUSE);

  /** Somebody whose machine is gone without a word leaves his seat after some four minutes. */
  private static final Options KEEP_ALIVE =
      Options.of(Option.KEEP_ALIVE, true)
          .with(Option.KEEP_ALIVE_IDLE, Duration.ofMinutes(2))
          .with(Option.KEEP_ALIVE_INTERVAL, Duration.ofSeconds(30))
          .with(Option.KEEP_ALIVE_COUNT, 4);

  private Hub() {}

  /**
   * Opens a hub; it listens once this returns, and the server is the caller's to close.
   *
   * @param endpoints where; at least one
   * @throws IOException when one of them can't be had
   */
  public static Server start(Network network, List<Endpoint> endpoints) throws IOException {
    return start(network, endpoints, InstantSource.system());
  }

  /** Like {@link #start(Network, List)}, telling people the time by {@code clock}. */
  public static Server start(Network network, List<Endpoint> endpoints, InstantSource clock)
      throws IOException {
    return start(network, endpoints, clock, LIMITS);
  }

  /** Like {@link #start(Network, List)}, with somebody who takes files. */
  public static Server start(Network network, List<Endpoint> endpoints, FileReceiver files)
      throws IOException {
    var reception = new Reception(people(InstantSource.system()), Optional.of(files));
    return start(network, endpoints, reception, LIMITS);
  }

  static Server start(Network network, List<Endpoint> endpoints, InstantSource clock, Limits limits)
      throws IOException {
    return start(network, endpoints, new Reception(people(clock), Optional.empty()), limits);
  }

  private static PersonService people(InstantSource clock) {
    return new PersonService(new Chat(clock, ZoneId.systemDefault()));
  }

  private static Server start(
      Network network, List<Endpoint> endpoints, Reception reception, Limits limits)
      throws IOException {
    var setup =
        Server.of(reception)
            .network(network)
            .limits(limits)
            .options(KEEP_ALIVE)
            .refusal("-- the switchboard is full; try again later\n");
    endpoints.forEach(setup::on);
    return setup.start();
  }
}
