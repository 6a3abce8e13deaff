package switchboard.net;

/** What this machine has heard of the peer of a connection: {@link Connection#peerState}. */
public enum PeerState {
  /** The peer has not ended its output, or the news of it has not arrived yet. */
  OPEN,

  /**
   * The peer has ended its output: the end of the stream follows the bytes that have not been read.
   * It may still read. A TCP peer that has closed its socket looks the same until something is
   * written to it, which it answers with a reset (RFC 9293 §3.6).
   */
  ENDED,

  /** The connection is lost, or the peer has closed a Unix socket: nothing written arrives. */
  GONE,

  /**
   * The engine cannot tell without reading ({@link switchboard.net.spi.Capability#PEER_STATE}), or
   * this side has closed the connection or shut its input.
   */
  UNKNOWN
}
