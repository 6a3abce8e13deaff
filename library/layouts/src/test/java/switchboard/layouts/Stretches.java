package switchboard.layouts;

import java.io.IOException;
import switchboard.contracts.TestScope;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Source;
import switchboard.testkit.MemoryEngine;

/** A source that reads given bytes, and then EOF, over a connection in memory. */
final class Stretches implements AutoCloseable {
  private final TestScope scope = new TestScope();
  private final TestScope.Pair pair;

  Stretches(byte[] bytes) throws IOException {
    var network = scope.add(Network.over(new MemoryEngine(bytes.length + 1)));
    pair = scope.pair(network, Endpoint.tcp("127.0.0.1", 0));
    pair.client().sink().write(bytes).shutdownOutput();
  }

  Source source() {
    return pair.server().source();
  }

  @Override
  public void close() {
    scope.close();
  }
}
