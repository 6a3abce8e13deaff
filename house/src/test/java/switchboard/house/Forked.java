package switchboard.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The result of a process: exit status, standard output and standard error. */
record Forked(int status, String out, String err) {
  static final int SECONDS_MAX = 40;

  /**
   * Runs a program and waits until it exits. Kills it after {@link #SECONDS_MAX} seconds.
   *
   * @param directory the working directory
   * @param environment the complete environment
   * @throws AssertionError if the program had to be killed
   */
  static Forked run(Path directory, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    return run(directory, environment, command, SECONDS_MAX);
  }

  /** Does the same for a program that may take longer. */
  static Forked run(
      Path directory, Map<String, String> environment, List<String> command, int secondsMax)
      throws IOException, InterruptedException {
    var out = Files.createTempFile("forked", ".out");
    var err = Files.createTempFile("forked", ".err");
    try {
      var builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            command
                + " was still running after "
                + secondsMax
                + " s: "
                + Files.readString(err, UTF_8));
      }
      return new Forked(
          process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
