package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.net.NetworkError;

/** Compares docs/errors.md with the exception classes. */
class ErrorsPageTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| [^|]+ \\| `(\\w+Exception)`[^|]* \\| (?:`(\\w+Exception)` \\|)?.*$");

  private static Class<?> named(String name) throws ClassNotFoundException {
    String where =
        name.equals("CorruptStreamException") ? "switchboard.frames." : "switchboard.net.";
    return Class.forName(where + name);
  }

  @Test
  void eachExceptionExtendsTheOneOfTheJdkThatThePageNames() throws Exception {
    var listed = new TreeSet<String>();
    for (String line : Page.of("docs/errors.md").text().lines().toList()) {
      var row = ROW.matcher(line);
      if (!row.matches()) {
        continue;
      }
      listed.add(row.group(1));
      Class<?> exception = named(row.group(1));
      assertTrue(IOException.class.isAssignableFrom(exception), line);
      if (row.group(2) != null) {
        assertEquals(row.group(2), exception.getSuperclass().getSimpleName(), line);
        assertTrue(NetworkError.class.isAssignableFrom(exception), line);
      }
    }
    assertEquals(exceptions(), listed);
  }

  /** Returns the names of the public exceptions of the packages that the page is about. */
  private static Set<String> exceptions() throws IOException {
    var names = new TreeSet<String>();
    for (String directory :
        List.of("net/src/main/java/switchboard/net", "frames/src/main/java/switchboard/frames")) {
      try (Stream<Path> files = Files.list(Page.ROOT.resolve("library").resolve(directory))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith("Exception.java"))
            .forEach(name -> names.add(name.replace(".java", "")));
      }
    }
    names.remove("EndpointException"); // a mistake in the arguments of a call
    return names;
  }
}
