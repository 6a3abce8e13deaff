package switchboard.scan;

import switchboard.net.Address;

/**
 * The result of scanning one port.
 *
 * @param address the address of the host, with the port
 * @param state the state of the port
 * @param reason the observation from which the state follows: {@code connected}, {@code refused},
 *     {@code no answer}, or the message of the system, such as {@code No route to host}
 */
public record PortResult(Address.Inet address, PortState state, String reason) {

  /** {@return the port number} */
  public int port() {
    return address.port();
  }
}
