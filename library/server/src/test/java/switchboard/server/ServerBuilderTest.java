package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.net.AddressUnavailableException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;
import switchboard.net.Network;
import switchboard.net.spi.SystemError;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;
import switchboard.server.Limits.Overload;

/** Servers that cannot start, and a network that fails during accept. */
class ServerBuilderTest {
  private final Board board = new Board(Place.MEMORY);

  @AfterEach
  void close() {
    board.close();
  }

  @Test
  void aServerThatListensNowhereIsAMistake() {
    Server.Builder nowhere = Server.builder(Board::echo);
    var error = assertThrows(IllegalStateException.class, nowhere::start);
    assertEquals("no endpoint to listen at; call listen(endpoint) first", error.getMessage());
  }

  @Test
  void whenOneAddressIsTakenItListensNowhere() throws Exception {
    Server first = board.start(Board::echo);
    Endpoint other = Endpoint.tcp("127.0.0.1", 7777);
    Server.Builder both =
        Server.builder(Board::echo).network(board.network()).listen(other).listen(first.endpoint());
    assertThrows(AddressUnavailableException.class, both::start);
    assertThrows(ConnectionRefusedException.class, () -> board.call(other));
  }

  @Test
  void nobodyServesDatagramsAsConnections() {
    Server.Builder setup = Server.builder(Board::echo).listen("udp://127.0.0.1:0");
    assertThrows(EndpointException.class, setup::start);
  }

  @Test
  void theShortestServerOfAllServes() throws Exception {
    try (var server = Server.listen("127.0.0.1:0", Board::echo)) {
      try (var connection = Network.system().connect(server.endpoint().toString())) {
        assertEquals("hello", new Caller(connection).ask("hello"));
      }
    }
  }

  @Test
  void aLimitOfNobodyIsAMistake() {
    Limits limits = Limits.standard();
    assertThrows(
        IllegalArgumentException.class, () -> limits.connections(0, Overload.BACKPRESSURE));
    assertThrows(IllegalArgumentException.class, () -> limits.perAddress(0));
  }

  @Test
  void everyStrategyHasAWordThatPeopleType() {
    assertEquals("sequential", Strategy.SEQUENTIAL.displayName());
    assertEquals("threads", Strategy.PLATFORM_THREADS.displayName());
    assertEquals("virtual", Strategy.VIRTUAL_THREADS.displayName());
  }

  @Test
  void anErrorThatAcceptHandsOutEndsNothing() throws Exception {
    var failures = new AtomicInteger();
    var errors =
        new IOException[] {
          new SystemError(SystemError.Kind.LOST, "Software caused connection abort"),
          new SystemError(SystemError.Kind.OTHER, "Protocol error"),
          new IOException("the engine is puzzled"),
        };
    try (var logged = new Logged("switchboard.server");
        var network =
            Network.over(
                new FailingAccept(() -> {
                  int failure = failures.getAndIncrement();
                  if (failure < errors.length) {
                    throw errors[failure];
                  }
                }))) {
      board.network(network);
      Server server = board.start(Board::echoLines);
      Caller caller = board.call(server);
      assertEquals("served all the same", caller.ask("served all the same"));
      assertEquals(1, logged.count("trying again"));
      caller.hangUp();
      server.close();
    }
  }
}
