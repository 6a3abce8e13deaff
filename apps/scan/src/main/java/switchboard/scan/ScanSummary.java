package switchboard.scan;

import java.time.Duration;
import java.util.Map;

/**
 * What a scan of one host came to.
 *
 * @param open ports at which somebody listens
 * @param closed ports that said no
 * @param filtered ports that said nothing, or to which there is no way
 * @param unknown ports of which nothing can be said
 * @param unreachable how many of the filtered ones have no way there by the system's own word
 * @param elapsed how long it took
 */
public record ScanSummary(
    int open, int closed, int filtered, int unknown, int unreachable, Duration elapsed) {

  static ScanSummary of(Map<PortState, Integer> states, int unreachable, Duration elapsed) {
    return new ScanSummary(
        states.getOrDefault(PortState.OPEN, 0),
        states.getOrDefault(PortState.CLOSED, 0),
        states.getOrDefault(PortState.FILTERED, 0),
        states.getOrDefault(PortState.UNKNOWN, 0),
        unreachable,
        elapsed);
  }

  /** All ports that were scanned. */
  public int total() {
    return open + closed + filtered + unknown;
  }

  /** Whether the system had no way to the host, whichever port it was. */
  public boolean isUnreachable() {
    return unreachable > 0 && unreachable == total();
  }
}
