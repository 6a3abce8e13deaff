package switchboard.benchmarks;

import java.io.IOException;

/** A benchmark that {@link Main} runs on the main thread. */
interface Benchmark {

  /** Returns a description of what this benchmark measures, in one line. */
  String question();

  /** Measures with the rounds and times of {@code effort}, and adds rows to {@code report}. */
  void run(Effort effort, Report report) throws IOException, InterruptedException;
}
