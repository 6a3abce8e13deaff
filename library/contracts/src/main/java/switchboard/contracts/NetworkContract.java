package switchboard.contracts;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.spi.Capability;

/**
 * What every contract needs to know: for whoever tests an engine. An engine's test class implements
 * one contract or several, for one kind of endpoint, and inherits their cases. Each case starts on
 * a thread that has a deadline of {@link TestScope#LIMIT}, and must leave no socket and no thread
 * behind.
 */
@ExtendWith(ContractExtension.class)
public interface NetworkContract {

  /** The network under test; the same one for all cases of one test object. */
  Network network();

  /**
   * A fresh place to listen at for streams, where nobody is: {@code tcp://127.0.0.1:0}, or a new
   * path. For {@link DatagramsContract} the place to bind: {@code udp://127.0.0.1:0}.
   */
  Endpoint listenEndpoint();

  /**
   * How many sockets are open now. Unless it is overridden, the descriptors of this process that
   * are sockets are counted, where the machine shows them (proc(5)).
   */
  default long openHandles() {
    return Descriptors.sockets();
  }

  /**
   * The kind of thread that a case starts, and runs on itself if it is not the JDK's own: to see
   * that an engine's loops keep the contract too.
   */
  default Thread.Builder threads() {
    return Thread.ofVirtual();
  }

  /** Whether cases run on {@link #threads} themselves. */
  default boolean runsOnThreads() {
    return false;
  }

  /** Skips the case when the engine lacks {@code capability}: the only way to skip one. */
  default void assumeCapability(Capability capability) {
    Network network = network();
    Assumptions.assumeTrue(
        network.capabilities().contains(capability),
        () -> "the engine " + network.engineName() + " lacks " + capability);
  }

  /** Two connected ends. */
  default TestScope.Pair pair(TestScope scope) throws IOException {
    return scope.pair(network(), listenEndpoint());
  }
}
