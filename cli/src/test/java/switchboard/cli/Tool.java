package switchboard.cli;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.util.Arrays;

/** Somebody else's program that a test runs against ours. */
public final class Tool {
  private Tool() {}

  /** A missing one skips the test, and fails it where CI is at work. */
  public static void require(String name) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(folder -> new File(folder, name).canExecute());
    if (!there) {
      String missing = name + " is not installed; build/install-test-tools installs it";
      if (Boolean.getBoolean("switchboard.ci")) {
        fail(missing);
      }
      abort(missing);
    }
  }
}
