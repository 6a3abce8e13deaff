package switchboard.transfer;

import java.time.Duration;

/**
 * The limits of an {@link Inbox}. They prevent one sender from using up resources that all senders
 * share. Immutable. To set limits, start with {@link #standard()} and change single values.
 *
 * @param fileBytesMax the maximum size of a file in bytes
 * @param filesMax the maximum number of files in the directory, including files that existed before
 *     the inbox was opened
 * @param uploadsMax the maximum number of concurrent senders
 * @param uploadsPerAddressMax the maximum number of concurrent senders with the same address
 * @param diskSharePercent the maximum share of the free disk space, in percent, that files from one
 *     client address may use; from 1 to 100
 * @param bytesPerSecondMin the minimum rate of an upload in bytes per second; 0 for no limit. The
 *     average is computed over {@link #RATE_WINDOW}. Only the time in which the receiver waits for
 *     the sender is counted
 */
public record InboxLimits(
    long fileBytesMax,
    int filesMax,
    int uploadsMax,
    int uploadsPerAddressMax,
    int diskSharePercent,
    long bytesPerSecondMin) {

  /** The time over which the average rate of an upload is computed: 30 seconds. */
  public static final Duration RATE_WINDOW = Duration.ofSeconds(30);

  /**
   * Creates limits.
   *
   * @throws IllegalArgumentException if a maximum is less than 1, the share is not from 1 to 100,
   *     or the rate is negative
   */
  public InboxLimits {
    if (fileBytesMax < 1 || filesMax < 1 || uploadsMax < 1 || uploadsPerAddressMax < 1) {
      throw new IllegalArgumentException("the maximum sizes and numbers must be at least 1");
    }
    if (diskSharePercent < 1 || diskSharePercent > 100 || bytesPerSecondMin < 0) {
      throw new IllegalArgumentException(
          "the disk share must be 1 to 100 percent, and the minimum rate must not be negative");
    }
  }

  /**
   * Returns the default limits: no limit on the size of a file, 10,000 files in the directory, 256
   * concurrent uploads in total, 10 concurrent uploads from one address, 50 percent of the free
   * disk space for one address, and a minimum rate of 1,000 bytes per second.
   */
  public static InboxLimits standard() {
    return new InboxLimits(Long.MAX_VALUE, 10_000, 256, 10, 50, 1_000);
  }

  /** Returns a copy of these limits with this maximum file size in bytes. */
  public InboxLimits fileBytes(long max) {
    return new InboxLimits(
        max, filesMax, uploadsMax, uploadsPerAddressMax, diskSharePercent, bytesPerSecondMin);
  }

  /** Returns a copy of these limits with this maximum number of files in the directory. */
  public InboxLimits files(int max) {
    return new InboxLimits(
        fileBytesMax, max, uploadsMax, uploadsPerAddressMax, diskSharePercent, bytesPerSecondMin);
  }

  /**
   * Returns a copy of these limits with these maximum numbers of concurrent uploads: {@code max} in
   * total, and {@code perAddressMax} for each client address.
   */
  public InboxLimits uploads(int max, int perAddressMax) {
    return new InboxLimits(
        fileBytesMax, filesMax, max, perAddressMax, diskSharePercent, bytesPerSecondMin);
  }

  /**
   * Returns a copy of these limits in which files from one client address may use this share of the
   * free disk space, in percent.
   */
  public InboxLimits diskShare(int percent) {
    return new InboxLimits(
        fileBytesMax, filesMax, uploadsMax, uploadsPerAddressMax, percent, bytesPerSecondMin);
  }

  /**
   * Returns a copy of these limits with this minimum rate of an upload in bytes per second; 0 for
   * no limit.
   */
  public InboxLimits slowest(long bytesPerSecond) {
    return new InboxLimits(
        fileBytesMax, filesMax, uploadsMax, uploadsPerAddressMax, diskSharePercent, bytesPerSecond);
  }
}
