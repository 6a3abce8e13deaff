package switchboard.net.spi;

import java.io.IOException;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.internal.EndpointParser;

/**
 * An endpoint scheme that a module adds, such as {@code tls}. Schemes are found by {@link
 * java.util.ServiceLoader}. Every method of {@link Network} with a parameter of type {@link
 * Endpoint} then accepts endpoints of this scheme. A scheme reads settings that are not part of the
 * endpoint, such as certificates, from {@link Network#context}; the key is a type that the module
 * of the scheme defines.
 *
 * <p>A scheme usually returns a connection that wraps a TCP connection. This short example returns
 * the TCP connection itself:
 *
 * <pre>{@code
 * class PlainScheme implements switchboard.net.spi.Scheme {
 *   @Override
 *   public String name() {
 *     return "plain";
 *   }
 *
 *   @Override
 *   public Connection connect(Network network, Endpoint endpoint, Options options)
 *       throws IOException {
 *     return network.connect(endpoint.withScheme("tcp"), options);
 *   }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public interface Scheme {

  /** {@return the name of this scheme in lower case, without {@code ://}} */
  String name();

  /**
   * Returns whether this scheme also accepts endpoints of the form {@code name:rest}, without
   * {@code //}. The default is false, because {@code name:80} means port 80 of the host {@code
   * name}.
   *
   * @return true for schemes whose endpoints are not a host and a port, such as {@code
   *     exec:COMMAND}
   */
  default boolean isOpaque() {
    return false;
  }

  /**
   * Parses an endpoint of this scheme. The default implementation expects a host and a port.
   *
   * @param typed the complete endpoint as the user typed it, for the messages of exceptions
   * @param rest the text after {@code name://}, or the text after {@code name:} if {@link
   *     #isOpaque} returns true and there is no {@code //}
   * @return the endpoint, whose scheme is {@link #name}
   * @throws EndpointException if {@code rest} is malformed; the message says which part is wrong
   *     and what the correct form is
   */
  default Endpoint parse(String typed, String rest) {
    return EndpointParser.hostAndPort(typed, name(), rest);
  }

  /**
   * Connects to {@code endpoint}, usually over a connection of {@code network}. Blocks until the
   * connection can be used; the deadlines of the calling thread apply.
   *
   * @param network connects and resolves names; its {@link Network#context} contains the settings
   *     of this scheme
   * @param endpoint an endpoint that {@link #parse} has returned
   * @param options passed by the application, for the underlying socket
   * @return the connection; closing it closes the underlying connection
   * @throws IOException as {@link Network#connect(Endpoint, Options)} does
   * @throws EndpointException if this scheme cannot connect to {@code endpoint}
   */
  Connection connect(Network network, Endpoint endpoint, Options options) throws IOException;

  /**
   * Listens on {@code endpoint}, usually over a listener of {@code network}. The default
   * implementation throws {@link EndpointException}.
   *
   * @param network listens and resolves names; its {@link Network#context} contains the settings of
   *     this scheme
   * @param endpoint an endpoint that {@link #parse} has returned
   * @param options passed by the application, for the underlying socket
   * @return the listener; closing it closes the underlying listener
   * @throws IOException as {@link Network#listen(Endpoint, Options)} does
   * @throws EndpointException if this scheme cannot listen
   */
  default Listener listen(Network network, Endpoint endpoint, Options options) throws IOException {
    throw new EndpointException(
        "cannot listen on " + endpoint + ": the scheme " + name() + " can only connect");
  }
}
