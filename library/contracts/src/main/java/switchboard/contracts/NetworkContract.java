package switchboard.contracts;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.spi.Capability;

/**
 * The base of all contracts: the network under test, and the endpoint to listen on. A test class
 * implements one or more contracts for one kind of endpoint, and inherits their tests. {@link
 * ContractExtension} runs each test on a thread with a deadline of {@link TestScope#LIMIT}, and
 * requires that it leaves no socket open and no thread running.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractExtension.class)
public interface NetworkContract {

  /**
   * Returns the network under test. An implementation must return the same network in all calls on
   * one test object.
   *
   * @return the network, which the contract does not close
   */
  Network network();

  /**
   * Returns an endpoint to listen on that no socket uses: {@code tcp://127.0.0.1:0}, or the path of
   * a new Unix socket. For {@link DatagramsContract}, returns the endpoint to bind, such as {@code
   * udp://127.0.0.1:0}.
   *
   * @return a free endpoint, which may differ between calls
   */
  Endpoint listenEndpoint();

  /**
   * Returns the number of sockets that are open now. The default implementation counts the
   * descriptors of this process that are sockets; see proc(5).
   *
   * @return the number, or 0 on systems without {@code /proc/self/fd}
   */
  default long openHandles() {
    return Descriptors.sockets();
  }

  /**
   * Returns a builder of the threads that a test starts. To test the event loops of an engine,
   * return a builder of threads that run on these loops.
   *
   * @return by default, a builder of virtual threads
   */
  default Thread.Builder threads() {
    return Thread.ofVirtual();
  }

  /**
   * Returns whether the tests themselves also run on {@link #threads}.
   *
   * @return false by default
   */
  default boolean runsOnThreads() {
    return false;
  }

  /**
   * Skips the test if the engine lacks {@code capability}. A test must not be skipped for any other
   * reason.
   *
   * @param capability the capability that the test requires
   */
  default void assumeCapability(Capability capability) {
    Network network = network();
    Assumptions.assumeTrue(
        network.capabilities().contains(capability),
        () -> "the engine " + network.engineName() + " lacks " + capability);
  }

  /**
   * Connects two streams, which are closed when the test ends.
   *
   * @param scope the scope of the test
   * @return both ends of the connection
   * @throws IOException if an I/O error occurs
   */
  default TestScope.Pair pair(TestScope scope) throws IOException {
    return scope.pair(network(), listenEndpoint());
  }
}
