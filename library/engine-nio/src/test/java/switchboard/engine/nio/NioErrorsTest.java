package switchboard.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Address;
import switchboard.net.DeadlineExceededException;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.SystemError.Kind;

/** Tests that the text of a JDK exception does not affect its translation. */
class NioErrorsTest {
  private static final Address.Inet LOOPBACK = Address.loopback(1);

  /** Texts that do not match the errors of the tests, and texts in other languages. */
  private static final List<String> TEXTS =
      List.of(
          "",
          "Connection refused",
          "Broken pipe",
          "Too many open files",
          "Message too long",
          "No such file or directory",
          "Resource temporarily unavailable",
          "Verbindungsaufbau abgelehnt",
          "Connexion refusée");

  @TempDir private Path directory;

  private static SystemError systemError(IOException e) {
    return assertInstanceOf(SystemError.class, e);
  }

  private static void assertKind(Kind kind, IOException translated) {
    assertEquals(kind, systemError(translated).kind());
  }

  private Address unix(String name) {
    return new Address.Unix(directory.resolve(name).toString());
  }

  @Test
  void anUnreachablePortIsReportedAsConnectionRefused() {
    var error = systemError(NioErrors.translate(new PortUnreachableException()));
    assertEquals(Kind.REFUSED, error.kind());
    assertEquals("Connection refused", error.getMessage());
    assertEquals("ECONNREFUSED", error.name());
  }

  @Test
  void theClassDecidesAndTheTextIsKept() {
    for (String text : TEXTS) {
      assertKind(Kind.REFUSED, NioErrors.ofConnect(new ConnectException(text), LOOPBACK));
      assertKind(Kind.UNREACHABLE, NioErrors.ofConnect(new NoRouteToHostException(text), LOOPBACK));
      assertKind(Kind.ADDRESS, NioErrors.ofConnect(new BindException(text), LOOPBACK));
      assertKind(Kind.ADDRESS, NioErrors.ofBind(new BindException(text), LOOPBACK));
      assertKind(Kind.OTHER, NioErrors.translate(new SocketException(text)));
      assertKind(Kind.OTHER, NioErrors.ofAccept(new IOException(text)));
      assertEquals(text, NioErrors.ofAccept(new IOException(text)).getMessage());
    }
  }

  @Test
  void whateverFailsOnAnEstablishedStreamIsItsLoss() {
    for (String text : TEXTS) {
      assertKind(Kind.LOST, NioErrors.ofStream(new IOException(text)));
      assertKind(Kind.LOST, NioErrors.ofStream(new SocketException(text)));
    }
    var reset = systemError(NioErrors.ofStream(new SocketException("Connection reset")));
    assertEquals("Connection reset by peer", reset.getMessage());
    assertEquals("ECONNRESET", reset.name());
  }

  @Test
  void whatWasClosedHereAndWhatWasCutIsNoLoss() {
    assertKind(Kind.CLOSED, NioErrors.ofStream(new ClosedChannelException()));
    assertKind(Kind.CLOSED, NioErrors.ofStream(new AsynchronousCloseException()));
    assertKind(Kind.CLOSED, NioErrors.ofAccept(new ClosedChannelException()));
    var cut = new DeadlineExceededException();
    assertSame(cut, NioErrors.ofStream(cut));
    var ours = SystemError.closed();
    assertSame(ours, NioErrors.ofStream(ours));
  }

  @Test
  void aRefusalIsToldFromATimeoutByTheTimeThatItTook() {
    var answer = new ConnectException("text");
    for (int millis : new int[] {0, 1, 1000, 1999}) {
      assertKind(Kind.REFUSED, NioErrors.ofOutcome(answer, Duration.ofMillis(millis)));
    }
    for (int millis : new int[] {2000, 2001, 130_000}) {
      assertKind(Kind.OTHER, NioErrors.ofOutcome(answer, Duration.ofMillis(millis)));
    }
    assertKind(
        Kind.UNREACHABLE, NioErrors.ofOutcome(new SocketException("text"), Duration.ofSeconds(3)));
    assertKind(Kind.OTHER, NioErrors.ofOutcome(new IOException("text"), Duration.ofSeconds(3)));
  }

  @Test
  void aMissingSocketFileRefusesOnlyConnects() throws IOException {
    for (String text : TEXTS) {
      var failed = new SocketException(text);
      var missing = systemError(NioErrors.ofConnect(failed, unix("missing")));
      assertEquals(Kind.REFUSED, missing.kind());
      assertEquals("ENOENT", missing.name());
      assertKind(Kind.OTHER, NioErrors.ofConnect(failed, new Address.Unix(directory.toString())));
      assertKind(Kind.ADDRESS, NioErrors.ofBind(failed, unix("missing/socket")));
      assertKind(Kind.OTHER, NioErrors.ofBind(failed, unix("socket")));
    }
  }

  @Test
  void aMessageIsTooLongByItsLength() {
    var failed = new SocketException("text");
    Address.Inet six = Address.loopback6(1);
    assertKind(Kind.OTHER, NioErrors.ofSend(failed, 65_507, LOOPBACK));
    assertKind(Kind.TOO_LONG, NioErrors.ofSend(failed, 65_508, LOOPBACK));
    assertKind(Kind.OTHER, NioErrors.ofSend(failed, 65_527, six));
    assertKind(Kind.TOO_LONG, NioErrors.ofSend(failed, 65_528, six));
    assertKind(Kind.ADDRESS, NioErrors.ofSend(new BindException("text"), 1, LOOPBACK));
  }
}
