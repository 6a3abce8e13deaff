package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the output of examples that run without arguments. */
class StandAloneTest {

  @Test
  void theEchoServerPrintsItsEndpointAndAnswers() {
    assertShows(
        "echo-server",
        "listening on tcp://127.0.0.1:N",
        "sent      Hello, world",
        "received  Hello, world");
  }

  @Test
  void theEchoClientReceivesWhatItSent() {
    assertShows(
        "echo-client",
        "listening on tcp://127.0.0.1:N",
        "sent      Hello, world",
        "received  Hello, world");
  }

  @Test
  void manyClientsEachGetTheirOwnAnswers() {
    assertShows("many-clients", "200 clients at once, 400 answers matched");
  }

  @Test
  void oneThreadServesAndCalls() {
    assertShows("select", "listening on tcp://127.0.0.1:N", "the client received: Hello, select");
  }

  @Test
  void sendsHaveNoBoundariesAndFramesHave() {
    assertShows(
        "boundaries",
        "two sends, one read: Hello, world",
        "a line: first line",
        "buffered of the next line: 6 bytes",
        "a line: second line",
        "a frame: first message",
        "a frame: second message");
  }

  @Test
  void theKernelTakesAPartAndThenNothing() {
    var played = Played.run("partial-send");
    assertEquals(0, played.status());
    String first = played.lines().getFirst();
    long taken = Long.parseLong(first.replaceAll("the kernel accepted (\\d+) of .*", "$1"));
    assertTrue(taken > 0 && taken < 32 << 20, first);
    assertEquals("the next tryWrite returns 0", played.lines().get(1));
    assertEquals("the peer has read 33554432 bytes", played.lines().get(2));
  }

  @Test
  void whatIsNotFlushedIsNotAnswered() {
    assertShows(
        "streams",
        "written: 13 bytes are buffered in the sink",
        "no answer within 200 ms: the question has not been sent",
        "flushed: 0 bytes are buffered in the sink",
        "answer:  hello, there",
        "258 read as little-endian: N",
        "after EOF: null");
    assertTrue(Played.run("streams").lines().contains("258 read as little-endian: 33619968"));
  }

  @Test
  void theAnswerComesAfterOurEnd() {
    assertShows(
        "half-close",
        "client: request sent, output shut down",
        "server: received 27 bytes, then EOF",
        "server: (EOF)");
  }

  @Test
  void theErrorComesAfterTheSendThatWasLost() {
    assertShows(
        "sent-not-received",
        "sent: pay 100 to Ann",
        "the next read fails: read 127.0.0.1:N to 127.0.0.1:N: Connection reset by peer",
        "sent: pay 100 to Bob",
        "a later write fails: write 127.0.0.1:N to 127.0.0.1:N: Broken pipe");
  }

  @Test
  void aReadThatTimesOutLosesNothingAndAWriteBreaksTheOutput() {
    assertShows(
        "deadline",
        "line: one",
        "line: two",
        "timed out, 3 bytes of a line are buffered",
        "line: three",
        "timed out, a part of the bytes has been sent",
        "the next write fails: write 127.0.0.1:N to 127.0.0.1:N: an earlier write timed out after N bytes",
        "line: still there?");
  }

  @Test
  void aLineReachesAllMembersOfTheRoom() {
    assertShows(
        "chat-room",
        "listening on tcp://127.0.0.1:N",
        "ann received  ann: anybody here?",
        "ann received  bob: I am!",
        "bob received  bob: I am!");
  }

  @Test
  void boundariesAreMissingFromUnixSocketsToo(@TempDir Path directory) {
    var played = Played.run("boundaries", "unix://" + directory.resolve("s"));
    assertEquals(Played.run("boundaries").lines(), played.lines());
  }

  @Test
  void aUnixSocketKnowsAtOnceThatThePeerHungUp(@TempDir Path directory) {
    var lines = Played.run("sent-not-received", "unix://" + directory.resolve("s")).lines();
    assertTrue(lines.contains("sent: pay 100 to Ann"), lines.toString());
    assertTrue(!lines.contains("sent: pay 100 to Bob"), lines.toString());
  }

  private static void assertShows(String name, String... lines) {
    var played = Played.run(name);
    assertEquals(List.of(lines), Played.normal(played.lines()));
    assertEquals(List.of(), played.warnings());
    assertEquals(0, played.status());
  }
}
