/**
 * JUnit test suites that specify the behaviour of engines and sockets. Use them to test an
 * implementation of {@link switchboard.net.spi.Engine} or {@link switchboard.net.spi.Scheme}.
 *
 * <p>Each contract is an interface whose default methods are tests. A test class implements one or
 * more contracts, and two methods: {@code network} returns the network under test, and {@code
 * listenEndpoint} returns the endpoint to listen on.
 *
 * <pre>{@code
 * class MyConnectionTest implements ConnectionContract {
 *   private final Network network = MemoryEngine.network(); // the network under test
 *
 *   @Override
 *   public Network network() {
 *     return network;
 *   }
 *
 *   @Override
 *   public Endpoint listenEndpoint() {
 *     return Endpoint.tcp("127.0.0.1", 0);
 *   }
 * }
 * }</pre>
 *
 * <p>The contracts to implement are:
 *
 * <ul>
 *   <li>{@link switchboard.contracts.ConnectionContract} for connected streams
 *   <li>{@link switchboard.contracts.ListenerContract} for listeners and connects
 *   <li>{@link switchboard.contracts.ReadinessContract} for {@link
 *       switchboard.net.Readiness#select}
 *   <li>{@link switchboard.contracts.OptionsContract} for socket options over TCP
 *   <li>{@link switchboard.contracts.SocketFileContract} for the files of Unix sockets
 *   <li>{@link switchboard.contracts.DatagramsContract}, {@link
 *       switchboard.contracts.ReplyContract}, {@link switchboard.contracts.MulticastContract} and
 *       {@link switchboard.contracts.BroadcastContract} for UDP
 *   <li>{@link switchboard.contracts.PinningContract} for blocked calls, which must not pin the
 *       carriers of virtual threads
 * </ul>
 *
 * <p>{@link switchboard.contracts.EngineContracts} runs all of these contracts for an engine that
 * opens sockets of the kernel. A test is skipped only if the engine lacks a {@link
 * switchboard.net.spi.Capability}. Interfaces that are not in the list are parts of these
 * contracts; each covers one topic.
 */
package switchboard.contracts;
