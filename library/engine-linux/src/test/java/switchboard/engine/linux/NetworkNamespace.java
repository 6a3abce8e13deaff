package switchboard.engine.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs a Java program in a network namespace of its own, which a shell script has prepared. */
final class NetworkNamespace {
  private static final int SECONDS_MAX = 30;

  private NetworkNamespace() {}

  /**
   * Returns what the script and the program print. Aborts the test, or fails it with {@code
   * switchboard.ci}, if this machine does not allow a network namespace.
   *
   * @param script prints {@code built} when the namespace is ready, and runs the program by {@code
   *     "$@"}, after {@code first} has been removed by {@code shift}
   * @param first arguments of the script alone
   * @param program has a main method
   * @param arguments of the program
   */
  static String run(String script, List<String> first, Class<?> program, List<String> arguments)
      throws Exception {
    var command =
        new ArrayList<>(List.of("unshare", "--map-root-user", "--net", "sh", "-c", script, "sh"));
    command.addAll(first);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(arguments);
    Process host;
    try {
      host = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      return skip(String.valueOf(missing.getMessage()));
    }
    try {
      String printed = new String(host.getInputStream().readAllBytes(), UTF_8);
      assertTrue(host.waitFor(SECONDS_MAX, TimeUnit.SECONDS), printed);
      return printed.contains("built") ? printed : skip(printed);
    } finally {
      host.destroyForcibly();
    }
  }

  private static String skip(String why) {
    assertFalse(Boolean.getBoolean("switchboard.ci"), why);
    return Assumptions.abort("cannot create a network namespace: " + why);
  }
}
