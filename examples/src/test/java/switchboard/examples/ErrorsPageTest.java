package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.regex.Pattern;
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
    int rows = 0;
    for (String line : Page.of("docs/errors.md").text().lines().toList()) {
      var row = ROW.matcher(line);
      if (!row.matches()) {
        continue;
      }
      rows++;
      Class<?> exception = named(row.group(1));
      assertTrue(IOException.class.isAssignableFrom(exception), line);
      if (row.group(2) != null) {
        assertEquals(row.group(2), exception.getSuperclass().getSimpleName(), line);
        assertTrue(NetworkError.class.isAssignableFrom(exception), line);
      }
    }
    assertEquals(17, rows);
  }
}
