package switchboard.cli.info;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import switchboard.cli.Program;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.examples.Examples;
import switchboard.net.Network;

/** Tests {@code switchboard example}. */
class ExampleCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void withoutANameItListsAllInTheirOrderUnderTheirParts() {
    assertEquals(0, run("example"));
    var lines = out();
    var titles = lines.stream().filter(line -> !line.startsWith(" ")).toList();
    assertEquals(List.copyOf(Examples.parts().keySet()), titles);
    var names =
        lines.stream()
            .filter(line -> line.startsWith(" "))
            .map(line -> line.strip().replaceFirst(" .*", ""))
            .toList();
    assertEquals(List.copyOf(Examples.list().keySet()), names);
    String deadline = "  deadline +" + Pattern.quote(Examples.list().get("deadline"));
    assertEquals(1, lines.stream().filter(line -> line.matches(deadline)).count());
  }

  @Test
  void inJsonEachExampleTellsItsPart() {
    assertEquals(0, run("example", "--json"));
    assertEquals(Examples.list().size(), out().size());
    assertTrue(out().getFirst().endsWith(",\"part\":\"Calling and answering\"}"), out().getFirst());
  }

  @Test
  void whatAnExampleFindsOutGoesToStandardOutputAndTheRestToStandardError() {
    assertEquals(0, run("example", "echo-server"));
    assertEquals(List.of("sent      Hello, world", "received  Hello, world"), out());
    assertTrue(err().startsWith("listening on tcp://127.0.0.1:"), err());
  }

  @Test
  void theSourceIsShownByteForByte() {
    assertEquals(0, run("example", "half-close", "--source"));
    assertEquals(Examples.source("half-close"), out.toString(UTF_8));
  }

  @Test
  void inJsonEverythingIsAnEvent() {
    assertEquals(0, run("example", "echo-server", "--json"));
    assertTrue(out().getFirst().startsWith("{\"event\":\"listening\",\"endpoint\":\"tcp://"));
    assertEquals("{\"event\":\"output\",\"line\":\"received  Hello, world\"}", out().getLast());
    assertEquals("", err());
  }

  @Test
  void aMistypedNameIsGuessed() {
    assertEquals(2, run("example", "half-closed"));
    assertTrue(err().contains("did you mean 'half-close'?"), err());
  }

  @Test
  void aSourceNeedsAName() {
    assertEquals(2, run("example", "--source"));
    assertTrue(err().contains("option --source requires NAME"), err());
  }

  @Test
  void argumentsReachTheExampleAndItsStatusComesBack() {
    assertEquals(2, run("example", "echo-client", "localhost:seven", "how", "do", "you", "do"));
    assertTrue(err().contains("seven"), err());
  }

  private int run(String... arguments) {
    var environment = new Environment(Network::system, Map.of(), descriptor -> false, false);
    return new Program(environment, new Console(out, err)).run(arguments);
  }

  private List<String> out() {
    return out.toString(UTF_8).lines().toList();
  }

  private String err() {
    return err.toString(UTF_8);
  }
}
