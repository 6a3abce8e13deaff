package switchboard.relay;

/**
 * The number of bytes that a relay has forwarded.
 *
 * @param sent the number of bytes from the input that were sent to the peer
 * @param received the number of bytes that were received from the peer
 */
public record RelayStatistics(long sent, long received) {}
