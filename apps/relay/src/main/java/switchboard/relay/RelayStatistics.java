package switchboard.relay;

/**
 * The bytes that a relay has forwarded.
 *
 * @param sent bytes of the input that were sent to the peer
 * @param received bytes that were received from the peer
 */
public record RelayStatistics(long sent, long received) {}
