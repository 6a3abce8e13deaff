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
 * An endpoint scheme that another module adds, such as {@code tls}: a service of {@link
 * java.util.ServiceLoader}. Endpoints of this scheme then work wherever {@link Network} takes one.
 * What a scheme needs beside the endpoint, such as certificates, it finds in {@link
 * Network#context}, under a type of its own.
 */
public interface Scheme {

  /** Returns the name in lower case, without {@code ://}. */
  String name();

  /**
   * Returns whether {@code name:rest} is an endpoint too, without {@code //}. False by default,
   * since {@code name:80} is a host and its port.
   */
  default boolean isOpaque() {
    return false;
  }

  /**
   * Parses an endpoint of this scheme. By default {@code rest} is a host and a port.
   *
   * @param typed the whole endpoint, for the message of an exception
   * @param rest the text after {@code name://}, or after {@code name:} if {@link #isOpaque}
   * @throws EndpointException if it is malformed; the message says which part and what would be
   *     right
   */
  default Endpoint parse(String typed, String rest) {
    return EndpointParser.hostAndPort(typed, name(), rest);
  }

  /**
   * Connects to {@code endpoint}, usually over a connection of {@code network}. Blocks within the
   * deadlines of the calling thread.
   *
   * @throws IOException as {@link Network#connect(Endpoint, Options)} does
   * @throws EndpointException if this scheme cannot connect to such an endpoint
   */
  Connection connect(Network network, Endpoint endpoint, Options options) throws IOException;

  /**
   * Listens at {@code endpoint}, usually over a listener of {@code network}. By default it throws.
   *
   * @throws IOException as {@link Network#listen(Endpoint, Options)} does
   * @throws EndpointException if this scheme cannot listen
   */
  default Listener listen(Network network, Endpoint endpoint, Options options) throws IOException {
    throw new EndpointException(
        "the scheme " + name() + " can only connect, so nobody can listen on " + endpoint);
  }
}
