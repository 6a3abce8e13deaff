package switchboard.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * The release that {@code mvn -Pjars deploy} has put into a local directory, which the build names
 * by the system property {@code switchboard.staging}: complete, and described as public
 * repositories require it.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "switchboard.staging", matches = ".+")
class StagedReleaseTest {
  private static final Set<String> MODULES =
      Set.of(
          "switchboard",
          "switchboard-contracts",
          "switchboard-engine-linux",
          "switchboard-engine-nio",
          "switchboard-frames",
          "switchboard-layouts",
          "switchboard-net",
          "switchboard-server",
          "switchboard-testkit");

  private static final List<String> REQUIRED =
      List.of(
          "url", "licenses/license/name", "developers/developer/name", "scm/url", "scm/connection");

  private final Path staged =
      Path.of(System.getProperty("switchboard.staging", "")).resolve("dev/switchboard");
  private final XPath xpath = XPathFactory.newInstance().newXPath();

  @Test
  void theLibraryIsStagedAndNothingElse() throws IOException {
    var expected = new TreeSet<>(MODULES);
    expected.addAll(List.of("switchboard-bom", "switchboard-parent"));
    try (Stream<Path> found = Files.list(staged)) {
      var names = new TreeSet<String>();
      found.filter(Files::isDirectory).forEach(each -> names.add(each.getFileName().toString()));
      assertEquals(expected, names);
    }
  }

  @Test
  void everyModuleHasItsJarSourcesJavadocAndChecksums() throws IOException {
    for (String module : MODULES) {
      for (String ending : List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar")) {
        Path file = staged(module, ending);
        assertTrue(Files.size(file) > 0, file::toString);
        assertTrue(Files.exists(Path.of(file + ".sha1")), () -> file + ".sha1");
        assertTrue(Files.exists(Path.of(file + ".md5")), () -> file + ".md5");
      }
      assertContains(staged(module, ".jar"), "module-info.class");
      assertContains(staged(module, "-sources.jar"), "module-info.java");
      assertContains(staged(module, "-javadoc.jar"), "index.html");
    }
  }

  @Test
  void everyPomHasTheMetadataThatPublicRepositoriesRequire() throws Exception {
    for (String artifact : List.of("switchboard-parent", "switchboard-bom")) {
      Document pom = pom(artifact);
      for (String path : REQUIRED) {
        assertNotEquals("", value(pom, path), artifact + " lacks " + path);
      }
    }
    for (String module : MODULES) {
      assertNotEquals("", value(pom(module), "name"), module);
      assertNotEquals("", value(pom(module), "description"), module);
      assertEquals("switchboard-parent", value(pom(module), "parent/artifactId"), module);
    }
  }

  @Test
  void theBomManagesThePublishedModulesAndHasTheMetadataOfTheParent() throws Exception {
    Document bom = pom("switchboard-bom");
    List<String> managed = values(bom, "dependencyManagement/dependencies/dependency/artifactId");
    assertEquals(MODULES, Set.copyOf(managed));
    Document parent = pom("switchboard-parent");
    for (String path : REQUIRED) {
      assertEquals(value(parent, path), value(bom, path), path);
    }
    assertEquals(value(parent, "version"), value(bom, "version"));
  }

  @Test
  void theBomUsesThePluginVersionsOfTheParent() throws Exception {
    String plugins = "build/pluginManagement/plugins/plugin";
    for (String plugin : values(pom("switchboard-bom"), plugins + "/artifactId")) {
      String version = plugins + "[artifactId='" + plugin + "']/version";
      assertEquals(
          value(pom("switchboard-parent"), version),
          value(pom("switchboard-bom"), version),
          plugin);
    }
  }

  private String value(Document pom, String path) throws Exception {
    return xpath.evaluate("/project/" + path, pom).strip();
  }

  private List<String> values(Document pom, String path) throws Exception {
    var nodes = (NodeList) xpath.evaluate("/project/" + path, pom, XPathConstants.NODESET);
    var values = new ArrayList<String>();
    for (int i = 0; i < nodes.getLength(); i++) {
      values.add(nodes.item(i).getTextContent());
    }
    return values;
  }

  private Document pom(String artifact) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(staged(artifact, ".pom").toFile());
  }

  /** Returns the file of an artifact with that ending and without a classifier of its own. */
  private Path staged(String artifact, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(staged.resolve(artifact))) {
      return files
          .filter(file -> {
            String name = file.getFileName().toString();
            boolean classified = name.endsWith("-sources.jar") || name.endsWith("-javadoc.jar");
            return name.endsWith(ending) && (ending.startsWith("-") || !classified);
          })
          .findFirst()
          .orElseThrow(() -> new AssertionError(artifact + " has no file *" + ending));
    }
  }

  private static void assertContains(Path jar, String entry) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      assertTrue(zip.stream().anyMatch(each -> each.getName().equals(entry)), jar + "!" + entry);
    }
  }
}
