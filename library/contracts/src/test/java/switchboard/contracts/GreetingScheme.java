package switchboard.contracts;

import java.io.IOException;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.spi.Scheme;

/**
 * A scheme of endpoints that is defined outside the library: TCP, with a first line that the
 * network's context contains.
 */
public final class GreetingScheme implements Scheme {

  /**
   * The setting of this scheme.
   *
   * @param text the line that a client sends first
   */
  record Greeting(String text) {}

  @Override
  public String name() {
    return "greet";
  }

  @Override
  public boolean isOpaque() {
    return true;
  }

  @Override
  public Connection connect(Network network, Endpoint endpoint, Options options)
      throws IOException {
    Connection connection = network.connect(endpoint.withScheme("tcp"), options);
    Greeting greeting = network.context(Greeting.class).orElse(new Greeting("hello"));
    connection.sink().writeLine(greeting.text()).flush();
    return connection;
  }

  @Override
  public Listener listen(Network network, Endpoint endpoint, Options options) throws IOException {
    return network.listen(endpoint.withScheme("tcp"), options);
  }
}
