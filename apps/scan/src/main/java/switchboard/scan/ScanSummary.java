package switchboard.scan;

import java.time.Duration;
import java.util.Map;

/**
 * The summary of a scan of one host.
 *
 * @param open the number of {@link PortState#OPEN} ports
 * @param closed the number of {@link PortState#CLOSED} ports
 * @param filtered the number of {@link PortState#FILTERED} ports
 * @param unknown the number of {@link PortState#UNKNOWN} ports
 * @param unreachable the number of the filtered ports for which the system reported that the host
 *     or its network is unreachable
 * @param elapsed the duration of the scan
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

  /** {@return the total number of scanned ports} */
  public int total() {
    return open + closed + filtered + unknown;
  }

  /** {@return whether the system reported the host as unreachable for every port} */
  public boolean isUnreachable() {
    return unreachable > 0 && unreachable == total();
  }
}
