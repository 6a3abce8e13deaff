package switchboard.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Listener;

/**
 * What becomes of the file of a listening Unix socket. For engines of the kernel, at an endpoint
 * with a path: a network in memory makes no files.
 */
public interface SocketFileContract extends NetworkContract {

  @Test
  default void theFileOfAUnixSocketComesAndGoes(Scope scope) throws Exception {
    Endpoint endpoint = listenEndpoint();
    Path path = Path.of(endpoint.path());
    Listener listener = scope.listen(network(), endpoint);
    assertTrue(Files.exists(path), "a listener has a file");
    listener.close();
    assertFalse(Files.exists(path), "a closed one has none");
  }

  @Test
  default void aSocketFileThatNobodyListensOnIsTakenOver(Scope scope) throws Exception {
    Endpoint endpoint = listenEndpoint();
    Path path = Path.of(endpoint.path());
    Path aside = path.resolveSibling(path.getFileName() + ".aside");
    Listener dying = scope.listen(network(), endpoint);
    Files.move(path, aside);
    dying.close();
    Files.move(aside, path); // as a process leaves it behind that was killed
    Listener heir = scope.listen(network(), endpoint);
    Connection client = scope.connect(network(), heir);
    scope.add(heir.accept()).write(Bytes.text("mine now"));
    assertEquals("mine now", Bytes.readText(client, 8));
  }
}
