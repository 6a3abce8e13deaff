package switchboard.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import switchboard.net.EngineStatus;
import switchboard.net.Network;
import switchboard.server.ConnectionHandler;
import switchboard.server.DrainPolicy;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.server.Strategy;

/**
 * One service under every strategy and every engine of this machine, each loaded alike: the
 * comparison that teaching talks about. Server and load share this process.
 */
public final class StrategyComparison {
  private static final ConnectionHandler ECHO = call -> call.source().transferTo(call.sink());

  private StrategyComparison() {}

  /**
   * One of them.
   *
   * @param nanosEach processor time of the whole process for a message, the load's included
   */
  public record Row(String engine, Strategy strategy, LoadResult outcome, double nanosEach) {}

  /** Which one comes now, and what each second of it gives. */
  public interface ProgressListener {
    /** A strategy begins. */
    void onStart(String engine, Strategy strategy);

    /** A second of it has passed. */
    void onSecond(LoadGenerator.Second second);
  }

  /**
   * Measures them one after the other. The sequential strategy serves one caller: so has its load.
   * If the calling thread is interrupted, the row of that moment is the last.
   *
   * @param plan its endpoint does not matter: each server listens on a port of its own
   */
  public static List<Row> measure(LoadPlan plan, ProgressListener audience) throws IOException {
    var rows = new ArrayList<Row>();
    for (EngineStatus engine : Network.engines()) {
      if (engine.isUsable()) {
        try (Network network = Network.open(engine.name())) {
          for (Strategy strategy : Strategy.values()) {
            if (strategy != Strategy.EVENT_LOOPS || network.hasEventLoops()) {
              audience.onStart(engine.name(), strategy);
              Row row = measure(network, strategy, plan, audience::onSecond);
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
      Network network, Strategy strategy, LoadPlan plan, Consumer<LoadGenerator.Second> seconds)
      throws IOException {
    Limits limits =
        Limits.standard()
            .connections(Math.max(plan.connections(), 1), Limits.Overload.BACKPRESSURE);
    try (Server server =
        Server.builder(ECHO)
            .drainPolicy(DrainPolicy.STOP_READING)
            .listen("127.0.0.1:0")
            .network(network)
            .strategy(strategy)
            .limits(limits)
            .start()) {
      int connections = strategy == Strategy.SEQUENTIAL ? 1 : plan.connections();
      var here =
          new LoadPlan(
              server.endpoint(),
              connections,
              plan.bytes(),
              plan.depth(),
              plan.perSecond(),
              plan.duration(),
              plan.warmUp(),
              plan.timeout());
      long before = processorNanos();
      LoadResult outcome = new LoadGenerator(network, here).run(seconds);
      long used = processorNanos() - before;
      double share =
          plan.duration().toNanos() * 1.0 / plan.duration().plus(plan.warmUp()).toNanos();
      return new Row(
          network.engineName(), strategy, outcome, used * share / Math.max(1, outcome.messages()));
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
