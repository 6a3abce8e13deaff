package switchboard.benchmarks;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures with JMH how fast the codecs of this library and the decoders of Netty decode messages
 * from the same bytes in memory.
 */
final class Codecs implements Benchmark {
  private static final List<String> KINDS =
      List.of("slices", "arrays", "nettyDirect", "nettyChannel");

  @Override
  public String question() {
    return "time and heap to decode a message in memory, relative to Netty's decoders";
  }

  @Override
  public void run(Effort effort, Report report) throws IOException {
    boolean complete = effort.percent() == 100;
    var window = TimeValue.milliseconds(effort.window().toMillis() / 2);
    var options =
        new OptionsBuilder()
            .include(Decoding.class.getName())
            .forks(complete ? 1 : 0)
            .warmupIterations(complete ? 3 : 1)
            .warmupTime(window)
            .measurementIterations(Math.max(1, effort.rounds() / 2))
            .measurementTime(window)
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend(
                "-Xms1g",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow", // Netty and JMH need it
                "-Dio.netty.noUnsafe=false")
            .verbosity(VerboseMode.SILENT);
    if (!complete) {
      options.param("size", "64");
    }
    report.head(
        "framing", "bytes", "how", "ns each", "times the better Netty", "bytes of heap each");
    rows(results(options.build())).forEach((_, row) -> row.into(report));
  }

  private static Collection<RunResult> results(Options options) throws IOException {
    try {
      return new Runner(options).run();
    } catch (RunnerException e) {
      throw new IOException("JMH failed", e);
    }
  }

  /** The results of all JMH methods for one framing and one message size. */
  private record Row(String framing, int bytes, Map<String, RunResult> kinds) {
    void into(Report report) {
      List<Double> better =
          nanos("nettyDirect").median() < nanos("nettyChannel").median()
              ? values("nettyDirect")
              : values("nettyChannel");
      double base = Spread.of(better).median();
      for (String kind : KINDS) {
        report.row(
            framing,
            bytes,
            kind,
            nanos(kind),
            Spread.of(values(kind).stream().map(each -> base / each).toList()),
            heap(kind));
      }
    }

    private Spread nanos(String kind) {
      return Spread.of(values(kind));
    }

    private List<Double> values(String kind) {
      return result(kind).getBenchmarkResults().stream()
          .flatMap(each -> each.getIterationResults().stream())
          .map(each -> each.getPrimaryResult().getScore())
          .toList();
    }

    private double heap(String kind) {
      double bytes =
          Objects.requireNonNull(
                  result(kind).getSecondaryResults().get("gc.alloc.rate.norm"),
                  "no allocation rate of JMH")
              .getScore();
      return Math.round(bytes * 10) / 10.0; // JMH itself allocates less than one byte
    }

    private RunResult result(String kind) {
      RunResult found = kinds.get(kind);
      if (found == null) {
        throw new IllegalStateException("no result of JMH for " + kind);
      }
      return found;
    }
  }

  private static Map<String, Row> rows(Collection<RunResult> results) {
    var rows = new TreeMap<String, Row>();
    for (RunResult each : results) {
      String framing = each.getParams().getParam("framing");
      int size = Integer.parseInt(each.getParams().getParam("size"));
      String label = each.getPrimaryResult().getLabel();
      rows.computeIfAbsent(
              "%s %06d".formatted(framing, size), _ -> new Row(framing, size, new TreeMap<>()))
          .kinds()
          .put(label.substring(label.lastIndexOf('.') + 1), each);
    }
    return rows;
  }
}
