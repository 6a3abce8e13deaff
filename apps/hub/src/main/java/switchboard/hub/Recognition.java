package switchboard.hub;

/** The decision of a {@link Protocol} about the first bytes of a connection. */
public enum Recognition {
  /** The client uses this protocol. This decision is final: more bytes do not change it. */
  YES,
  /** The client does not use this protocol. This decision is final: more bytes do not change it. */
  NO,
  /**
   * The protocol cannot decide yet: the first bytes fit this protocol, but more bytes are needed
   * for a decision.
   */
  NEED_MORE
}
