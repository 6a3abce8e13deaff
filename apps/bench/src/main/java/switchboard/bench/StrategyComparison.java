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
 * Measures an echo handler with the same load under each server strategy and each I/O engine that
 * this machine supports. The server and the load generator run in the same process.
 */
public final class StrategyComparison {
  private static final ConnectionHandler ECHO = call -> call.source().transferTo(call.sink());

  private StrategyComparison() {}

  /**
   * The result for one engine and strategy.
   *
   * @param nanosEach the CPU time per message in nanoseconds, including the CPU time of the load
   *     generator
   */
  public record Row(String engine, Strategy strategy, LoadResult outcome, double nanosEach) {}

  /** Is notified of the progress of a comparison. */
  public interface ProgressListener {
    /** Called before a measurement begins. */
    void onStart(String engine, Strategy strategy);

    /** Called after each second of a measurement. */
    void onSecond(LoadGenerator.Second second);
  }

  /**
   * Measures one strategy after the other. For the sequential strategy, the load has only one
   * connection, because this strategy serves only one connection at a time. If the calling thread
   * is interrupted, the comparison ends, and the last row contains the measurements that were made
   * before the interrupt.
   *
   * @param plan the load; its endpoint is ignored, because each measured server listens on a
   *     different port
   * @param listener the listener that is notified of the progress, on the calling thread
   * @return a row for each usable engine and each strategy
   * @throws IOException if a server cannot be started
   */
  public static List<Row> measure(LoadPlan plan, ProgressListener listener) throws IOException {
    var rows = new ArrayList<Row>();
    for (EngineStatus engine : Network.engines()) {
      if (engine.isUsable()) {
        try (Network network = Network.open(engine.name())) {
          for (Strategy strategy : Strategy.values()) {
            if (strategy != Strategy.EVENT_LOOPS || network.hasEventLoops()) {
              listener.onStart(engine.name(), strategy);
              Row row = measure(network, strategy, plan, listener::onSecond);
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
      var ownPlan =
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
      LoadResult outcome = new LoadGenerator(network, ownPlan).run(seconds);
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
