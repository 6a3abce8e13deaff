package switchboard.scan;

import switchboard.net.Address;

/**
 * What was found out about one port.
 *
 * @param address the host's, with the port
 * @param state what is known of it
 * @param reason how it is known, in the system's words where it had any: {@code refused}, {@code no
 *     answer}, {@code No route to host}
 */
public record PortResult(Address.Inet address, PortState state, String reason) {

  /** The port's number. */
  public int port() {
    return address.port();
  }
}
