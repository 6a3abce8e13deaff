package switchboard.net.spi;

import java.io.IOException;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;

/**
 * An endpoint scheme that another module adds ({@code tls}, {@code ws}, {@code exec}…): a service
 * of {@link java.util.ServiceLoader}.
 */
public interface Scheme {

  /** Lower case, without {@code ://}. */
  String name();

  /** Connects to {@code endpoint}, as a rule by a connection of {@code network} below its own. */
  Connection connect(Network network, Endpoint endpoint, Options options) throws IOException;
}
