package switchboard.layouts;

/** How a number lies in a message. */
sealed interface NumberEncoding {
  /** The fewest and the most bits that it takes. */
  default int bitsMin() {
    return Byte.SIZE;
  }

  int bitsMax();

  /** How many it takes for that number. */
  int bits(long value);

  /** Whether {@code value} can be written so. */
  boolean holds(long value);

  /** The largest number that it holds, without a sign. */
  long largest();

  /** From where to where it goes, for a sentence. */
  default String range() {
    return "0 to " + show(largest());
  }

  /** A number as people read it. */
  default String show(long value) {
    return Long.toUnsignedString(value);
  }

  /**
   * A number of so many bits; network byte order unless it is little endian.
   *
   * @param bits 1 to 64
   */
  record Binary(int bits, boolean signed, boolean littleEndian) implements NumberEncoding {
    public Binary {
      if (bits < 1 || bits > Long.SIZE) {
        throw new IllegalArgumentException("a number has 1 to 64 bits, not %s".formatted(bits));
      }
      if (littleEndian && bits % Byte.SIZE != 0) {
        throw new IllegalArgumentException(
            ("only whole bytes have an order, and %s bits are none; leave out the little "
                    + "endian, or make it %s bits")
                .formatted(bits, (bits / Byte.SIZE + 1) * Byte.SIZE));
      }
    }

    @Override
    public int bitsMin() {
      return bits;
    }

    @Override
    public int bitsMax() {
      return bits;
    }

    @Override
    public int bits(long value) {
      return bits;
    }

    @Override
    public boolean holds(long value) {
      if (bits == Long.SIZE) {
        return true;
      }
      return signed ? value >= -largest() - 1 && value <= largest() : value >>> bits == 0;
    }

    @Override
    public long largest() {
      int digits = signed ? bits - 1 : bits;
      return digits == Long.SIZE ? -1 : (1L << digits) - 1;
    }

    @Override
    public String range() {
      return (signed ? Long.toString(-largest() - 1) : "0") + " to " + show(largest());
    }

    @Override
    public String show(long value) {
      return signed ? Long.toString(value) : Long.toUnsignedString(value);
    }

    @Override
    public String toString() {
      return (signed ? "i" : "u") + bits + (littleEndian ? "le" : "");
    }
  }

  /** Seven bits a byte, the least significant first, and no byte more than needed. */
  record Varint() implements NumberEncoding {
    static final int BITS = 7;
    static final int MORE = 0x80;

    /** As many as 64 bits need. */
    static final int BYTES_MAX = 10;

    static int bytes(long value) {
      return Math.max(1, Math.ceilDiv(Long.SIZE - Long.numberOfLeadingZeros(value), BITS));
    }

    @Override
    public int bitsMax() {
      return BYTES_MAX * Byte.SIZE;
    }

    @Override
    public int bits(long value) {
      return Byte.SIZE * bytes(value);
    }

    @Override
    public boolean holds(long value) {
      return true;
    }

    @Override
    public long largest() {
      return -1;
    }

    @Override
    public String toString() {
      return "varint";
    }
  }

  /** Decimal, as people write it. */
  record Digits() implements NumberEncoding {
    static final int DIGITS_MAX = 18;
    static final int BASE = 10;

    @Override
    public int bitsMax() {
      return DIGITS_MAX * Byte.SIZE;
    }

    @Override
    public int bits(long value) {
      return Byte.SIZE * Long.toString(value).length();
    }

    @Override
    public boolean holds(long value) {
      return value >= 0 && value <= largest();
    }

    @Override
    public long largest() {
      return 999_999_999_999_999_999L;
    }

    @Override
    public String toString() {
      return "digits";
    }
  }
}
