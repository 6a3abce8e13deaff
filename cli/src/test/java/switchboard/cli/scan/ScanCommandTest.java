package switchboard.cli.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.cli.Program;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.net.Address;
import switchboard.net.Failure;
import switchboard.net.NameNotFoundException;
import switchboard.net.Network;
import switchboard.scan.PortScan;
import switchboard.scan.Ports;
import switchboard.scan.ServiceNames;
import switchboard.testkit.MemoryEngine;

/** Tests the output and exit statuses of {@code scan}, over a network in memory. */
class ScanCommandTest {
  @TempDir private Path directory = Path.of("");

  @AutoClose
  private final Network network =
      MemoryEngine.network()
          .withResolver((host, port) -> {
            List<String> addresses =
                switch (host) {
                  case "here" -> List.of("127.0.0.1", "::1");
                  case "elsewhere" -> List.of("192.0.2.1");
                  default -> List.of();
                };
            if (addresses.isEmpty()) {
              throw new NameNotFoundException(
                  new Failure("resolve '" + host + "'", null, null, "no such host name"));
            }
            return addresses.stream()
                .map(ip -> Address.inet(InetAddress.ofLiteral(ip), port))
                .toList();
          });

  private record Said(int status, String out, String err) {}

  private Said run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var environment = new Environment(() -> network, Map.of(), _ -> false, false);
    int status = new Program(environment, new Console(out, err)).run(arguments);
    return new Said(
        status, out.toString(UTF_8), err.toString(UTF_8).replaceAll("in [0-9.]+ s", "in N s"));
  }

  @Test
  void openPortsAreATableAndTheOthersANumber() throws Exception {
    var services = directory.resolve("services");
    Files.writeString(services, "afs3-callback 7001/tcp\n");
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var environment = new Environment(() -> network, Map.of(), _ -> false, false);
    var scanning =
        new Scanning(
            PortScan.over(network), Ports.range(7000, 7010), false, ServiceNames.read(services));
    try (var _ = network.listen("127.0.0.1:7001");
        var _ = network.listen("127.0.0.1:7010")) {
      var hosts = List.of(ScanHost.find("here", network));
      assertEquals(Status.SUCCESS, scanning.run(hosts, environment, new Console(out, err)));
    }
    assertEquals(
        """
        PORT   STATE        SERVICE
        7001   open         afs3-callback
        7010   open
        """,
        out.toString(UTF_8));
    assertTrue(
        err.toString(UTF_8)
            .startsWith(
                "other addresses of here, not scanned: ::1 (use --resolve-all to scan them too)\n"
                    + "127.0.0.1 (here): 2 open, 9 closed, 0 filtered, 0 unknown in "));
  }

  @Test
  void withAllEveryPortHasARowAndSeveralHostsAColumn() throws Exception {
    try (var _ = network.listen("[::1]:60002")) {
      assertEquals(
          new Said(
              Status.SUCCESS,
              """
              HOST       PORT   STATE        SERVICE          REASON
              127.0.0.1  60001  closed                        refused
              127.0.0.1  60002  closed                        refused
              ::1        60001  closed                        refused
              ::1        60002  open                          connected
              """,
              """
              127.0.0.1: 0 open, 2 closed, 0 filtered, 0 unknown in N s
              ::1: 1 open, 1 closed, 0 filtered, 0 unknown in N s
              """),
          run("scan", "127.0.0.1", "[::1]", "--all", "--ports=60001-60002"));
    }
  }

  @Test
  void nothingOpenIsNoFailure() {
    assertEquals(
        new Said(Status.SUCCESS, "", "::1: 0 open, 1024 closed, 0 filtered, 0 unknown in N s\n"),
        run("scan", "::1"));
  }

  @Test
  void eventsTellOfEachOpenPortAndOfTheWhole() throws Exception {
    try (var _ = network.listen("127.0.0.1:60001")) {
      var said = run("scan", "here", "--ports", "59992-60021", "--json");
      assertEquals(
          """
          {"event":"port","endpoint":"tcp://127.0.0.1:60001","state":"open","service":"",\
          "reason":"connected"}
          {"event":"scan","host":"here","address":"127.0.0.1","open":1,"closed":29,"filtered":0,\
          "unknown":0,"seconds":N}
          """,
          said.out().replaceAll("[0-9]+\\.[0-9]{3}", "N"));
      assertEquals(Status.SUCCESS, said.status());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          scan|scan requires HOST, such as localhost
          scan here --ports 1,x|--ports: 'x' is not a port number (1 to 65535)
          scan here --ports 9-1|--ports: '9-1' is a descending range; did you mean 1-9?
          scan here --ports|option --ports requires LIST
          scan here --concurrency 0|--concurrency: '0' is not a positive integer
          scan here --concurrency 10001|'10001' is more than the maximum of 10000
          scan here --timeout 0|--timeout: '0' is not a number of seconds
          scan here:80|'here:80' has a port; write a name or an address, and use --ports
          scan [::1]:80|'[::1]:80' has a port
          scan tcp://here|'tcp://here' is not a host
          scan 10.0.0.0/8|'10.0.0.0/8' is not a host
          scan ::1::|'::1::' is not a host; write for example localhost, 127.0.0.1 or ::1
          scan fe80::1|link-local address fe80::1 requires an interface, such as fe80::1%eth0
          scan here --port 80|unknown option '--port'; did you mean '--ports'?
          """)
  void aMistakeGetsOneLineAndTheStatusTwo(String arguments, String sentence) {
    var said = run(arguments.split(" "));
    assertEquals(Status.USAGE, said.status(), said.err());
    assertEquals("", said.out());
    assertEquals(1, said.err().lines().count(), said.err());
    assertTrue(said.err().contains(sentence), said.err());
  }

  @Test
  void otherPeoplesHostsAreScannedOnlyWhenItIsSaidTwice() throws Exception {
    for (String host : List.of("elsewhere", "192.0.2.1", "2001:db8::1")) {
      var said = run("scan", "here", host);
      assertEquals(Status.POLICY, said.status());
      assertEquals("", said.out());
      assertTrue(said.err().contains("neither this machine nor in a private"), said.err());
      assertTrue(said.err().contains("add --yes"), said.err());
    }
    assertTrue(run("scan", "elsewhere").err().contains("192.0.2.1 (elsewhere) is neither"));
    try (var _ = network.listen("192.0.2.1:25")) {
      var said = run("scan", "elsewhere", "--ports", "25", "--yes");
      assertEquals(Status.SUCCESS, said.status());
      assertTrue(said.out().contains("25     open"), said.out());
    }
  }

  @Test
  void aNameThatIsNoneIsSaidBeforeAnythingIsScanned() {
    var said = run("scan", "here", "nowhere");
    assertEquals(Status.NETWORK, said.status());
    assertEquals(
        "switchboard: resolve 'nowhere': no such host name; check the spelling, or use an IP"
            + " address\n",
        said.err());
  }

  @Test
  void everyAddressOfANameIsScannedWhenThatIsAskedFor() throws Exception {
    try (var _ = network.listen("[::1]:60002")) {
      var said = run("scan", "here", "--resolve-all", "--ports=60002");
      assertEquals(
          new Said(
              Status.SUCCESS,
              """
              HOST       PORT   STATE        SERVICE
              ::1        60002  open
              """,
              """
              127.0.0.1 (here): 0 open, 1 closed, 0 filtered, 0 unknown in N s
              ::1 (here): 1 open, 0 closed, 0 filtered, 0 unknown in N s
              """),
          said);
    }
  }

  @Test
  void aNameServerThatDoesNotAnswerIsLeftAfterTheTimeout() {
    var slow =
        network.withResolver((_, _) -> {
          while (true) {
            switchboard.net.spi.support.Waiting.park(this);
          }
        });
    var err = new ByteArrayOutputStream();
    var environment = new Environment(() -> slow, Map.of(), _ -> false, false);
    int status =
        new Program(environment, new Console(new ByteArrayOutputStream(), err))
            .run("scan", "slow.example", "--timeout", "0.1");
    assertEquals(Status.TIMEOUT, status);
    assertEquals(
        "switchboard: resolve 'slow.example': the deadline has passed; the name server is slow or"
            + " down: use an IP address, or a larger --timeout to wait longer\n",
        err.toString(UTF_8));
  }
}
