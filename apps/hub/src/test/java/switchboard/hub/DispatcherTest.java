package switchboard.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.chat.ChatLimits;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Server;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/**
 * Tests which protocol a dispatcher chooses, and how much time passes before it chooses. Uses a
 * manual ticker.
 */
class DispatcherTest {
  private static final Duration STEP = Duration.ofMillis(500);
  private static final long LOOK_NANOS = 1_000_000;

  private final ManualTicker ticker = new ManualTicker();
  private final Network network = MemoryEngine.network().withTicker(ticker);
  private final TestScope scope = new TestScope();
  private Server hub;

  @BeforeEach
  void start() throws IOException {
    hub =
        new Hub()
            .chatLimits(ChatLimits.none())
            .start(network, List.of(Endpoint.parse("tcp://127.0.0.1:0")));
  }

  @AfterEach
  void close() {
    scope.close();
    hub.close();
    network.close();
  }

  private Visitor visitor() throws IOException {
    return scope.add(new Visitor(hub, network));
  }

  private void pass(Duration time) throws InterruptedException {
    ticker.awaitParked(1);
    ticker.advance(time);
  }

  @Test
  void whoSaysNothingIsGreetedAfterASecondAndNotBefore() throws Exception {
    Visitor silent = visitor();
    Duration silence = passUntilHeard(silent);
    assertTrue(silence.compareTo(Duration.ofSeconds(1)) >= 0, "after " + silence);
    silent.hearsAbout("What is your name?");
  }

  @Test
  void whoSaysALineIsGreetedAtOnceAndTheLineIsHisName() throws Exception {
    Visitor ann = visitor().says("ann");
    ann.hearsAbout("What is your name?");
    assertEquals("-- you are ann, in hall, alone so far", ann.hears());
  }

  @Test
  void anEmptyLineIsAPersonWhoKeepsTheNameThatIsGiven() throws Exception {
    Visitor guest = visitor().sends("\r\n");
    passUntilHeard(
        guest); // undecided at first, because the PROXY protocol also begins with an empty line
    assertEquals("-- you are guest1, in hall, alone so far", guest.hearsAbout("you are"));
  }

  @Test
  void textWithoutLineEndIsAPersonAfterTwoSeconds() throws Exception {
    Visitor ann = visitor().sends("ann");
    Duration silence = passUntilHeard(ann);
    assertTrue(silence.compareTo(Duration.ofSeconds(2)) >= 0, "after " + silence);
    ann.hearsAbout("What is your name?");
    passUntilHeard(ann); // until the hub replies to the line
    assertEquals("-- you are ann, in hall, alone so far", ann.hears());
  }

  /** Advances the clock until the visitor receives bytes. Returns the time that has passed. */
  private Duration passUntilHeard(Visitor visitor) throws Exception {
    TestTask<Boolean> heard = scope.start(() -> visitor.connection().awaitReadable());
    var passed = Duration.ZERO;
    while (!heard.isDone()) {
      LockSupport.parkNanos(LOOK_NANOS);
      ticker.advance(STEP);
      passed = passed.plus(STEP);
    }
    heard.result();
    return passed;
  }

  @Test
  void textWithoutLineEndIsAPersonAtTheEndOfTheStream() throws Exception {
    Visitor ann = visitor().sends("ann");
    ann.connection().shutdownOutput();
    assertEquals("-- you are ann, in hall, alone so far", ann.hearsAbout("you are"));
    ann.hearsAbout("goodbye, ann");
    assertNull(ann.hears());
  }

  @Test
  void whoDribblesAByteASecondIsRecognisedAllTheSame() throws Exception {
    Visitor browser = visitor();
    for (char each : "GET /".toCharArray()) {
      browser.sends(String.valueOf(each));
      pass(Duration.ofSeconds(1));
    }
    assertEquals("HTTP/1.1 501 Not Implemented", browser.hears());
  }

  @Test
  void whoDribblesForMoreThanTenSecondsIsTakenForAPerson() throws Exception {
    Visitor slow = visitor();
    for (int i = 0; i < 11; i++) {
      slow.sends("x");
      pass(Duration.ofSeconds(1));
    }
    passUntilHeard(slow);
    slow.hearsAbout("What is your name?");
    slow.says("");
    assertEquals("-- you are xxxxxxxxxxx, in hall, alone so far", slow.hearsAbout("you are"));
  }

  @Test
  void eightKilobytesOfTextWithoutLineEndAreEnoughToDecide() throws Exception {
    Visitor loud = visitor().sends("x".repeat(Hub.PREFIX_MAX));
    loud.hearsAbout("What is your name?");
    loud.says("");
    assertEquals("-- your line has more than 4096 bytes and was dropped", loud.hears());
  }

  @Test
  void whoHangsUpWithoutAWordIsNobody() throws Exception {
    Visitor scanner = visitor();
    scanner.connection().shutdownOutput();
    assertNull(scanner.hears());
    Visitor ann = visitor().says("");
    assertEquals("-- you are guest1, in hall, alone so far", ann.hearsAbout("you are"));
  }

  @Test
  void telnetIsGreetedAndAnswered() throws Exception {
    Visitor ann = visitor().sends(new byte[] {(byte) 0xFF, (byte) 0xFB, 31, 'a', 'n', 'n', '\n'});
    var heard = new StringBuilder();
    while (!heard.toString().contains("in hall")) {
      heard.append((char) (ann.connection().source().readByte() & 0xFF));
    }
    assertTrue(heard.toString().contains("\u00FF\u00FE\u001F"), "DONT NAWS");
    assertTrue(heard.toString().contains("you are ann, in hall"), heard.toString());
  }

  @Test
  void callersOfOtherProtocolsAreToldWhatThisPortUnderstands() throws Exception {
    assertAnswer("TLS is not configured", new byte[] {0x16, 0x03, 0x01, 0x02, 0x00});
    assertAnswer("ERROR :IRC is not supported", "NICK ann\r\n".getBytes(StandardCharsets.UTF_8));
    assertAnswer(
        "This hub does not accept files", "x<SEPARATOR>7abcdefg".getBytes(StandardCharsets.UTF_8));
    assertAnswer(
        "The PROXY protocol is not accepted",
        "PROXY TCP4 1.2.3.4 5.6.7.8 9 10\r\n".getBytes(StandardCharsets.UTF_8));
    assertAnswer("This port speaks plain lines", new byte[] {0, 1, 2});
  }

  private void assertAnswer(String beginning, byte[] bytes) throws IOException {
    try (Visitor visitor = new Visitor(hub, network)) {
      String answer = visitor.sends(bytes).hears();
      assertTrue(answer.startsWith(beginning), answer);
      assertTrue(answer.endsWith("call it with nc or telnet."), answer);
      assertNull(visitor.hears());
    }
  }

  @Test
  void halfASignatureIsToldWhatThisPortUnderstandsAfterTwoSeconds() throws Exception {
    Visitor binary = visitor().sends(new byte[] {0x16});
    Duration silence = passUntilHeard(binary);
    assertTrue(silence.compareTo(Duration.ofSeconds(2)) >= 0, "after " + silence);
    assertTrue(binary.hears().startsWith("This port speaks plain lines"));
    assertNull(binary.hears());
  }

  @Test
  void httpIsAnsweredInHttp() throws Exception {
    Visitor browser = visitor().sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assertEquals("HTTP/1.1 501 Not Implemented", browser.hears());
    browser.hearsAbout("Connection: close");
    assertEquals("", browser.hears());
    assertTrue(browser.hears().startsWith("This port speaks"));
    assertNull(browser.hears());
    Visitor head = visitor().sends("HEAD / HTTP/1.1\r\n\r\n");
    head.hearsAbout("Connection: close");
    assertEquals("", head.hears());
    assertNull(head.hears());
  }
}
