package switchboard.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The home directory of a user outside the tree: a new Maven repository with our artifacts, as
 * {@code mvn install} would fill it. Plugins come from the repository that built us.
 */
record OutsideHome(Path directory) {
  private static final String VERSION = System.getProperty("switchboard.version", "");
  private static final Path ROOT = Tree.ofProject().root();
  private static final List<String> MODULES =
      List.of(
          "net",
          "engine-nio",
          "engine-linux",
          "frames",
          "layouts",
          "server",
          "testkit",
          "contracts",
          "switchboard");

  /** Creates the home directory below {@code scratch}. */
  static OutsideHome below(Path scratch) throws IOException {
    var home = new OutsideHome(scratch.resolve("home"));
    home.deposit(ROOT.resolve("pom.xml"), "switchboard-parent", ".pom");
    for (var name : MODULES) {
      var artifact = name.equals("switchboard") ? name : "switchboard-" + name;
      var module = ROOT.resolve("library").resolve(name);
      home.deposit(module.resolve("pom.xml"), artifact, ".pom");
      home.deposit(
          module.resolve("target").resolve(artifact + "-" + VERSION + ".jar"), artifact, ".jar");
    }
    Files.writeString(home.directory.resolve(".m2/settings.xml"), settings(), UTF_8);
    return home;
  }

  /** Returns the directory with our artifacts. */
  Path artifacts() {
    return directory.resolve(".m2/repository/dev/switchboard");
  }

  /** Returns the environment of a command of this user. */
  Map<String, String> environment() {
    var java = System.getProperty("java.home");
    var environment = new HashMap<String, String>();
    environment.put("HOME", directory.toString());
    environment.put("JAVA_HOME", java);
    environment.put("PATH", Path.of(java, "bin") + ":" + System.getenv("PATH"));
    environment.put(
        "MAVEN_OPTS", "-Duser.home=" + directory + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    return environment;
  }

  private void deposit(Path file, String artifact, String ending) throws IOException {
    if (Files.notExists(file)) {
      throw new AssertionError(file + " is missing; run mvn verify first");
    }
    var target = artifacts().resolve(artifact).resolve(VERSION);
    Files.createDirectories(target);
    Files.copy(file, target.resolve(artifact + "-" + VERSION + ending));
  }

  private static String settings() {
    var repository = Path.of(System.getProperty("switchboard.repository", ""));
    return """
    <settings>
      <mirrors>
        <mirror>
          <id>builder</id>
          <mirrorOf>*</mirrorOf>
          <url>REPOSITORY</url>
        </mirror>
      </mirrors>
    </settings>
    """
        .replace("REPOSITORY", repository.toUri().toString());
  }
}
