package switchboard.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Limits;
import switchboard.server.Strategy;

/** Tests the echo server with Python clients that use only the standard library of Python. */
@Tag("slow")
class PythonClientsTest {

  @ParameterizedTest
  @EnumSource
  void theTutorialsFirstClientHearsItsWords(Strategy strategy) throws Exception {
    assertEquals("Received b'Hello, world'", overTcp(strategy, "blocking.py", List.of()));
  }

  @ParameterizedTest
  @EnumSource
  void theTutorialsClientOfManyConnectionsFinishes(Strategy strategy) throws Exception {
    assertEquals("50", overTcp(strategy, "multi_connection.py", List.of("50")));
  }

  @ParameterizedTest
  @EnumSource(names = "SEQUENTIAL", mode = EnumSource.Mode.EXCLUDE)
  void asyncioStreamsGetTheirMegabytesBack(Strategy strategy) throws Exception {
    assertEquals("20000060", overTcp(strategy, "asyncio_streams.py", List.of()));
  }

  @Test
  void datagramsOfEverySizeComeBack() throws Exception {
    try (var echo = start("udp://127.0.0.1:0", Strategy.VIRTUAL_THREADS)) {
      String port = Integer.toString(echo.endpoints().getFirst().port());
      assertEquals("all", python("datagrams.py", List.of("127.0.0.1", port)));
    }
  }

  @Test
  void connectedSocketsHearTheAddressThatTheyAsked() throws Exception {
    try (var echo = start("udp://:0", Strategy.VIRTUAL_THREADS)) {
      String port = Integer.toString(echo.endpoints().getFirst().port());
      var arguments = List.of(port, "127.0.0.1", "127.0.0.2", "127.1.2.3", "::1");
      assertEquals("all", python("connected_datagrams.py", arguments));
    }
  }

  @Test
  void aUnixSocketEchoesUntilTheEnd(@TempDir Path scratch) throws Exception {
    Path path = scratch.resolve("echo.sock");
    try (var _ = start("unix://" + path, Strategy.VIRTUAL_THREADS)) {
      assertEquals("12000", python("unix_socket.py", List.of(path.toString())));
    }
  }

  private static String overTcp(Strategy strategy, String script, List<String> more)
      throws Exception {
    try (var echo = start("127.0.0.1:0", strategy)) {
      var arguments = new ArrayList<>(List.of("127.0.0.1"));
      arguments.add(Integer.toString(echo.endpoints().getFirst().port()));
      arguments.addAll(more);
      return python(script, arguments);
    }
  }

  private static EchoServer start(String endpoint, Strategy strategy) throws IOException {
    return EchoServer.start(
        Network.system(), List.of(Endpoint.parse(endpoint)), strategy, Limits.standard());
  }

  /**
   * Runs a script and returns its output. If a check in the script fails, the script exits with an
   * error.
   */
  private static String python(String script, List<String> arguments) throws Exception {
    var source = PythonClientsTest.class.getResource(script);
    var command = new ArrayList<>(List.of("python3", Path.of(source.toURI()).toString()));
    command.addAll(arguments);
    Process python;
    try {
      python = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      return Boolean.getBoolean("switchboard.ci")
          ? fail("python3 is missing", missing)
          : abort("python3 is missing: nothing was tried");
    }
    String said;
    try (var out = python.getInputStream()) {
      said = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    assertEquals(true, python.waitFor(10, TimeUnit.SECONDS), "the script does not end");
    assertEquals(0, python.exitValue(), said);
    return said;
  }
}
