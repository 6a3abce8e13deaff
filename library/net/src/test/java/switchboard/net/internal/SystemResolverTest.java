package switchboard.net.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.NameLookupFailedException;
import switchboard.net.NameNotFoundException;
import switchboard.net.OperationInterruptedException;

/** Tests that deadlines end lookups, and that abandoned lookups are counted. */
class SystemResolverTest {

  @Test
  void aSlowLookupIsAbandonedAndCounted() throws Exception {
    var release = new CountDownLatch(1);
    var resolver =
        new SystemResolver(host -> {
          try {
            assertTrue(release.await(10, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return new InetAddress[] {InetAddress.ofLiteral("192.0.2.1")};
        });
    try (var _ = Deadline.after(Duration.ofMillis(20))) {
      assertThrows(DeadlineExceededException.class, () -> resolver.resolve("slow.example", 80));
    }
    assertEquals(1, resolver.abandoned());
    release.countDown();
    assertEquals("192.0.2.1:80", resolver.resolve("slow.example", 80).getFirst().toString());
    assertEquals(1, resolver.abandoned());
  }

  @Test
  void slowLookupsAreBoundedAndTheRestWaits() throws Exception {
    var release = new CountDownLatch(1);
    var running = new AtomicInteger();
    var resolver =
        new SystemResolver(host -> {
          running.incrementAndGet();
          try {
            assertTrue(release.await(10, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          throw new UnknownHostException(host);
        });
    for (int i = 0; i < 20; i++) {
      String host = "host-" + i;
      try (var _ = Deadline.after(Duration.ofMillis(2))) {
        assertThrows(DeadlineExceededException.class, () -> resolver.resolve(host, 80));
      }
    }
    assertEquals(20, resolver.abandoned());
    assertTrue(running.get() <= 8, () -> running + " lookups at once");
    release.countDown();
  }

  @Test
  void aNameWithoutAddressIsNotFound() {
    var resolver =
        new SystemResolver(host -> {
          throw new UnknownHostException(host);
        });
    var none =
        assertThrows(NameNotFoundException.class, () -> resolver.resolve("none.example", 80));
    assertEquals("resolve 'none.example': no such host name", none.getMessage());
  }

  @Test
  void localhostIsNeverAskedOfAServer() throws Exception {
    var resolver =
        new SystemResolver(host -> {
          throw new AssertionError(host);
        });
    var loopback = List.of(Address.loopback(80), Address.loopback6(80));
    assertEquals(loopback, resolver.resolve("localhost", 80));
    assertEquals(loopback, resolver.resolve("LOCALHOST", 80));
    assertEquals(loopback, resolver.resolve("app.localhost", 80));
  }

  @Test
  void anAddressThatIsToldTwiceCountsOnce() throws Exception {
    InetAddress one = InetAddress.ofLiteral("192.0.2.1");
    InetAddress two = InetAddress.ofLiteral("2001:db8::2");
    var resolver = new SystemResolver(host -> new InetAddress[] {one, two, one});
    assertEquals(
        List.of(Address.inet(one, 80), Address.inet(two, 80)), resolver.resolve("h.example", 80));
  }

  @Test
  void anInterruptedThreadGoesAwayFromItsLookup() {
    var release = new CountDownLatch(1);
    var resolver =
        new SystemResolver(host -> {
          try {
            assertTrue(release.await(10, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          throw new UnknownHostException(host);
        });
    Thread.currentThread().interrupt();
    assertThrows(OperationInterruptedException.class, () -> resolver.resolve("h.example", 80));
    assertTrue(Thread.interrupted());
    assertEquals(1, resolver.abandoned());
    release.countDown();
  }

  @Test
  void aLookupThatFailsIsNotTakenForANameThatIsNotThere() {
    var resolver =
        new SystemResolver(host -> {
          throw new OutOfMemoryError("no room for " + host);
        });
    var failed =
        assertThrows(NameLookupFailedException.class, () -> resolver.resolve("some.example", 80));
    assertEquals(
        "resolve 'some.example': the system's resolver has failed:"
            + " java.lang.OutOfMemoryError: no room for some.example",
        failed.getMessage());
  }

  /**
   * Throws the exception that the JDK throws: its message has the text of gai_strerror(3), or only
   * the host name if the failure is cached.
   */
  private static SystemResolver answering(String notFound, String noServer) {
    var asked = new HashSet<String>();
    return new SystemResolver(host -> {
      boolean isCached = !asked.add(host);
      String reason = host.startsWith("slow") ? noServer : notFound;
      throw new UnknownHostException(isCached ? host : host + ": " + reason);
    });
  }

  @Test
  void aServerThatDoesNotAnswerIsNotTakenForANameThatIsNotThere() {
    String noServer = "Temporary failure in name resolution";
    var resolver = answering("Name or service not known", noServer);
    for (int attempt = 1; attempt <= 2; attempt++) { // the second uses the JDK's cache
      var failed =
          assertThrows(NameLookupFailedException.class, () -> resolver.resolve("slow.example", 80));
      assertEquals("resolve 'slow.example': " + noServer, failed.getMessage());
      assertThrows(NameNotFoundException.class, () -> resolver.resolve("none.example", 80));
    }
  }

  @Test
  void theLanguageOfTheSystemDoesNotMatter() {
    String noServer = "Temporärer Fehler bei der Namensauflösung";
    var resolver = answering("Der Name oder der Dienst ist nicht bekannt", noServer);
    assertThrows(NameNotFoundException.class, () -> resolver.resolve("none.example", 80));
    assertThrows(NameLookupFailedException.class, () -> resolver.resolve("slow.example", 80));
  }

  @Test
  void aNameWithRecordsButWithoutAddressIsNotFound() {
    var resolver = answering("not known", "No address associated with hostname");
    assertThrows(NameNotFoundException.class, () -> resolver.resolve("slow.example", 80));
  }

  @Test
  void moreFailuresThanAreRememberedAreStillToldApart() {
    var resolver = answering("not known", "no server");
    for (int i = 0; i < 1000; i++) {
      String host = "slow" + i;
      assertThrows(NameLookupFailedException.class, () -> resolver.resolve(host, 80));
    }
  }
}
