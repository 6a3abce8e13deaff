package switchboard.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The constants of the protocol in docs/protocols/transfer.md, for senders and receivers. */
final class TransferProtocol {
  static final int VERSION = 1;

  /**
   * The length of a frame header in bytes. A header consists of the numbers type, file, length and
   * check, in network byte order.
   */
  static final int HEADER_BYTES = 13;

  static final int CHECK_BYTES = 4;
  static final int DATA_BYTES_MAX = 1 << 20;
  static final int CONTROL_BYTES_MAX = 16 * 1024;

  /** The maximum number of files that are offered and have no outcome yet. */
  static final int OFFERS_MAX = 64;

  static final int SENTENCE_BYTES_MAX = 1024;
  static final int HASH_BYTES = 32;

  /**
   * A peer skips unknown frame types and unknown tags that are greater than or equal to this
   * number.
   */
  static final int SKIPPABLE = 0x80;

  static final int HELLO = 1;
  static final int OFFER = 2;
  static final int ACCEPT = 3;
  static final int REFUSE = 4;
  static final int DATA = 5;
  static final int END = 6;
  static final int ABANDON = 7;
  static final int DONE = 8;
  static final int FAILED = 9;
  static final int BYE = 10;
  static final int STOP = 11;

  static final int TAG_VERSION = 1;
  static final int TAG_NAME = 2;
  static final int TAG_SIZE = 3;
  static final int TAG_OFFSET = 4;
  static final int TAG_HASH = 5;
  static final int TAG_REASON = 6;
  static final int TAG_SENTENCE = 7;

  private static final byte[] MAGIC = "\u0089SBX\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);

  static final int MAGIC_BYTES = MAGIC.length;

  private TransferProtocol() {}

  static byte[] magic() {
    return MAGIC.clone();
  }

  static boolean isMagic(byte[] first) {
    return Arrays.equals(first, MAGIC);
  }

  /**
   * Returns whether these bytes begin like the magic. Compares only the first four bytes, or fewer
   * if {@code first} is shorter; the result for an empty array is false.
   */
  static boolean beginsMagic(byte[] first) {
    int length = Math.min(first.length, MAGIC_BYTES / 2);
    return length > 0 && Arrays.equals(first, 0, length, MAGIC, 0, length);
  }

  /** Returns whether these bytes look like a corrupted magic: one of its two halves is intact. */
  static boolean isDamagedMagic(byte[] first) {
    int half = MAGIC_BYTES / 2;
    return first.length == MAGIC_BYTES
        && (Arrays.equals(first, 0, half, MAGIC, 0, half)
            || Arrays.equals(first, half, MAGIC_BYTES, MAGIC, half, MAGIC_BYTES));
  }

  static String typeName(int type) {
    return switch (type) {
      case HELLO -> "HELLO";
      case OFFER -> "OFFER";
      case ACCEPT -> "ACCEPT";
      case REFUSE -> "REFUSE";
      case DATA -> "DATA";
      case END -> "END";
      case ABANDON -> "ABANDON";
      case DONE -> "DONE";
      case FAILED -> "FAILED";
      case BYE -> "BYE";
      case STOP -> "STOP";
      default -> "frame of type " + type;
    };
  }
}
