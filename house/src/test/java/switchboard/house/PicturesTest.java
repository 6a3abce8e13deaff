package switchboard.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures of the README are small and have no script; the chart shows the current figures. */
class PicturesTest {
  private static final int BYTES_MAX = 150_000;

  @ParameterizedTest
  @ValueSource(strings = {"docs/hub.svg", "benchmarks/compare.svg"})
  void aPictureIsASmallSvgWithoutAScript(String name) throws Exception {
    Path file = Tree.ofProject().root().resolve(name);
    assertTrue(Files.size(file) < BYTES_MAX, () -> name + " is too large");
    var root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    assertEquals("svg", root.getTagName());
    assertEquals(0, root.getElementsByTagName("script").getLength());
    assertFalse(Files.readString(file, UTF_8).matches("(?s).*\\son\\w+=.*"), "event handlers");
    assertFalse(root.getAttribute("aria-label").isEmpty(), "a picture needs a text");
  }

  @Test
  void theChartShowsTheFiguresOfTheTable() throws Exception {
    Path root = Tree.ofProject().root();
    Forked check;
    try {
      check =
          Forked.run(
              root,
              Map.of("PATH", System.getenv("PATH")),
              List.of("python3", "benchmarks/chart", "--check"));
    } catch (IOException missing) {
      assertFalse(Boolean.getBoolean("switchboard.ci"), missing::toString);
      Assumptions.abort("python3 cannot be started: " + missing.getMessage());
      return;
    }
    assertEquals(0, check.status(), check.err());
  }
}
