package switchboard.scan;

/** The state of a port, as determined by connect attempts. */
public enum PortState {
  /** A connection was established. */
  OPEN("open"),
  /** The host refused the connection: nothing listens there. */
  CLOSED("closed"),
  /** No answer came within the timeout, or the network reported the host as unreachable. */
  FILTERED("filtered"),
  /** This machine lacked a resource, such as file descriptors, so the port was not probed. */
  UNKNOWN("unknown");

  private final String displayName;

  PortState(String displayName) {
    this.displayName = displayName;
  }

  /** {@return the name in output and in JSON, in lower case} */
  public String displayName() {
    return displayName;
  }
}
