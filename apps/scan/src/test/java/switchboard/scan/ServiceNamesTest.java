package switchboard.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the names of ports that are read from valid and invalid files. */
class ServiceNamesTest {
  @TempDir private Path directory = Path.of("");

  private ServiceNames read(String text) throws IOException {
    return ServiceNames.read(Files.write(directory.resolve("services"), text.getBytes(ISO_8859_1)));
  }

  @Test
  void namesAreThoseOfTcpAndTheFirstCounts() throws IOException {
    var services =
        read(
            """
            # Network services
            ssh\t\t22/tcp\t\t\t\t# SSH Remote Login
            domain 53/udp
            domain          53/tcp
              http 80/TCP www   # WorldWideWeb
            www80 80/tcp
            snmp 161/udp
            """);
    assertEquals("ssh", services.name(22));
    assertEquals("domain", services.name(53));
    assertEquals("http", services.name(80));
    assertEquals("", services.name(161));
    assertEquals("", services.name(1));
  }

  @Test
  void linesThatMakeNoSenseHurtNobody() throws IOException {
    var services =
        read(
            """
            one 1/tcp#comment

            noport
            bad x/tcp
            negative -3/tcp
            huge 99999999999/tcp
            half 4/
            sctp 5/sctp
            more 6/tcpmux
            #off 7/tcp
            na#me 8/tcp
            für 9/tcp
            esc\u001b[2J 10/tcp
            no newline 11/tcp
            last 12/tcp\
            """);
    assertEquals("one", services.name(1));
    assertEquals("last", services.name(12));
    for (int port = 2; port <= 11; port++) {
      assertEquals("", services.name(port), "port " + port);
    }
  }

  @Test
  void withoutTheFileNoPortHasAName() {
    assertEquals("", ServiceNames.read(directory.resolve("none")).name(22));
    assertEquals("", ServiceNames.read(directory).name(22));
  }
}
