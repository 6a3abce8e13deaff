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

/** {@code switchboard bench}: loads an echo, and reports its throughput and latency. */
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
            .description("The echo to load: TCP or a Unix socket.")
            .build());
    addOptions(bench);
    CommonOptions.common(bench);
    bench
        .usageMessage()
        .customSynopsis(
            "switchboard bench [OPTIONS] ENDPOINT",
            "       switchboard bench [OPTIONS] --strategies")
        .description("Load an echo, and report its throughput and latency.")
        .parameterListHeading("%n")
        .footer(
            "",
            "With --rate the latency of a message counts from when it was due, so a stall is charged in full.",
            "A connection that fails is counted, by its cause, and the load goes on with the others.",
            "The exit status is 0 if messages came back and no connection failed; 1 if some failed;",
            "3 if an answer was wrong; 124 if no message came back in time.",
            "",
            "Examples:",
            "  switchboard bench localhost:7007",
            "  switchboard bench localhost:7007 --connections 1000 --seconds 5",
            "  switchboard bench localhost:7007 --rate 20000 --plot late.svg",
            "  switchboard bench --strategies --seconds 2");
    return bench;
  }

  private static void addOptions(CommandSpec bench) {
    bench.addOption(
        OptionSpec.builder("--strategies")
            .type(boolean.class)
            .description("Load one echo of our own under each strategy and engine, and compare.")
            .build());
    bench.addOption(count("--connections", "N", "How many at once; default: 64."));
    bench.addOption(count("--bytes", "N", "Size of a message, from 8 up; default: 64."));
    bench.addOption(count("--depth", "N", "Messages of a connection on their way; default: 1."));
    bench.addOption(
        value(
                "--rate",
                "N",
                "Send N messages a second in all, on time whatever comes back; default: the next when one has come back.")
            .type(Double.class)
            .converters(BenchCommand::rate)
            .build());
    bench.addOption(seconds("--seconds", "How long to measure; default: 10."));
    bench.addOption(seconds("--warm-up", "How long to run before that; default: 2."));
    bench.addOption(
        seconds(
            "--timeout",
            "Count a connection as failed when connecting takes SECONDS, or when no answer comes for SECONDS; default: 5."));
    bench.addOption(
        value("--plot", "FILE", "Write a plot of the latencies as SVG.")
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
      // The sentence below holds for this too.
    }
    throw new TypeConversionException("'" + typed + "' is no number of messages a second");
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws Exception {
    boolean strategies = CommonOptions.isOn(parsed, "--strategies");
    Endpoint endpoint = parsed.matchedPositionalValue(0, null);
    if (strategies == (endpoint != null)) {
      throw new UsageException(
          "either an ENDPOINT, such as localhost:7007, where an echo is, or --strategies; start an"
              + " echo by 'switchboard echo --listen localhost:7007'");
    }
    if (endpoint != null && !List.of("tcp", "unix").contains(endpoint.scheme())) {
      throw new UsageException("bench loads TCP and Unix sockets, and no " + endpoint);
    }
    LoadPlan plan = plan(parsed, endpoint == null ? Endpoint.tcp("127.0.0.1", 0) : endpoint);
    Path picture = parsed.matchedOptionValue("--plot", null);
    AtomicInteger signal = interruptedBySignals(environment);
    Map<String, LoadResult> outcomes =
        strategies ? compare(plan, environment, console) : load(plan, environment, console);
    boolean _ = Thread.interrupted(); // by a signal, which ends the load and not its report
    if (picture != null) {
      draw(picture, LatencyPlot.of(BenchReport.title(plan), outcomes));
    }
    return signal.get() == 0 ? verdict(outcomes, console) : Status.SIGNAL + signal.get();
  }

  /** The first signal interrupts this thread, and the second ends the process at once. */
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

  /** Says what went wrong, and returns the exit status of the first load that did not go well. */
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

  private static void draw(Path file, String picture) throws IOException {
    try {
      Files.writeString(file, picture);
    } catch (IOException e) {
      throw new IOException(
          "can't draw to " + file + "; is its directory there, and may you write to it?", e);
    }
  }

  private static LoadPlan plan(ParseResult parsed, Endpoint endpoint) {
    int connections = parsed.matchedOptionValue("--connections", 64);
    int bytes = parsed.matchedOptionValue("--bytes", 64);
    int depth = parsed.matchedOptionValue("--depth", 1);
    double rate = parsed.matchedOptionValue("--rate", 0.0);
    if (connections > CONNECTIONS_MAX) {
      throw new UsageException("--connections is at most " + CONNECTIONS_MAX);
    }
    if (bytes < LoadPlan.BYTES_MIN || bytes > BYTES_MAX) {
      throw new UsageException(
          "--bytes is from "
              + LoadPlan.BYTES_MIN
              + " to "
              + BYTES_MAX
              + ": a message has its number in it");
    }
    if ((long) bytes * depth > BYTES_MAX) {
      throw new UsageException("--bytes times --depth is at most " + BYTES_MAX);
    }
    if (rate > 0 && depth > 1) {
      throw new UsageException("--depth is for messages that wait for each other; not with --rate");
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
              + " (sequential: 1 connection); processor time with the load's\n");
      console.print(
          BenchReport.row(
              "engine", "strategy", "a second", "50 % µs", "99 % µs", "µs of processor"));
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
