package switchboard.benchmarks;

import java.io.IOException;

/** One question about cost, and the way to its answer; runs on the main thread. */
interface Benchmark {

  /** The question, in a line. */
  String question();

  /** Measures for as long as {@code effort} says, and writes its rows into {@code report}. */
  void run(Effort effort, Report report) throws IOException, InterruptedException;
}
