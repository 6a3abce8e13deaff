package switchboard.engine.nio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Tests that in a JVM without IPv6 the IPv4 addresses of a host name are used, and that only a
 * literal IPv6 address causes an error.
 */
class NioWithoutIpv6Test {
  @Test
  void theOtherAddressesOfANameAreEnough() throws Exception {
    String java = ProcessHandle.current().info().command().orElseThrow();
    Process process =
        new ProcessBuilder(
                java,
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                System.getProperty("java.class.path"),
                Ipv4Program.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      assertEquals(
          """
          1 at 127.0.0.1
          connected to 127.0.0.1
          1 for datagrams
          listen [::1]:0: Address family not supported by protocol
          """,
          new String(process.getInputStream().readAllBytes(), UTF_8));
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
  }
}
