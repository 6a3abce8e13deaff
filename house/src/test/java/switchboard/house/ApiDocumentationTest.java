package switchboard.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API documentation of all library modules, by the one command that writes it. */
@Tag("slow")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ApiDocumentationTest {
  private static final int SECONDS_MAX = 220;

  @TempDir Path scratch;

  /** The command fails for a public element without a complete comment, and for a broken link. */
  @Test
  void everyPublicElementIsDocumentedAndEveryLinkLeadsSomewhere() throws Exception {
    Path site = scratch.resolve("site");
    var run =
        Forked.run(
            Tree.ofProject().root(),
            Map.of(
                "PATH", System.getenv("PATH"),
                "JAVA_HOME", System.getProperty("java.home"),
                "SWITCHBOARD_REPOSITORY", System.getProperty("switchboard.repository", "")),
            List.of("build/javadoc", site.toString()),
            SECONDS_MAX);
    assertEquals(0, run.status(), run.out() + run.err());
    assertEquals(site.resolve("index.html").toString(), run.out().strip());
    String overview = Files.readString(site.resolve("index.html"), UTF_8);
    assertTrue(overview.contains("switchboard.net/switchboard/net/Network.html"), overview);
    assertTrue(Files.exists(site.resolve("switchboard.server/switchboard/server/Server.html")));
  }
}
