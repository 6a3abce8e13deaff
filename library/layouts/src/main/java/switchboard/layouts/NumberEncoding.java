package switchboard.layouts;

/** The encoding of a number in a message. */
sealed interface NumberEncoding {
  /** Returns the minimum length in bits. */
  default int bitsMin() {
    return Byte.SIZE;
  }

  /** Returns the maximum length in bits. */
  int bitsMax();

  /** Returns the length of the encoding of {@code value} in bits. */
  int bits(long value);

  /** Returns whether {@code value} can be encoded. */
  boolean holds(long value);

  /** Returns the largest value as an unsigned 64-bit number. */
  long largest();

  /** Formats the range of values, for messages. */
  default String range() {
    return "0 to " + show(largest());
  }

  /** Formats a value in decimal. */
  default String show(long value) {
    return Long.toUnsignedString(value);
  }

  /**
   * A binary number.
   *
   * @param bits the length in bits, 1 to 64
   * @param signed whether the number is signed, in two's complement
   * @param littleEndian whether the least significant byte comes first; otherwise the number is in
   *     network byte order
   */
  record Binary(int bits, boolean signed, boolean littleEndian) implements NumberEncoding {
    public Binary {
      if (bits < 1 || bits > Long.SIZE) {
        throw new IllegalArgumentException(
            "a number must have 1 to 64 bits, not %s".formatted(bits));
      }
      if (littleEndian && bits % Byte.SIZE != 0) {
        throw new IllegalArgumentException(
            ("a little-endian number must have a multiple of 8 bits, not %s; use big-endian or "
                    + "%s bits")
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

  /** LEB128: seven bits in each byte, the least significant first, in the fewest bytes possible. */
  record Varint() implements NumberEncoding {
    static final int BITS = 7;
    static final int MORE = 0x80;

    /** The maximum length of an encoded number in bytes: that of a number with 64 bits. */
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

  /** Decimal digits in ASCII, without leading zeros. */
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
