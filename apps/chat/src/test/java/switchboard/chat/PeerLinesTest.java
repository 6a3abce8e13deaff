package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.net.Network;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/** Tests how lines of an untrusted peer are made safe for a terminal. */
class PeerLinesTest {
  private final Network network = MemoryEngine.network();

  private List<String> lines(byte[] bytes) throws Exception {
    try (var scope = new TestScope();
        var peer = new Peer(network)) {
      scope.start(() -> peer.sends(bytes).connection().shutdownOutput());
      var lines = new PeerLines(peer.caller().source());
      var heard = new ArrayList<String>();
      for (String line = lines.next(); line != null; line = lines.next()) {
        heard.add(line);
      }
      assertNull(lines.next());
      return heard;
    }
  }

  private List<String> lines(String text) throws Exception {
    return lines(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void linesEndWithEitherLineEndAndTheLastNeedsNone() throws Exception {
    assertEquals(List.of("a", "", "b", "", "c"), lines("a\r\n\nb\n\r\nc"));
    assertEquals(List.of(), lines(""));
  }

  @Test
  void nothingThatATerminalObeysIsLeft() throws Exception {
    var shown =
        Map.of(
            "\u001b[2J\u001b]0;mine\u0007", "␛[2J␛]0;mine␇",
            "a\rb", "a␍b",
            "\u009b31m", "\\u009b31m",
            "\u202Egnp.exe", "\\u202egnp.exe",
            "\u0000\u007f\b", "␀␡␈",
            "日本語 😀", "日本語 😀");
    for (var each : shown.entrySet()) {
      assertEquals(List.of(each.getValue()), lines(each.getKey() + "\n"));
    }
  }

  @Test
  void bytesThatAreNoTextAreReplaced() throws Exception {
    assertEquals(List.of("J\uFFFD\uFFFD"), lines(new byte[] {'J', (byte) 0xFC, (byte) 0xFF, '\n'}));
  }

  @Test
  void aLineWithoutEndComesInPiecesThatCutNoCharacter() throws Exception {
    int max = PeerLines.PIECE_BYTES_MAX;
    String whole = "x".repeat(max - 1) + "ü" + "y".repeat(10);
    assertEquals(List.of("x".repeat(max - 1) + "ü", "y".repeat(10), "z"), lines(whole + "\nz"));
    assertEquals(List.of("x".repeat(max), "z"), lines("x".repeat(max) + "\nz\n"));
    byte[] continuations = new byte[max * 2];
    Arrays.fill(continuations, (byte) 0x80);
    assertEquals(2, lines(continuations).size());
  }

  @Test
  void aQuestionWithoutLineEndIsShownWhenThePeerIsSilent() throws Exception {
    var ticker = new ManualTicker();
    try (var scope = new TestScope();
        var peer = new Peer(network)) {
      var lines = new PeerLines(peer.caller().source());
      peer.says("login: ");
      var heard = new ArrayList<String>();
      var reading =
          scope.start(() -> ticker.run(() -> assertDoesNotThrow(() -> heard.add(lines.next()))));
      ticker.awaitParked(1);
      ticker.advance(Duration.ofSeconds(2));
      reading.result();
      assertEquals(List.of("login: "), heard);
    }
  }

  @Test
  void aCharacterCutBySilenceIsShownWhole() throws Exception {
    var ticker = new ManualTicker();
    byte[] bytes = "ü".getBytes(StandardCharsets.UTF_8);
    try (var scope = new TestScope();
        var peer = new Peer(network)) {
      var lines = new PeerLines(peer.caller().source());
      peer.sends(new byte[] {bytes[0]});
      var heard = new ArrayList<String>();
      var reading =
          scope.start(() -> ticker.run(() -> assertDoesNotThrow(() -> heard.add(lines.next()))));
      ticker.awaitParked(1);
      ticker.advance(Duration.ofSeconds(9));
      peer.sends(new byte[] {bytes[1], '\n'});
      reading.result();
      assertEquals(List.of("ü"), heard);
    }
  }
}
