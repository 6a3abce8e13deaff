package switchboard.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import switchboard.net.EngineStatus;
import switchboard.net.Network;
import switchboard.server.DrainPolicy;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.server.Service;
import switchboard.server.Strategy;

/**
 * One service under every strategy and every engine of this machine, each loaded alike: the
 * comparison that teaching talks about. Server and load share this process.
 */
public final class Strategies {
  private static final Service ECHO = call -> call.source().transferTo(call.sink());

  private Strategies() {}

  /**
   * One of them.
   *
   * @param nanosEach processor time of the whole process for a message, the load's included
   */
  public record Row(String engine, Strategy strategy, Outcome outcome, double nanosEach) {}

  /** Which one comes now, and what each second of it gives. */
  public interface Audience {
    /** A strategy begins. */
    void begins(String engine, Strategy strategy);

    /** A second of it has passed. */
    void hears(Load.Second second);
  }

  /**
   * Measures them one after the other. The sequential strategy serves one caller: so has its load.
   * If the calling thread is interrupted, the row of that moment is the last.
   *
   * @param plan its endpoint does not matter: each server listens on a port of its own
   */
  public static List<Row> measure(Plan plan, Audience audience) throws IOException {
    var rows = new ArrayList<Row>();
    for (EngineStatus engine : Network.engines()) {
      if (engine.isUsable()) {
        try (Network network = Network.named(engine.name())) {
          for (Strategy strategy : Strategy.values()) {
            if (strategy != Strategy.EVENT_LOOPS || network.hasLoops()) {
              audience.begins(engine.name(), strategy);
              Row row = measure(network, strategy, plan, audience::hears);
              rows.add(row);
              if (row.outcome().isInterrupted()) {
                return rows;
              }
            }
          }
        }
      }
    }
    return rows;
  }

  private static Row measure(
      Network network, Strategy strategy, Plan plan, Consumer<Load.Second> seconds)
      throws IOException {
    Limits limits =
        Limits.standard().connections(Math.max(plan.connections(), 1), Limits.Overload.WAIT);
    try (Server server =
        Server.of(ECHO)
            .drainPolicy(DrainPolicy.STOP_READING)
            .on("127.0.0.1:0")
            .network(network)
            .strategy(strategy)
            .limits(limits)
            .start()) {
      int connections = strategy == Strategy.SEQUENTIAL ? 1 : plan.connections();
      var here =
          new Plan(
              server.endpoint(),
              connections,
              plan.bytes(),
              plan.depth(),
              plan.perSecond(),
              plan.time(),
              plan.warmUp(),
              plan.timeout());
      long before = processorNanos();
      Outcome outcome = new Load(network, here).run(seconds);
      long used = processorNanos() - before;
      double share = plan.time().toNanos() * 1.0 / plan.time().plus(plan.warmUp()).toNanos();
      return new Row(
          network.engine(), strategy, outcome, used * share / Math.max(1, outcome.messages()));
    }
  }

  private static long processorNanos() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(java.time.Duration::toNanos)
        .orElse(0L);
  }
}
