package switchboard.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds another project that uses the library like any user: with one dependency from a Maven
 * repository. Runs the server that the README shows, on the module path and on the class path. The
 * repository is new and contains only our artifacts; Maven plugins come from the repository with
 * which this project was built.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("slow")
class OutsideProjectTest {
  private static final String VERSION = System.getProperty("switchboard.version", "");
  private static final Path ROOT = Tree.ofProject().root();
  @TempDir Path scratch;

  @Test
  void theReadmesServerRunsOnTheModulePath() throws Exception {
    write("src/main/java/module-info.java", "module outside { requires switchboard; }");
    var path = String.join(":", jars(build())) + ":" + scratch.resolve("target/classes");
    echoes(List.of("--module-path", path, "--module", "outside/outside.EchoServer"));
  }

  @Test
  void theReadmesServerRunsOnTheClassPath() throws Exception {
    var path = String.join(":", jars(build())) + ":" + scratch.resolve("target/classes");
    echoes(List.of("--class-path", path, "outside.EchoServer"));
  }

  private OutsideHome build() throws Exception {
    var home = OutsideHome.below(scratch);
    write("pom.xml", pom());
    write("src/main/java/outside/EchoServer.java", "package outside;\n" + readmesServer());
    var maven = Forked.run(scratch, home.environment(), List.of("mvn", "--batch-mode", "compile"));
    assertEquals(0, maven.status(), maven.out() + maven.err());
    return home;
  }

  private static String readmesServer() throws IOException {
    var readme = Files.readString(ROOT.resolve("README.md"), UTF_8);
    var blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertTrue(blocks.find(), "README.md has no Java block");
    return blocks.group(1);
  }

  /** Returns all jars in the repository of this test; the library needs no others to run. */
  private static List<String> jars(OutsideHome home) throws IOException {
    try (Stream<Path> files = Files.walk(home.artifacts())) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith(".jar"))
          .filter(name -> !name.contains("-testkit-") && !name.contains("-contracts-"))
          .collect(Collectors.toList());
    }
  }

  private void echoes(List<String> arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    command.add("127.0.0.1:0");
    var server = new ProcessBuilder(command).directory(scratch.toFile()).start();
    try (var errors = new BufferedReader(new InputStreamReader(server.getErrorStream(), UTF_8))) {
      var line = errors.readLine();
      assertTrue(
          line != null && line.startsWith("listening on tcp://127.0.0.1:"),
          () -> line + errors.lines().collect(Collectors.joining("\n")));
      var port = URI.create(line.substring("listening on ".length())).getPort();
      try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.setSoTimeout(10_000);
        client.getOutputStream().write("hello, world".getBytes(UTF_8));
        client.shutdownOutput();
        assertEquals("hello, world", new String(client.getInputStream().readAllBytes(), UTF_8));
      }
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private void write(String name, String text) throws IOException {
    var file = scratch.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, UTF_8);
  }

  private static String pom() {
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>outside</groupId>
      <artifactId>outside</artifactId>
      <version>1</version>
      <properties>
        <maven.compiler.release>25</maven.compiler.release>
        <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
      </properties>
      <dependencies>
        <dependency>
          <groupId>dev.switchboard</groupId>
          <artifactId>switchboard</artifactId>
          <version>VERSION</version>
        </dependency>
      </dependencies>
      <build>
        <plugins>
          <plugin>
            <groupId>org.apache.maven.plugins</groupId>
            <artifactId>maven-compiler-plugin</artifactId>
            <version>3.16.0</version>
          </plugin>
          <plugin>
            <groupId>org.apache.maven.plugins</groupId>
            <artifactId>maven-resources-plugin</artifactId>
            <version>3.5.0</version>
          </plugin>
        </plugins>
      </build>
    </project>
    """
        .replace("VERSION", VERSION);
  }
}
