package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Address;
import switchboard.net.Endpoint;

/** Tests the rules of the position game, the figures that it prints, and the game over sockets. */
@Tag("slow")
class PositionGameTest {
  private static final Address ANN = Address.loopback(1);
  private static final Address BOB = Address.loopback(2);

  private static final String PYTHON_PLAYER =
      """
      import socket, struct, sys
      print("ready", flush=True)
      with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
          s.settimeout(10)
          s.connect(("127.0.0.1", int(sys.stdin.readline())))
          s.send(struct.pack(">HHii", 77, 65535, -1000, 2000))
          while True:
              state = s.recv(2048)
              tick, count = struct.unpack(">HH", state[:4])
              seen = [struct.unpack(">HHii", state[i:i + 12]) for i in range(4, len(state), 12)]
              if count == 5 and len(seen) == 5:
                  print([p for p in seen if p[0] == 77], sorted(p[0] for p in seen))
                  break
      """;

  private final World world = new World();

  private static ByteBuffer position(int player, int sequence, int x) {
    var bytes = ByteBuffer.allocate(Position.BYTES);
    new Position(player, sequence, x, 0).into(bytes);
    return bytes.flip();
  }

  /** Returns the positions in the state of the world. */
  private List<Position> seen(long nowMillis) {
    var state = ByteBuffer.wrap(world.state(nowMillis));
    state.getShort();
    var positions = new ArrayList<Position>();
    for (int count = state.getShort(); count > 0; count--) {
      positions.add(Position.from(state));
    }
    assertFalse(state.hasRemaining());
    return positions;
  }

  @Test
  void aPositionIsTwelveBytesTheMostSignificantFirst() {
    var bytes = ByteBuffer.allocate(Position.BYTES);
    var position = new Position(258, 65_535, 1, -2);
    position.into(bytes);
    assertEquals("0102ffff00000001fffffffe", HexFormat.of().formatHex(bytes.array(), 0, 12));
    assertEquals(position, Position.from(bytes.flip()));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, true",
    "0, 1, false",
    "7, 7, false",
    "0, 65535, true",
    "65535, 0, false",
    "32767, 0, true",
    "100, 65000, true",
    "65000, 100, false"
  })
  void sequenceNumbersAreComparedInACircle(int one, int other, boolean after) {
    assertEquals(after, Position.isAfter(one, other));
  }

  @Test
  void oldAndDuplicatePositionsAreDropped() {
    world.hear(position(1, 65_535, 10), ANN, 0);
    world.hear(position(1, 1, 30), ANN, 0);
    world.hear(position(1, 0, 20), ANN, 0);
    world.hear(position(1, 1, 40), ANN, 0);
    assertEquals(List.of(new Position(1, 1, 30, 0)), seen(0));
    assertEquals(2, world.dropped());
  }

  @Test
  void aPlayerCannotMoveAnotherOne() {
    world.hear(position(1, 1, 10), ANN, 0);
    world.hear(position(1, 2, 66), BOB, 0);
    assertEquals(List.of(new Position(1, 1, 10, 0)), seen(0));
    assertEquals(List.of(ANN), world.players());
  }

  @Test
  void malformedPositionsAreDropped() {
    world.hear(ByteBuffer.allocate(Position.BYTES - 1), ANN, 0);
    world.hear(ByteBuffer.allocate(Position.BYTES + 1), ANN, 0);
    world.hear(ByteBuffer.allocate(0), ANN, 0);
    assertEquals(List.of(), seen(0));
    assertEquals(3, world.dropped());
  }

  @Test
  void aSilentPlayerIsRemovedAndMayComeBack() {
    world.hear(position(1, 9, 10), ANN, 0);
    world.hear(position(2, 9, 10), BOB, 2_000);
    assertEquals(2, seen(World.SILENCE_MILLIS).size());
    assertEquals(List.of(new Position(2, 9, 10, 0)), seen(World.SILENCE_MILLIS + 1));
    world.hear(position(1, 3, 30), ANN, 4_000); // sequence numbers start again
    assertEquals(2, seen(4_000).size());
  }

  @Test
  void theStateOfAllPlayersFitsIntoOneDatagram() {
    for (int player = 0; player < 200; player++) {
      world.hear(position(player, 1, 0), Address.loopback(player + 1), 0);
    }
    assertEquals(World.PLAYERS_MAX, seen(0).size());
    assertTrue(world.state(0).length <= 1_200);
  }

  @Test
  void anOlderStateIsIgnored() throws IOException {
    var player = new Player(0);
    world.hear(position(1, 65_000, 0), ANN, 0);
    byte[] before = world.state(0);
    world.hear(position(1, 65_001, 0), ANN, 0);
    player.hear(ByteBuffer.wrap(world.state(0)));
    player.hear(ByteBuffer.wrap(before));
    var ages = new Ages();
    player.look(1_000, ages);
    long taken = 6 + Player.STEP_MILLIS; // player 1 sends its first position after 6 ms
    assertEquals(1_000 - taken, ages.percentile(1));
  }

  @Test
  void theSameSeedGivesTheSameFigures() throws IOException {
    assertEquals(
        SimulatedGame.over(true, 0.05).figures(), SimulatedGame.over(true, 0.05).figures());
  }

  @Test
  void withoutLossBothAreEquallyGoodAndWithLossTcpWaits() throws IOException {
    long udp = SimulatedGame.over(false, 0).percentile(0.99);
    long tcp = SimulatedGame.over(true, 0).percentile(0.99);
    assertTrue(Math.abs(udp - tcp) < 10, udp + " and " + tcp);
    for (double loss : new double[] {0.01, 0.05, 0.10}) {
      long lossyUdp = SimulatedGame.over(false, loss).percentile(0.99);
      long lossyTcp = SimulatedGame.over(true, loss).percentile(0.99);
      assertTrue(lossyUdp < 2 * udp, () -> "UDP at a loss of " + loss + ": " + lossyUdp + " ms");
      assertTrue(
          lossyTcp > 1.5 * lossyUdp, () -> "TCP at a loss of " + loss + ": " + lossyTcp + " ms");
    }
  }

  @Test
  void thePlotInTheDocumentationIsWhatTheProgramDraws(@TempDir Path directory) throws IOException {
    Path drawn = directory.resolve("plot.svg");
    assertEquals(0, Played.run("position-game", drawn.toString()).status());
    assertEquals(
        Files.readString(Page.ROOT.resolve("docs/position-game.svg")),
        Files.readString(drawn),
        "outdated; run ./switchboard example position-game docs/position-game.svg");
  }

  @Test
  void aPlotInAMissingDirectoryFails(@TempDir Path directory) {
    var played = Played.run("position-game", directory.resolve("none/plot.svg").toString());
    assertEquals(1, played.status());
    assertTrue(played.lines().getFirst().contains("No such file or directory"), played::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp://127.0.0.1:0", "tcp://127.0.0.1:0", "udp://[::1]:0"})
  void itIsPlayedForRealOverSockets(String typed) throws Exception {
    var endpoint = Endpoint.parse(typed);
    var printed = new ByteArrayOutputStream();
    var out = new PrintStream(printed, true, UTF_8);
    var streams = new Streams(InputStream.nullInputStream(), out, out);
    var game = new RealGame(400);
    Ages ages =
        endpoint.scheme().equals("udp")
            ? game.overUdp(endpoint, streams)
            : game.overTcp(endpoint, streams);
    assertTrue(ages.percentile(0) >= 0, () -> "negative age");
    assertTrue(printed.toString(UTF_8).startsWith("listening on "), printed::toString);
  }

  @Test
  void aPlayerWrittenInPythonIsSeenByAll() throws Exception {
    try (var python = Running.python(PYTHON_PLAYER)) {
      assertEquals("ready", python.line()); // wait for Python first: the game takes only seconds
      try (var game = Running.example("position-game", "udp://127.0.0.1:0")) {
        String endpoint = game.endpoint();
        python.says(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        assertEquals(List.of("[(77, 65535, -1000, 2000)] [0, 1, 2, 3, 77]"), python.toTheEnd());
      }
    }
  }
}
