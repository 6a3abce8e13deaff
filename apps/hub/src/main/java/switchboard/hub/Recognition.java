package switchboard.hub;

/** The answer of a {@link Protocol} to the first bytes of a connection. */
public enum Recognition {
  /** The connection speaks this protocol. Final: more bytes do not change it. */
  YES,
  /** The connection does not speak this protocol. Final: more bytes do not change it. */
  NO,
  /** These bytes are a prefix of the protocol and of others: more are needed to decide. */
  NEED_MORE
}
