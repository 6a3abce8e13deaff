package switchboard.chat;

import java.time.Duration;

/**
 * The limits of a chat, which protect its members from loud, silent and malicious ones. Immutable;
 * start from {@link #standard()}.
 *
 * @param nickTimeout how long a caller may take to give a name; zero for no limit
 * @param lineBurst how many lines a member may send at once; a line counts once, and once more for
 *     each 512 bytes
 * @param linesPerSecond how many lines a second a member may send after that; further lines wait.
 *     All members of one address may together send ten times as many
 * @param roomsMax how many rooms there may be
 * @param roomsPerAddressMax how many of the rooms may have been created from one address
 */
public record ChatLimits(
    Duration nickTimeout,
    int lineBurst,
    double linesPerSecond,
    int roomsMax,
    int roomsPerAddressMax) {

  /** Checks the numbers. */
  public ChatLimits {
    if (lineBurst < 1 || !(linesPerSecond > 0) || roomsMax < 1 || roomsPerAddressMax < 1) {
      throw new IllegalArgumentException("a chat allows at least one line and one room");
    }
  }

  /**
   * 60 seconds to give a name, 20 lines at once and 5 a second, 10,000 rooms and 100 of them from
   * one address.
   */
  public static ChatLimits standard() {
    return new ChatLimits(Duration.ofSeconds(60), 20, 5, 10_000, 100);
  }

  /** No limits but those of memory: for tests and for people who trust each other. */
  public static ChatLimits none() {
    return new ChatLimits(Duration.ZERO, 1_000_000, 1e6, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** These with another time to give a name; zero for no limit. */
  public ChatLimits nickTimeout(Duration timeout) {
    return new ChatLimits(timeout, lineBurst, linesPerSecond, roomsMax, roomsPerAddressMax);
  }

  /** These with another rate of lines for each member. */
  public ChatLimits lines(int burst, double perSecond) {
    return new ChatLimits(nickTimeout, burst, perSecond, roomsMax, roomsPerAddressMax);
  }

  /** These with another number of rooms. */
  public ChatLimits rooms(int max, int perAddressMax) {
    return new ChatLimits(nickTimeout, lineBurst, linesPerSecond, max, perAddressMax);
  }
}
