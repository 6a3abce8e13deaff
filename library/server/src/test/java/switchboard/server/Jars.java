package switchboard.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * Packs the class path of the tests into jars. The JVM keeps jars open, so that classes can be
 * loaded when no descriptor is left.
 */
final class Jars {
  private Jars() {}

  /** Returns the class path, with directories packed into jars in {@code directory}. */
  static String classPath(Path directory) throws IOException {
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
