package switchboard.hub;

/** The decision of a {@link Protocol} about the first bytes of a connection. */
public enum Recognition {
  /** The connection speaks this protocol. Final: more bytes do not change it. */
  YES,
  /** The connection does not speak this protocol. Final: more bytes do not change it. */
  NO,
  /** The bytes so far fit this protocol and others: more are needed to decide. */
  NEED_MORE
}
