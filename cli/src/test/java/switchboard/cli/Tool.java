package switchboard.cli;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.util.Arrays;

/** Checks for external programs that tests need. */
public final class Tool {
  private Tool() {}

  /** If the program is not installed, the test is skipped; in CI, it fails. */
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
