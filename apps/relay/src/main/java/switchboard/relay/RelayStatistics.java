package switchboard.relay;

/**
 * What has gone through a plug.
 *
 * @param sent bytes from the input that the peer's side has taken
 * @param received bytes that came from the peer
 */
public record RelayStatistics(long sent, long received) {}
