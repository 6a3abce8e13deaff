package switchboard.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * Assigns processor cores to the server and to the load generator, so that they do not take
 * processor time from each other. Uses taskset(1) of util-linux. If taskset is not installed or the
 * machine has only one core, both processes run on any core.
 */
final class Cores {
  private static final String ALL = "0-" + (Runtime.getRuntime().availableProcessors() - 1);

  private final boolean pinned;

  private Cores(boolean pinned) {
    this.pinned = pinned;
  }

  /** Returns an assignment in which all processes run on any core. */
  static Cores any() {
    return new Cores(false);
  }

  /**
   * Returns an assignment that does not move this process to a core, but can run servers on core 1.
   */
  static Cores ofServers() {
    return new Cores(Runtime.getRuntime().availableProcessors() > 1);
  }

  /**
   * Moves all threads of this process to core 0. Returns an assignment with which the servers run
   * on core 1.
   */
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

  /**
   * Returns a command that runs {@code command} on core 1. If this process runs on core 0, the
   * command has core 1 to itself.
   */
  List<String> alone(List<String> command) {
    return on("1", command);
  }

  /** Returns a command that runs {@code command} on all cores, like a command that a user types. */
  List<String> everywhere(List<String> command) {
    return on(ALL, command);
  }

  private List<String> on(String cores, List<String> command) {
    var complete = new ArrayList<String>();
    if (pinned) {
      complete.addAll(List.of("taskset", "-c", cores));
    }
    complete.addAll(command);
    return complete;
  }

  @Override
  public String toString() {
    return pinned ? "server on core 1, load on core 0" : "not pinned";
  }
}
