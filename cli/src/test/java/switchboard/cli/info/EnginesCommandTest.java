package switchboard.cli.info;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.cli.Main;
import switchboard.cli.ProcessTest;

/**
 * Tests that {@code switchboard engines} reports, on the class path and on the module path, the
 * chosen engine, its capabilities and the missing options of java.
 */
@Tag("slow")
class EnginesCommandTest {

  @ParameterizedTest
  @CsvSource({"'', nio", "0, epoll", "012, epoll"})
  void onTheClassPathOptionsNameTheUnnamedModule(String given, String taken) throws Exception {
    var path = List.of("-cp", System.getProperty("java.class.path"), Main.class.getName());
    var options =
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens java.base/java.lang=ALL-UNNAMED",
            "--add-opens java.base/sun.nio.ch=ALL-UNNAMED");
    assertTells(path, options, given, taken);
  }

  @ParameterizedTest
  @CsvSource({"'', nio", "01, epoll"})
  void onTheModulePathOptionsNameTheirModule(String given, String taken) throws Exception {
    String modules =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*(junit|opentest4j|apiguardian|test-classes).*"))
            .collect(Collectors.joining(File.pathSeparator));
    var path = List.of("--module-path", modules, "-m", "switchboard.cli/" + Main.class.getName());
    var options =
        List.of(
            "--enable-native-access=switchboard.engine.linux",
            "--add-opens java.base/java.lang=switchboard.net",
            "--add-opens java.base/sun.nio.ch=switchboard.engine.linux");
    assertTells(path, options, given, taken);
  }

  /** Checks the text and the events; {@code given} has the indexes of the options to set. */
  private static void assertTells(
      List<String> path, List<String> options, String given, String taken) throws Exception {
    var there = new ArrayList<String>();
    var missing = new ArrayList<String>();
    for (int i = 0; i < options.size(); i++) {
      (given.contains(Integer.toString(i)) ? there : missing).add(options.get(i));
    }
    String text = output(path, there, "engines");
    assertTrue(text.contains("* " + taken), text);
    String faster = "\nfaster with these options of the java command:\n";
    String expected =
        missing.isEmpty()
            ? ""
            : missing.stream().map(option -> "  " + option + "\n").collect(Collectors.joining());
    int listed = text.indexOf(faster);
    assertEquals(expected, listed < 0 ? "" : text.substring(listed + faster.length()), text);

    String json = output(path, there, "engines", "--json");
    assertTrue(json.contains("\"name\":\"" + taken + "\",\"state\":\"chosen\""), json);
    String epoll = json.lines().filter(line -> line.contains("\"epoll\"")).findFirst().orElse("");
    boolean usable = given.contains("0");
    assertEnds(epoll, usable && given.contains("1"), usable && given.contains("2"), missing);
  }

  private static void assertEnds(String epoll, boolean loops, boolean files, List<String> missing) {
    String features =
        "\"event_loops\":%s,\"zero_copy_send\":%s,\"zero_copy_receive\":%s"
            .formatted(loops, files, files);
    String end = features + ",\"jvm_options\":\"" + String.join(" ", missing) + "\"}";
    assertTrue(epoll.endsWith(end), () -> epoll + " does not end with " + end);
  }

  private static String output(List<String> path, List<String> options, String... arguments)
      throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    options.forEach(option -> command.addAll(List.of(option.split(" "))));
    command.addAll(path);
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), UTF_8);
      assertEquals(0, ProcessTest.status(process), text);
      return text;
    } finally {
      process.destroyForcibly();
    }
  }
}
