/**
 * Sockets for blocking code on virtual threads: connections, listeners, datagrams, deadlines and
 * readiness.
 *
 * <h2>Where to begin</h2>
 *
 * <p>{@link switchboard.net.Network#system()} opens every kind of socket. This is a client that
 * sends one line and reads one line, with one time limit for the complete exchange:
 *
 * <pre>{@code
 * try (var limit = Deadline.after(Duration.ofSeconds(2));
 *     var client = Network.system().connect("localhost:7000")) {
 *   client.sink().writeLine("hello").flush();
 *   System.out.println(client.source().readLine(1024));
 * }
 * }</pre>
 *
 * <p>This is an echo server. It starts a virtual thread for each connection, because virtual
 * threads may block:
 *
 * <pre>{@code
 * try (var server = Network.system().listen("127.0.0.1:7000")) {
 *   while (true) {
 *     var accepted = server.accept();
 *     Thread.startVirtualThread(() -> {
 *       try (accepted) {
 *         accepted.source().transferTo(accepted.sink());
 *       } catch (IOException e) {
 *         System.err.println(e.getMessage());
 *       }
 *     });
 *   }
 * }
 * }</pre>
 *
 * <p>In production, use the module {@code switchboard.server}. It runs the accept loop and adds
 * limits, idle timeouts and graceful shutdown. The module {@code switchboard.frames} adds message
 * framing: length-prefixed, delimited and others.
 *
 * <h2>Central types</h2>
 *
 * <table>
 * <caption>Types by task</caption>
 * <thead>
 * <tr><th scope="col">Type</th><th scope="col">What it does</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>{@link switchboard.net.Network}</td>
 *     <td>connects, listens, binds and resolves names</td></tr>
 * <tr><td>{@link switchboard.net.Endpoint}</td>
 *     <td>what a user types: {@code localhost:7000}, {@code unix:///run/app.sock}</td></tr>
 * <tr><td>{@link switchboard.net.Address}</td>
 *     <td>a resolved IP address and port, or the path of a Unix socket</td></tr>
 * <tr><td>{@link switchboard.net.Connection}</td>
 *     <td>a connected byte stream, with half-close and abort</td></tr>
 * <tr><td>{@link switchboard.net.Source}, {@link switchboard.net.Sink}</td>
 *     <td>buffered reading and writing: lines, numbers, text, files</td></tr>
 * <tr><td>{@link switchboard.net.Listener}</td>
 *     <td>accepts connections</td></tr>
 * <tr><td>{@link switchboard.net.Datagrams}</td>
 *     <td>UDP: unicast, broadcast and multicast</td></tr>
 * <tr><td>{@link switchboard.net.Deadline}</td>
 *     <td>one time limit for all blocking calls in a block of code</td></tr>
 * <tr><td>{@link switchboard.net.Readiness}</td>
 *     <td>waits for many sockets with one thread, as {@code select(2)} does</td></tr>
 * <tr><td>{@link switchboard.net.Options}, {@link switchboard.net.Option}</td>
 *     <td>socket options, set before a socket is opened</td></tr>
 * <tr><td>{@link switchboard.net.ConnectionOptions}</td>
 *     <td>socket options of an open socket</td></tr>
 * <tr><td>{@link switchboard.net.NetworkError}</td>
 *     <td>operation, addresses and errno of a failed socket operation</td></tr>
 * </tbody>
 * </table>
 *
 * <h2>Blocking, deadlines and interruption</h2>
 *
 * <p>Blocking calls are meant for virtual threads: while they wait, they occupy no platform thread.
 * They also work on platform threads. Methods whose names begin with {@code try} never block.
 *
 * <p>A {@link switchboard.net.Deadline} limits all blocking calls that a thread makes while the
 * deadline is open. A call that times out throws {@link switchboard.net.DeadlineExceededException}.
 * {@link java.lang.Thread#interrupt()} makes a blocked call throw {@link
 * switchboard.net.OperationInterruptedException}. Neither a timeout nor an interruption closes a
 * socket. A read that times out or is interrupted loses no bytes and can be repeated. A write that
 * times out or is interrupted before its first byte is sent can be repeated, too. If a write times
 * out or is interrupted after its first byte is sent, the connection accepts no more output, and
 * later writes throw {@link switchboard.net.OutputBrokenException}.
 *
 * <p>Closing a socket wakes every thread that is blocked in a call on it. Each of these calls
 * throws {@link switchboard.net.SocketClosedException}.
 *
 * <h2>Errors</h2>
 *
 * <p>Every failed socket operation throws an {@link java.io.IOException} that implements {@link
 * switchboard.net.NetworkError}. The class of the exception shows what the caller can do. The
 * exception contains the operation, both addresses and the errno as fields. An example of a message
 * is {@code connect 127.0.0.1:1: Connection refused}. Each of these classes extends the exception
 * that the JDK throws in the same situation, such as {@link java.net.ConnectException}.
 *
 * <table>
 * <caption>Exceptions by cause</caption>
 * <thead>
 * <tr><th scope="col">Exception</th><th scope="col">Cause</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>{@link switchboard.net.ConnectionRefusedException}</td>
 *     <td>no process listens at the address</td></tr>
 * <tr><td>{@link switchboard.net.UnreachableException}</td>
 *     <td>no route, network down, or the kernel's connect timeout</td></tr>
 * <tr><td>{@link switchboard.net.ConnectionLostException}</td>
 *     <td>reset by the peer, or timed out by the kernel</td></tr>
 * <tr><td>{@link switchboard.net.AddressUnavailableException}</td>
 *     <td>local address in use, not of this machine, or not permitted</td></tr>
 * <tr><td>{@link switchboard.net.NameNotFoundException}</td>
 *     <td>the host name has no address</td></tr>
 * <tr><td>{@link switchboard.net.NameLookupFailedException}</td>
 *     <td>the name service did not answer</td></tr>
 * <tr><td>{@link switchboard.net.TooManyOpenFilesException}</td>
 *     <td>no file descriptor is free</td></tr>
 * <tr><td>{@link switchboard.net.DatagramTooLargeException}</td>
 *     <td>the datagram exceeds the maximum of its protocol</td></tr>
 * <tr><td>{@link switchboard.net.DeadlineExceededException}</td>
 *     <td>a deadline of the thread has passed</td></tr>
 * <tr><td>{@link switchboard.net.OperationInterruptedException}</td>
 *     <td>the thread was interrupted</td></tr>
 * <tr><td>{@link switchboard.net.SocketClosedException}</td>
 *     <td>this side has closed the socket</td></tr>
 * <tr><td>{@link switchboard.net.OutputBrokenException}</td>
 *     <td>this side can no longer write</td></tr>
 * <tr><td>{@link switchboard.net.SystemCallException}</td>
 *     <td>any other error of the operating system</td></tr>
 * </tbody>
 * </table>
 *
 * <p>A {@link switchboard.net.Source} also throws exceptions that report invalid bytes. These
 * exceptions do not implement {@code NetworkError}: {@link switchboard.net.UnexpectedEofException},
 * {@link switchboard.net.LimitExceededException} and {@link switchboard.net.BadMessageException}.
 * An endpoint that cannot be parsed or used causes an {@link switchboard.net.EndpointException},
 * which is unchecked.
 */
package switchboard.net;
