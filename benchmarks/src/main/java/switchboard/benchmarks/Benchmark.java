package switchboard.benchmarks;

import java.io.IOException;

/** A benchmark. Runs on the main thread. */
interface Benchmark {

  /** Returns a description of one line: what is measured. */
  String question();

  /** Measures with the rounds and times of {@code effort}, and adds rows to {@code report}. */
  void run(Effort effort, Report report) throws IOException, InterruptedException;
}
