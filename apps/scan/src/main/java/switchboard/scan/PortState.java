package switchboard.scan;

/** What is known of a port once it was knocked at. */
public enum PortState {
  /** Somebody listens there: a connection came about. */
  OPEN("open"),
  /** Nobody listens there, and the host said so. */
  CLOSED("closed"),
  /** Neither yes nor no came back, or somebody between said that there is no way. */
  FILTERED("filtered"),
  /** This machine was short of something, so that nothing can be said of the port. */
  UNKNOWN("cannot tell");

  private final String word;

  PortState(String word) {
    this.word = word;
  }

  /** As people read it. */
  public String displayName() {
    return word;
  }
}
