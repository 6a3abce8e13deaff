package switchboard.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import switchboard.bench.LatencyPlot;
import switchboard.bench.LoadGenerator;
import switchboard.bench.LoadPlan;
import switchboard.bench.LoadResult;
import switchboard.bench.StrategyComparison;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.Status;
import switchboard.cli.command.UsageException;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.cli.console.Signals;
import switchboard.net.Endpoint;
import switchboard.server.Strategy;

/** {@code switchboard bench}: measures the throughput and latency of an echo server. */
public final class BenchCommand implements Command {
  private static final int CONNECTIONS_MAX = 20_000;
  private static final int BYTES_MAX = 1 << 24;

  @Override
  public CommandSpec specification() {
    var bench = CommandSpec.create().name("bench");
    bench.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .paramLabel("ENDPOINT")
            .arity("0..1")
            .required(false)
            .hideParamSyntax(true)
            .type(Endpoint.class)
            .converters(CommonOptions::endpoint)
            .description("The echo server: TCP or a Unix socket.")
            .build());
    addOptions(bench);
    CommonOptions.common(bench);
    bench
        .usageMessage()
        .customSynopsis(
            "switchboard bench [OPTIONS] ENDPOINT",
            "       switchboard bench [OPTIONS] --strategies")
        .description("Measure the throughput and latency of an echo server.")
        .footer(
            "",
            "With --rate, the latency of a message is measured from its scheduled send time,",
            "so that it includes the delays of a stalled server. The report counts the failed",
            "connections by cause; the load continues on the other connections.",
            "",
            "Exit status: 0 if messages came back and no connection failed, 1 if some",
            "  connections failed, 3 if a reply was wrong, 124 if no message came back.",
            "",
            "Examples:",
            "  switchboard bench localhost:7007",
            "  switchboard bench localhost:7007 --connections 1000 --seconds 5",
            "  switchboard bench localhost:7007 --rate 20000 --plot latency.svg",
            "  switchboard bench --strategies --seconds 2");
    return bench;
  }

  private static void addOptions(CommandSpec bench) {
    bench.addOption(
        OptionSpec.builder("--strategies")
            .type(boolean.class)
            .description(
                "Measure an echo server with each strategy on each engine, one after the other, and compare them.")
            .build());
    bench.addOption(count("--connections", "N", "Open N connections; default: 64."));
    bench.addOption(count("--bytes", "N", "Send messages of N bytes, at least 8; default: 64."));
    bench.addOption(
        count("--depth", "N", "Keep N messages in flight on each connection; default: 1."));
    bench.addOption(
        value(
                "--rate",
                "N",
                "Send N messages per second in total, without waiting for replies; default: send the next message after each reply.")
            .type(Double.class)
            .converters(BenchCommand::rate)
            .build());
    bench.addOption(seconds("--seconds", "Measure for SECONDS; default: 10."));
    bench.addOption(seconds("--warm-up", "Run for SECONDS before measuring; default: 2."));
    bench.addOption(
        seconds(
            "--timeout",
            "Count a connection as failed if connecting takes longer than SECONDS, or if no reply arrives for SECONDS; default: 5."));
    bench.addOption(
        value("--plot", "FILE", "Write a plot of the latencies to FILE, as SVG.")
            .type(Path.class)
            .converters(CommonOptions::path)
            .build());
  }

  private static OptionSpec.Builder value(String name, String label, String description) {
    return OptionSpec.builder(name).arity("1").paramLabel(label).description(description);
  }

  private static OptionSpec count(String name, String label, String description) {
    return value(name, label, description)
        .type(Integer.class)
        .converters(CommonOptions::count)
        .build();
  }

  private static OptionSpec seconds(String name, String description) {
    return value(name, "SECONDS", description)
        .type(Duration.class)
        .converters(CommonOptions::seconds)
        .build();
  }

  private static Double rate(String typed) {
    try {
      double rate = Double.parseDouble(typed);
      if (rate > 0 && rate < 1e9) {
        return rate;
      }
    } catch (NumberFormatException e) {
      // The exception below reports the invalid value.
    }
    throw new TypeConversionException("'" + typed + "' is not a number of messages per second");
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws Exception {
    boolean strategies = CommonOptions.isOn(parsed, "--strategies");
    Endpoint endpoint = parsed.matchedPositionalValue(0, null);
    if (strategies == (endpoint != null)) {
      throw new UsageException(
          "bench requires either ENDPOINT, such as localhost:7007, or --strategies. To start an"
              + " echo server: switchboard echo --listen localhost:7007");
    }
    if (endpoint != null && !List.of("tcp", "unix").contains(endpoint.scheme())) {
      throw new UsageException("bench supports TCP and Unix sockets, not " + endpoint);
    }
    LoadPlan plan = plan(parsed, endpoint == null ? Endpoint.tcp("127.0.0.1", 0) : endpoint);
    Path plot = parsed.matchedOptionValue("--plot", null);
    AtomicInteger signal = interruptedBySignals(environment);
    Map<String, LoadResult> outcomes =
        strategies ? compare(plan, environment, console) : load(plan, environment, console);
    boolean _ = Thread.interrupted(); // a signal has ended the load; the report is still printed
    if (plot != null) {
      draw(plot, LatencyPlot.of(BenchReport.title(plan), outcomes));
    }
    return signal.get() == 0 ? verdict(outcomes, console) : Status.SIGNAL + signal.get();
  }

  /**
   * After this call, the first SIGINT or SIGTERM interrupts the calling thread, and the second
   * SIGINT or SIGTERM ends the process immediately. Returns an integer that is 0 until the first
   * signal arrives, and then the number of that signal.
   */
  private static AtomicInteger interruptedBySignals(Environment environment) {
    var signal = new AtomicInteger();
    Thread loading = Thread.currentThread();
    if (environment.signals()) {
      Signals.onEach(number -> {
        if (!signal.compareAndSet(0, number)) {
          Runtime.getRuntime().halt(Status.SIGNAL + number);
        }
        loading.interrupt();
      });
    }
    return signal;
  }

  /**
   * Prints an error message for each load that failed. Returns the exit status of the first load
   * that failed, or {@link Status#SUCCESS} if no load failed.
   */
  private static int verdict(Map<String, LoadResult> outcomes, Console console) throws IOException {
    int status = Status.SUCCESS;
    for (var each : outcomes.entrySet()) {
      BenchVerdict verdict = BenchVerdict.of(each.getValue());
      if (verdict.status() != Status.SUCCESS) {
        String which = outcomes.size() > 1 ? each.getKey() + ": " : "";
        console.say("switchboard: " + which + verdict.sentence());
        if (status == Status.SUCCESS) {
          status = verdict.status();
          console.result(
              Json.event("error")
                  .with("status", verdict.status())
                  .with("message", which + verdict.sentence()));
        }
      }
    }
    return status;
  }

  private static void draw(Path file, String svg) throws IOException {
    try {
      Files.writeString(file, svg);
    } catch (IOException e) {
      throw new IOException(
          "can't write to "
              + file
              + ": check that the directory of the file exists and is writable",
          e);
    }
  }

  private static LoadPlan plan(ParseResult parsed, Endpoint endpoint) {
    int connections = parsed.matchedOptionValue("--connections", 64);
    int bytes = parsed.matchedOptionValue("--bytes", 64);
    int depth = parsed.matchedOptionValue("--depth", 1);
    double rate = parsed.matchedOptionValue("--rate", 0.0);
    if (connections > CONNECTIONS_MAX) {
      throw new UsageException("--connections must be at most " + CONNECTIONS_MAX);
    }
    if (bytes < LoadPlan.BYTES_MIN || bytes > BYTES_MAX) {
      throw new UsageException(
          "--bytes must be from "
              + LoadPlan.BYTES_MIN
              + " to "
              + BYTES_MAX
              + ", because each message contains a sequence number");
    }
    if ((long) bytes * depth > BYTES_MAX) {
      throw new UsageException("--bytes times --depth must be at most " + BYTES_MAX);
    }
    if (rate > 0 && depth > 1) {
      throw new UsageException(
          "--depth cannot be combined with --rate, which does not wait for replies");
    }
    return LoadPlan.standard(endpoint)
        .withConnections(connections)
        .withBytes(bytes)
        .withDepth(depth)
        .withRate(rate)
        .withTimeout(parsed.matchedOptionValue("--timeout", LoadPlan.TIMEOUT))
        .withDuration(
            parsed.matchedOptionValue("--seconds", Duration.ofSeconds(10)),
            parsed.matchedOptionValue("--warm-up", Duration.ofSeconds(2)));
  }

  private static Map<String, LoadResult> load(
      LoadPlan plan, Environment environment, Console console) throws IOException {
    LoadResult outcome;
    try (var line = new LiveLine(environment, console)) {
      outcome = new LoadGenerator(environment.network(), plan).run(line::tell);
    }
    console.result(BenchReport.event(outcome, environment.network().engineName(), ""));
    if (!console.isJson()) {
      console.print(
          plan.endpoint() + ": " + BenchReport.title(plan) + "\n" + BenchReport.table(outcome));
    }
    return Map.of(plan.endpoint().toString(), outcome);
  }

  private static Map<String, LoadResult> compare(
      LoadPlan plan, Environment environment, Console console) throws IOException {
    var outcomes = new LinkedHashMap<String, LoadResult>();
    List<StrategyComparison.Row> rows;
    try (var line = new LiveLine(environment, console)) {
      rows =
          StrategyComparison.measure(
              plan,
              new StrategyComparison.ProgressListener() {
                @Override
                public void onStart(String engine, Strategy strategy) {
                  line.about(engine + " " + strategy.displayName());
                }

                @Override
                public void onSecond(LoadGenerator.Second second) {
                  line.tell(second);
                }
              });
    }
    if (!console.isJson()) {
      console.print(
          BenchReport.title(plan)
              + " (sequential: 1 connection); CPU time per message includes the load generator\n");
      console.print(
          BenchReport.row(
              "engine", "strategy", "per second", "p50 µs", "p99 µs", "CPU µs/message"));
    }
    for (StrategyComparison.Row row : rows) {
      LoadResult outcome = row.outcome();
      outcomes.put(row.engine() + " " + row.strategy().displayName(), outcome);
      console.result(BenchReport.event(outcome, row.engine(), row.strategy().displayName()));
      if (!console.isJson()) {
        console.print(
            BenchReport.row(
                row.engine(),
                row.strategy().displayName(),
                BenchReport.number(outcome.perSecond()),
                BenchReport.number(outcome.micros(50)),
                BenchReport.number(outcome.micros(99)),
                BenchReport.number(row.nanosEach() / 1e3)));
      }
    }
    return outcomes;
  }
}
