package switchboard.chat;

import java.time.Duration;

/**
 * The limits of a chat. They protect its members from clients that flood, idle or use up all rooms.
 * Immutable; start from {@link #standard()}.
 *
 * <pre>{@code
 * var limits = ChatLimits.standard().lines(50, 10).rooms(1_000, 20);
 * }</pre>
 *
 * @param nickTimeout the time that a client has to choose a nick; zero for no timeout
 * @param lineBurst the number of lines that a member may send at once. A line of 512 bytes or more
 *     counts as one line, and one more for each 512 bytes
 * @param linesPerSecond the rate in lines per second that is allowed after the burst; further lines
 *     are delayed. All members of one address may together send ten times as many
 * @param roomsMax the maximum number of rooms
 * @param roomsPerAddressMax the maximum number of rooms that exist and were created from one
 *     address
 */
public record ChatLimits(
    Duration nickTimeout,
    int lineBurst,
    double linesPerSecond,
    int roomsMax,
    int roomsPerAddressMax) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if {@code lineBurst}, {@code roomsMax} or {@code
   *     roomsPerAddressMax} is less than 1, or {@code linesPerSecond} is not positive
   */
  public ChatLimits {
    if (lineBurst < 1 || !(linesPerSecond > 0) || roomsMax < 1 || roomsPerAddressMax < 1) {
      throw new IllegalArgumentException("the line rate and the numbers of rooms must be positive");
    }
  }

  /**
   * Returns the default limits: 60 seconds to choose a nick, bursts of 20 lines, 5 lines per
   * second, 10,000 rooms, and 100 rooms created from one address.
   */
  public static ChatLimits standard() {
    return new ChatLimits(Duration.ofSeconds(60), 20, 5, 10_000, 100);
  }

  /**
   * Returns limits that are too high to matter, without a nick timeout: for tests, and for clients
   * that trust each other.
   */
  public static ChatLimits none() {
    return new ChatLimits(Duration.ZERO, 1_000_000, 1e6, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Returns a copy with this time to choose a nick; zero for no timeout. */
  public ChatLimits nickTimeout(Duration timeout) {
    return new ChatLimits(timeout, lineBurst, linesPerSecond, roomsMax, roomsPerAddressMax);
  }

  /**
   * Returns a copy with this line rate for each member.
   *
   * @throws IllegalArgumentException if {@code burst} is less than 1, or {@code perSecond} is not
   *     positive
   */
  public ChatLimits lines(int burst, double perSecond) {
    return new ChatLimits(nickTimeout, burst, perSecond, roomsMax, roomsPerAddressMax);
  }

  /**
   * Returns a copy with these maximum numbers of rooms: in total, and created from one address.
   *
   * @throws IllegalArgumentException if one of them is less than 1
   */
  public ChatLimits rooms(int max, int perAddressMax) {
    return new ChatLimits(nickTimeout, lineBurst, linesPerSecond, max, perAddressMax);
  }
}
