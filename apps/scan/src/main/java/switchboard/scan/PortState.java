package switchboard.scan;

/** The state of a port, as a connect attempt showed it. */
public enum PortState {
  /** A connection was established. */
  OPEN("open"),
  /** The host refused the connection: nothing listens there. */
  CLOSED("closed"),
  /** No answer came within the timeout, or the network reported the host as unreachable. */
  FILTERED("filtered"),
  /** This machine lacked a resource, such as file descriptors, so the port was not probed. */
  UNKNOWN("unknown");

  private final String word;

  PortState(String word) {
    this.word = word;
  }

  /** Returns the name in output and in JSON, in lower case. */
  public String displayName() {
    return word;
  }
}
