package switchboard.scan;

/** The state of a port, as determined by connect attempts. */
public enum PortState {
  /** A connection was established. */
  OPEN("open"),
  /** The host refused the connection, because no process listens at the port. */
  CLOSED("closed"),
  /** No answer arrived within the timeout, or the network reported the host as unreachable. */
  FILTERED("filtered"),
  /**
   * The port could not be probed: this machine lacked a resource, such as file descriptors, or the
   * error of the connect attempt does not depend on the port.
   */
  UNKNOWN("unknown");

  private final String displayName;

  PortState(String displayName) {
    this.displayName = displayName;
  }

  /** {@return the name of this state in printed output and in JSON, in lower case} */
  public String displayName() {
    return displayName;
  }
}
