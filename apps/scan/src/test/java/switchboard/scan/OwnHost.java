package switchboard.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs {@link ScanProgram} in a separate network namespace (network_namespaces(7)), which is
 * created with unshare(1). The namespace has lo, an Ethernet interface on which 10.9.0.2 never
 * answers, and routes that reject packets. Other processes cannot listen in this namespace, and
 * shortages in the namespace do not affect other processes.
 */
final class OwnHost {
  private static final int SECONDS_MAX = 120;
  private static final String BUILD =
      """
      set -e
      ip link set lo up
      ip link add sb0 type veth peer name sb1
      ip link set sb0 up
      ip link set sb1 up
      ip address add 10.9.0.1/24 dev sb0
      ip neigh add 10.9.0.2 lladdr 02:00:00:00:00:77 dev sb0
      ip route add unreachable 10.1.0.0/16
      ip route add prohibit 10.2.0.0/16
      ip route add blackhole 10.3.0.0/16
      """;

  private OwnHost() {}

  /**
   * Runs the program and returns its output.
   *
   * @param directory receives the class path as jars. The JVM keeps jars open, so classes can be
   *     loaded even when no descriptor is left
   * @param limits shell commands to run before the program
   */
  static String run(Path directory, String limits, String... arguments)
      throws IOException, InterruptedException {
    var script = BUILD + limits + "\nexec \"$@\"";
    var command =
        new ArrayList<>(List.of("unshare", "--map-root-user", "--net", "sh", "-c", script, "sh"));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", jars(directory), ScanProgram.class.getName()));
    command.addAll(List.of(arguments));
    Process host;
    try {
      host = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      return skip(missing.getMessage());
    }
    try {
      String said = new String(host.getInputStream().readAllBytes(), UTF_8);
      Assertions.assertTrue(host.waitFor(SECONDS_MAX, TimeUnit.SECONDS), said);
      if (!said.contains("started")) {
        return skip(said);
      }
      Assertions.assertEquals(0, host.exitValue(), said);
      return said;
    } finally {
      host.destroyForcibly();
    }
  }

  private static String skip(String why) {
    Assertions.assertFalse(Boolean.getBoolean("switchboard.ci"), why);
    return Assumptions.abort("cannot create a network namespace: " + why);
  }

  private static String jars(Path directory) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path jar = directory.resolve(jars.size() + ".jar");
        pack(path, jar);
        jars.add(jar.toString());
      } else {
        jars.add(entry);
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static void pack(Path root, Path jar) throws IOException {
    try (var packed = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        packed.putNextEntry(new ZipEntry(root.relativize(file).toString()));
        Files.copy(file, packed);
        packed.closeEntry();
      }
    }
  }
}
