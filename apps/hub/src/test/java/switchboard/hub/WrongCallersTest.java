package switchboard.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.chat.ChatLimits;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.testkit.ManualTicker;

/** Tests over real sockets that misbehaving clients do not disturb two people who chat. */
class WrongCallersTest {
  private final Network network = Network.system();
  private final TestScope scope = new TestScope();
  private Server hub;

  @BeforeEach
  void start() throws IOException {
    hub = hubWith(Limits.standard());
  }

  private Server hubWith(Limits limits) throws IOException {
    return hubOver(network, limits);
  }

  private static Server hubOver(Network network, Limits limits) throws IOException {
    List<Endpoint> anywhere = List.of(Endpoint.parse("tcp://127.0.0.1:0"));
    return new Hub().limits(limits).chatLimits(ChatLimits.none()).start(network, anywhere);
  }

  /**
   * Restarts the hub with a ticker that does not advance. After a rejection, the server waits for
   * the peer to close the connection; with this ticker, that wait has no timeout.
   */
  private void restartTimeless(Limits limits) throws IOException {
    hub.close();
    hub = hubOver(network.withTicker(new ManualTicker()), limits);
  }

  @AfterEach
  void close() {
    scope.close();
    hub.close();
  }

  private Visitor visitor() throws IOException {
    return scope.add(new Visitor(hub, network));
  }

  /** Returns random bytes that are never text. */
  private static byte[] garbage(int count) {
    byte[] bytes = new byte[count];
    new Random(7).nextBytes(bytes);
    bytes[0] = 0;
    return bytes;
  }

  @Test
  void whoSendsAMegabyteOfGarbageCanReadWhyHeWasRefused() throws Exception {
    restartTimeless(Limits.standard());
    Visitor wrong = visitor().sends(garbage(1_000_000));
    assertTrue(wrong.hears().startsWith("This port speaks plain lines"));
    assertNull(wrong.hears());
  }

  @Test
  void whoIsStillSendingWhenThereIsNoRoomCanReadWhy() throws Exception {
    restartTimeless(Limits.standard().connections(1, Limits.Overload.REJECT));
    Visitor ann = visitor().named("ann");
    Visitor refused = visitor();
    try {
      refused.sends(garbage(500_000));
    } catch (IOException closedMeanwhile) {
      // The hub closed the connection during the write. Nevertheless, the message of the hub must
      // have arrived.
    }
    assertEquals(
        "-- too many connections to this server, or from your address; try again later",
        refused.hears());
    ann.says("still here").hearsAbout("ann: still here");
  }

  @Test
  void tenMegabytesWithoutLineEndAreDroppedWithASentence() throws Exception {
    Visitor loud = visitor().named("loud");
    loud.sends("x".repeat(10_000_000)).says("");
    assertEquals("-- your line has more than 4096 bytes and was dropped", loud.hears());
    loud.says("sorry").hearsAbout("loud: sorry");
  }

  @Test
  void twoPersonsChatUndisturbedBesideAllOfThem() throws Exception {
    Visitor ann = visitor().named("ann");
    Visitor bob = visitor().named("bob");
    ann.hearsAbout("bob has joined");
    var wrong = new ArrayList<TestTask<Boolean>>();
    for (int i = 0; i < 5; i++) {
      visitor(); // this client sends nothing
      Visitor dribbler = visitor();
      wrong.add(scope.start(() -> dribble(dribbler)));
      wrong.add(scope.start(() -> visitor().sends(garbage(300_000)).hearsAbout("plain lines")));
      wrong.add(scope.start(() -> visitor().sends("y".repeat(10_000_000)).connection().abort()));
      wrong.add(scope.start(() -> visitor().connection().abort()));
      wrong.add(scope.start(() -> visitor().close()));
      wrong.add(scope.start(() -> visitor().sends("GET / HTTP/1.1\r\n\r\n").hearsAbout("501")));
      wrong.add(scope.start(() -> visitor().sends(new byte[] {'J', -4, '\n'}).hearsAbout("UTF-8")));
      wrong.add(scope.start(() -> visitor().says("\u001b[2J\u0007").hearsAbout("as symbols")));
    }
    // Each sends fewer lines than the burst that the chat limits permit.
    for (int i = 1; i <= 32; i++) {
      boolean odd = i % 2 == 1;
      (odd ? ann : bob).says("line " + i);
      String line = (odd ? " ann: line " : " bob: line ") + i;
      for (Visitor each : List.of(ann, bob)) {
        String heard = each.hears();
        assertTrue(heard.endsWith(line), heard);
      }
    }
    for (TestTask<Boolean> each : wrong) {
      each.result();
    }
    assertEquals("-- in hall (2): ann, bob", ann.says("/who").hears());
    assertTrue(bob.says("and we are still alone").hears().contains(" bob: "));
  }

  private static void dribble(Visitor visitor) throws IOException {
    for (byte each : "half a line".getBytes(StandardCharsets.UTF_8)) {
      visitor.sends(new byte[] {each});
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aPortScannerIsNeitherAnnouncedNorCounted() throws Exception {
    Visitor ann = visitor().says("");
    ann.hearsAbout("you are guest1");
    ann.hearsAbout("/help lists");
    for (int i = 0; i < 50; i++) {
      new Visitor(hub, network).close();
    }
    Visitor next = visitor().says("");
    next.hearsAbout("you are guest2");
    assertEquals("-- guest2 has joined", ann.hears());
  }
}
