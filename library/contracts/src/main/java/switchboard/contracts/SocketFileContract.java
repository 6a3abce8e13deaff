package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Listener;

/**
 * Specifies how a listening Unix socket creates and deletes its file. This contract is for engines
 * that open sockets of the kernel, with a path as the endpoint; a network in memory has no files.
 *
 * @since 0.1.0
 */
public interface SocketFileContract extends NetworkContract {

  @Test
  default void theFileOfAUnixSocketComesAndGoes(TestScope scope) throws Exception {
    Endpoint endpoint = listenEndpoint();
    Path path = Path.of(endpoint.path());
    Listener listener = scope.listen(network(), endpoint);
    assertTrue(Files.exists(path), "the file of an open listener exists");
    listener.close();
    assertFalse(Files.exists(path), "the file of a closed listener is deleted");
  }

  @Test
  default void aSocketFileThatNobodyListensOnIsTakenOver(TestScope scope) throws Exception {
    Endpoint endpoint = listenEndpoint();
    Path path = Path.of(endpoint.path());
    Path aside = path.resolveSibling(path.getFileName() + ".aside");
    Listener dying = scope.listen(network(), endpoint);
    Files.move(path, aside);
    dying.close();
    // after this, the file exists without a listener, as after a killed process
    Files.move(aside, path);
    Listener heir = scope.listen(network(), endpoint);
    Connection client = scope.connect(network(), heir);
    scope.add(heir.accept()).write(TestBytes.text("mine now"));
    assertEquals("mine now", TestBytes.readText(client, 8));
  }

  @Test
  default void ofTwoThatTakeOverOneSocketFileAtOnceOneHasItAndIsReached(TestScope scope)
      throws Exception {
    Endpoint endpoint = listenEndpoint();
    Path path = Path.of(endpoint.path());
    for (int round = 0; round < 50; round++) {
      leaveSocketFile(scope, endpoint, path);
      var together = new CyclicBarrier(2);
      var first = scope.call(() -> listenIfFree(scope, endpoint, together));
      var second = scope.call(() -> listenIfFree(scope, endpoint, together));
      var listening = Stream.of(first.result(), second.result()).flatMap(Optional::stream).toList();
      assertEquals(1, listening.size(), "exactly one listener must be open, round " + round);
      Listener winner = listening.getFirst();
      scope.connect(network(), winner).close();
      scope.add(winner.accept()).close();
      winner.close();
      assertFalse(Files.exists(path), "its file is deleted");
    }
    try (var left = Files.list(path.getParent())) {
      assertEquals(List.of(), left.toList(), "no lock file remains");
    }
  }

  /** Creates a socket file without a listener, as a killed process leaves it. */
  private void leaveSocketFile(TestScope scope, Endpoint endpoint, Path path) throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + ".aside");
    Listener dying = scope.listen(network(), endpoint);
    Files.move(path, aside);
    dying.close();
    Files.move(aside, path);
  }

  private Optional<Listener> listenIfFree(
      TestScope scope, Endpoint endpoint, CyclicBarrier together) throws Exception {
    together.await();
    try {
      return Optional.of(scope.listen(network(), endpoint));
    } catch (AddressUnavailableException taken) {
      return Optional.empty();
    }
  }
}
