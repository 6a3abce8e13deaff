package switchboard.transfer;

import java.time.Duration;

/**
 * The limits of an {@link Inbox}, which keep one sender from using up what all share. Immutable;
 * start from {@link #standard()}.
 *
 * @param fileBytesMax the largest file that is accepted, in bytes
 * @param filesMax how many files the directory may hold, those included that were there before
 * @param uploadsMax how many senders are served at once
 * @param uploadsPerAddressMax how many of them may have one address
 * @param diskSharePercent how much of the free disk the files of one address may take, 1 to 100
 * @param bytesPerSecondMin the slowest upload, averaged over {@link #RATE_WINDOW} of waiting for
 *     the sender; 0 for no limit
 */
public record InboxLimits(
    long fileBytesMax,
    int filesMax,
    int uploadsMax,
    int uploadsPerAddressMax,
    int diskSharePercent,
    long bytesPerSecondMin) {

  /** The time over which the rate of an upload is averaged. */
  public static final Duration RATE_WINDOW = Duration.ofSeconds(30);

  /** Checks the numbers. */
  public InboxLimits {
    if (fileBytesMax < 1 || filesMax < 1 || uploadsMax < 1 || uploadsPerAddressMax < 1) {
      throw new IllegalArgumentException("an inbox accepts at least one file of one byte");
    }
    if (diskSharePercent < 1 || diskSharePercent > 100 || bytesPerSecondMin < 0) {
      throw new IllegalArgumentException("a share is 1 to 100 percent, and a rate not negative");
    }
  }

  /**
   * Files of any size, 10,000 in the directory; 256 uploads at once, of which one address has 10
   * and half of the free disk; at least 1,000 bytes a second.
   */
  public static InboxLimits standard() {
    return new InboxLimits(Long.MAX_VALUE, 10_000, 256, 10, 50, 1_000);
  }

  /** These with another largest file. */
  public InboxLimits fileBytes(long max) {
    return new InboxLimits(
        max, filesMax, uploadsMax, uploadsPerAddressMax, diskSharePercent, bytesPerSecondMin);
  }

  /** These with another number of files in the directory. */
  public InboxLimits files(int max) {
    return new InboxLimits(
        fileBytesMax, max, uploadsMax, uploadsPerAddressMax, diskSharePercent, bytesPerSecondMin);
  }

  /** These with other numbers of uploads at once, in all and for one address. */
  public InboxLimits uploads(int max, int perAddressMax) {
    return new InboxLimits(
        fileBytesMax, filesMax, max, perAddressMax, diskSharePercent, bytesPerSecondMin);
  }

  /** These with another share of the free disk for one address. */
  public InboxLimits diskShare(int percent) {
    return new InboxLimits(
        fileBytesMax, filesMax, uploadsMax, uploadsPerAddressMax, percent, bytesPerSecondMin);
  }

  /** These with another slowest upload; 0 for no limit. */
  public InboxLimits slowest(long bytesPerSecond) {
    return new InboxLimits(
        fileBytesMax, filesMax, uploadsMax, uploadsPerAddressMax, diskSharePercent, bytesPerSecond);
  }
}
