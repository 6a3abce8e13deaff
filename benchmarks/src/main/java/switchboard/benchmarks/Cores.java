package switchboard.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * Which processor cores belong to the load and which to the server, so that neither disturbs the
 * other. By taskset(1) of util-linux; without it, or with one core, both run anywhere.
 */
final class Cores {
  private static final String ALL = "0-" + (Runtime.getRuntime().availableProcessors() - 1);

  private final boolean pinned;

  private Cores(boolean pinned) {
    this.pinned = pinned;
  }

  /** Everything runs anywhere. */
  static Cores any() {
    return new Cores(false);
  }

  /** Leaves this process where it is; servers run on core 1 alone, or on every core. */
  static Cores ofServers() {
    return new Cores(Runtime.getRuntime().availableProcessors() > 1);
  }

  /** Moves this process, with all its threads, to core 0; its servers will run on core 1. */
  static Cores apart() throws IOException, InterruptedException {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      return any();
    }
    var self = String.valueOf(ProcessHandle.current().pid());
    try {
      var taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", "0", self);
      return new Cores(taskset.redirectOutput(Redirect.DISCARD).start().waitFor() == 0);
    } catch (IOException notInstalled) {
      return any();
    }
  }

  /** {@code command} as a server runs it: alone on its core. */
  List<String> alone(List<String> command) {
    return on("1", command);
  }

  /** {@code command} as people run it: on every core. */
  List<String> everywhere(List<String> command) {
    return on(ALL, command);
  }

  private List<String> on(String cores, List<String> command) {
    var whole = new ArrayList<String>();
    if (pinned) {
      whole.addAll(List.of("taskset", "-c", cores));
    }
    whole.addAll(command);
    return whole;
  }

  @Override
  public String toString() {
    return pinned ? "server on core 1, load on core 0" : "not pinned";
  }
}
