package switchboard.engine.nio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the types of errors do not depend on the locale. */
class NioLocaleTest {
  private static final String REFUSED_IN_GERMAN = "Verbindungsaufbau abgelehnt";
  private static final String RIGHT =
      """
      refused: ConnectionRefusedException
      closed: SocketClosedException
      reset, read: ConnectionLostException
      reset, write: ConnectionLostException
      reset, write and read: ConnectionLostException
      gone, write: ConnectionLostException
      no zone: UnreachableException
      in use: AddressUnavailableException
      of another machine: AddressUnavailableException
      file in use: AddressUnavailableException
      backlog full: DeadlineExceededException
      no file: ConnectionRefusedException
      no directory: AddressUnavailableException
      stale file: ConnectionRefusedException
      stale file taken over: nothing
      no socket: ConnectionRefusedException
      no directory either: SystemCallException
      too long: DatagramTooLargeException
      broadcast: AddressUnavailableException
      nobody: ConnectionRefusedException
      bound: AddressUnavailableException
      no descriptor, not yet: nothing
      no descriptor, connect: TooManyOpenFilesException
      no descriptor, unix: TooManyOpenFilesException
      no descriptor, listen: TooManyOpenFilesException
      no descriptor, bind: TooManyOpenFilesException
      no descriptor, accept: TooManyOpenFilesException
      one descriptor, accept: nothing
      """;

  @TempDir private Path directory;

  @Test
  void errorsAreTheSameInTheCLocale() throws Exception {
    List<String> lines = errorsIn(Map.of("LC_ALL", "C"));
    assertEquals("words: Connection refused", lines.getFirst());
    assertEquals(RIGHT.lines().toList(), lines.subList(1, lines.size()));
  }

  @Test
  void errorsAreTheSameInAGermanLocale() throws Exception {
    Path locales = Files.createDirectory(directory.resolve("locales"));
    Path german = locales.resolve("de_DE.UTF-8");
    var made = run(List.of("localedef", "-i", "de_DE", "-f", "UTF-8", german.toString()), Map.of());
    List<String> lines =
        errorsIn(
            Map.of(
                "LOCPATH",
                locales.toString(),
                "LANG",
                "de_DE.UTF-8",
                "LC_ALL",
                "de_DE.UTF-8",
                "LANGUAGE",
                ""));
    if (!lines.getFirst().equals("words: " + REFUSED_IN_GERMAN)) {
      skip(made + " and the JDK prints " + lines.getFirst());
    }
    assertEquals(RIGHT.lines().toList(), lines.subList(1, lines.size()));
  }

  /** Returns the types of errors in a JVM with the given environment variables. */
  private List<String> errorsIn(Map<String, String> environment) throws Exception {
    String java = ProcessHandle.current().info().command().orElseThrow();
    var command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh", java));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    Path sockets = Files.createDirectory(directory.resolve("sockets"));
    command.addAll(List.of(LocaleErrors.class.getName(), sockets.toString()));
    return run(command, environment).lines().toList();
  }

  private static String run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException missing) {
      skip(String.valueOf(missing.getMessage()));
      throw missing;
    }
    try {
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), said);
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  private static void skip(String why) {
    assertFalse(Boolean.getBoolean("switchboard.ci"), why);
    Assumptions.abort("cannot create a German locale: " + why);
  }
}
