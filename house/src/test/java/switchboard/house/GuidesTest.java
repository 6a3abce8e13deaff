package switchboard.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Follows each page of docs/guides literally: writes its files, runs its commands. */
@Tag("slow")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class GuidesTest {
  private static final List<String> OUTSIDE =
      List.of("codec", "engine", "production", "test-a-server");
  private static final List<String> INSIDE = List.of("command", "protocol");

  /** The warnings of the JVM about libraries of Maven itself. */
  private static final Pattern WARNING_OF_MAVEN =
      Pattern.compile(
          "WARNING: (.*(sun\\.misc\\.Unsafe|com\\.google\\.|org\\.fusesource\\.jansi).*"
              + "|A (terminally deprecated|restricted) method in .* has been called"
              + "|Use --enable-native-access=ALL-UNNAMED to avoid a warning for callers in this module"
              + "|Restricted methods will be blocked in a future release unless .*)");

  /** Maven resets the colours of a terminal that it does not have. */
  private static final Pattern ANSI = Pattern.compile("\\x1b\\[[0-9;]*m");

  private static final int BUILD_SECONDS_MAX = 200;

  @TempDir Path scratch;

  @ParameterizedTest
  @FieldSource("OUTSIDE")
  void aGuideWorksInAnEmptyDirectory(String name) throws Exception {
    var guide = Guide.of(name);
    var home = OutsideHome.below(scratch);
    Path project = Files.createDirectory(scratch.resolve("project"));
    guide.writeFiles(project);
    follow(guide, project, home.environment());
  }

  @Test
  void theGuidesForAChangeOfTheTreeWorkInACopyOfIt() throws Exception {
    Path copy = copyOfTree();
    for (String name : INSIDE) {
      Guide.of(name).writeFiles(copy);
    }
    var environment =
        Map.of(
            "PATH", System.getenv("PATH"),
            "HOME", System.getProperty("user.home"),
            "JAVA_HOME", System.getProperty("java.home"));
    var built =
        Forked.run(copy, environment, List.of("./switchboard", "--version"), BUILD_SECONDS_MAX);
    assertEquals(0, built.status(), built.out() + built.err());
    follow(Guide.of("command"), copy, environment);
    assertTheHubTellsTheTime(Guide.of("protocol").blocks("sh"), copy, environment);
  }

  @Test
  void everyGuideIsFollowedByATest() throws IOException {
    try (Stream<Path> pages = Files.list(Tree.ofProject().root().resolve("docs/guides"))) {
      assertEquals(
          Stream.concat(OUTSIDE.stream(), INSIDE.stream())
              .sorted()
              .map(name -> name + ".md")
              .toList(),
          pages.map(page -> page.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void theProductionGuideListsTheEventsOfFlightRecorder() throws IOException {
    var named = Pattern.compile("@Name\\(\"(switchboard\\.\\w+)\"\\)");
    var tree = Tree.ofProject();
    Set<String> events =
        tree.files(name -> name.matches("library/.*/src/main/.*\\.java")).stream()
            .flatMap(file -> named.matcher(tree.text(file).orElse("")).results())
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    Set<String> listed =
        Pattern.compile("^\\| `(switchboard\\.[A-Z]\\w+)`", Pattern.MULTILINE)
            .matcher(Guide.of("production").text())
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertEquals(events, listed);
  }

  private static void follow(Guide guide, Path directory, Map<String, String> environment)
      throws Exception {
    assertTrue(!guide.steps().isEmpty(), guide.name());
    for (var step : guide.steps()) {
      var run =
          Forked.run(
              directory,
              environment,
              List.of("bash", "-c", step.command() + " 2>&1"),
              BUILD_SECONDS_MAX);
      List<String> printed =
          run.out()
              .lines()
              .map(line -> ANSI.matcher(line).replaceAll(""))
              .filter(line -> !line.isBlank() && !WARNING_OF_MAVEN.matcher(line).matches())
              .toList();
      assertEquals(step.printed(), printed, step.command());
    }
  }

  /** Runs the first block in the background, on a free port, and the second one beside it. */
  private static void assertTheHubTellsTheTime(
      List<String> blocks, Path directory, Map<String, String> environment) throws Exception {
    String port = Integer.toString(freePort());
    var server =
        new ProcessBuilder("bash", "-c", "exec " + blocks.get(0).replace("7000", port))
            .directory(directory.toFile())
            .redirectErrorStream(true);
    server.environment().putAll(environment);
    Process hub = server.start();
    try (var printed = hub.inputReader(UTF_8)) {
      assertTrue(String.valueOf(printed.readLine()).startsWith("listening on "));
      var run =
          Forked.run(
              directory, environment, List.of("bash", "-c", blocks.get(1).replace("7000", port)));
      assertTrue(
          run.out().strip().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"),
          run.out() + run.err());
    } finally {
      hub.destroy();
      hub.waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Path copyOfTree() throws IOException {
    var tree = Tree.ofProject();
    Path copy = scratch.resolve("copy");
    for (Path file : tree.files()) {
      Path target = copy.resolve(file);
      Files.createDirectories(target.getParent());
      Files.copy(
          tree.root().resolve(file),
          target,
          StandardCopyOption.COPY_ATTRIBUTES,
          LinkOption.NOFOLLOW_LINKS);
    }
    return copy;
  }
}
