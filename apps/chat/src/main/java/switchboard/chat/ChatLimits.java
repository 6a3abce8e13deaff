package switchboard.chat;

import java.time.Duration;

/**
 * The limits of a chat. They protect the members from clients that flood, idle or use up all rooms.
 * Immutable. To set limits, start with {@link #standard()} and change single values.
 *
 * <pre>{@code
 * var limits = ChatLimits.standard().lines(50, 10).rooms(1_000, 20);
 * }</pre>
 *
 * @param nickTimeout the time that a client has to choose a nick; zero for no timeout
 * @param lineBurst the number of lines that a member may send in one burst. A line of 512 bytes or
 *     more counts as several lines: one, plus one for each full 512 bytes
 * @param linesPerSecond the number of lines per second that a member may send after the burst;
 *     lines above this rate are delayed. All members at one address together may send ten times as
 *     many lines per second, and a burst of ten times as many lines
 * @param roomsMax the maximum number of rooms
 * @param roomsPerAddressMax the maximum number of existing rooms that were created by members at
 *     one address
 */
public record ChatLimits(
    Duration nickTimeout,
    int lineBurst,
    double linesPerSecond,
    int roomsMax,
    int roomsPerAddressMax) {

  /**
   * Creates limits.
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
   * second, 10,000 rooms, and 100 rooms created by members at one address.
   */
  public static ChatLimits standard() {
    return new ChatLimits(Duration.ofSeconds(60), 20, 5, 10_000, 100);
  }

  /**
   * Returns limits that are too high to have an effect. The nick timeout is off. For tests, and for
   * chats in which all clients are trusted.
   */
  public static ChatLimits none() {
    return new ChatLimits(Duration.ZERO, 1_000_000, 1e6, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Returns a copy of these limits with this time to choose a nick; zero for no timeout. */
  public ChatLimits nickTimeout(Duration timeout) {
    return new ChatLimits(timeout, lineBurst, linesPerSecond, roomsMax, roomsPerAddressMax);
  }

  /**
   * Returns a copy of these limits with this line rate for each member.
   *
   * @throws IllegalArgumentException if {@code burst} is less than 1, or {@code perSecond} is not
   *     positive
   */
  public ChatLimits lines(int burst, double perSecond) {
    return new ChatLimits(nickTimeout, burst, perSecond, roomsMax, roomsPerAddressMax);
  }

  /**
   * Returns a copy of these limits with these maximum numbers of rooms: {@code max} in total, and
   * {@code perAddressMax} created by members at one address.
   *
   * @throws IllegalArgumentException if {@code max} or {@code perAddressMax} is less than 1
   */
  public ChatLimits rooms(int max, int perAddressMax) {
    return new ChatLimits(nickTimeout, lineBurst, linesPerSecond, max, perAddressMax);
  }
}
