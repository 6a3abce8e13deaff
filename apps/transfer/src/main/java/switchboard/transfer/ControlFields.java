package switchboard.transfer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import switchboard.frames.Codec;
import switchboard.net.internal.TerminalText;

/**
 * The content of a control frame: a sequence of tagged values, without the checksum after them.
 * Confined to one thread.
 */
final class ControlFields {
  private static final int LENGTH_MAX = 0xFFFF;

  private final Map<Integer, byte[]> values = new HashMap<>();
  private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
  private int unknown;

  /** Adds a number, encoded in eight bytes. */
  ControlFields with(int tag, long number) {
    return with(tag, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  /** Adds a string, encoded in UTF-8. */
  ControlFields with(int tag, String text) {
    return with(tag, text.getBytes(StandardCharsets.UTF_8));
  }

  ControlFields with(int tag, byte[] value) {
    if (value.length > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "the value of tag "
              + tag
              + " has "
              + value.length
              + " bytes; the maximum is "
              + LENGTH_MAX);
    }
    encoded.write(tag);
    encoded.write(value.length >> 8);
    encoded.write(value.length);
    encoded.writeBytes(value);
    return this;
  }

  /** Returns control fields that report why a file, or the complete transfer, has failed. */
  static ControlFields because(FailureReason reason, String sentence) {
    byte[] bytes = sentence.getBytes(StandardCharsets.UTF_8);
    boolean fits = bytes.length <= TransferProtocol.SENTENCE_BYTES_MAX;
    String shortened =
        fits ? sentence : sentence.substring(0, TransferProtocol.SENTENCE_BYTES_MAX / 4) + "…";
    return new ControlFields()
        .with(TransferProtocol.TAG_REASON, reason.number())
        .with(TransferProtocol.TAG_SENTENCE, shortened);
  }

  /**
   * Returns a codec for payloads of {@code length} bytes: encoded values and their CRC-32C.
   *
   * @param length the length of the payload in bytes, at least {@link TransferProtocol#CHECK_BYTES}
   */
  static Codec<byte[]> codec(int length) {
    return Codec.fixedLength(length).withCrc32c();
  }

  /** Returns the encoded values, without the checksum. */
  byte[] encodedValues() {
    return encoded.toByteArray();
  }

  /**
   * Parses the values of a payload. Does not throw an exception if there is an unknown tag below
   * {@link TransferProtocol#SKIPPABLE}; {@link #requireKnown} throws an exception in this case.
   */
  static ControlFields parse(byte[] values) throws TransferException {
    var fields = new ControlFields();
    var left = ByteBuffer.wrap(values);
    while (left.hasRemaining()) {
      fields.parseOne(left);
    }
    return fields;
  }

  private void parseOne(ByteBuffer left) throws TransferException {
    if (left.remaining() < 3) {
      throw misunderstood("a control frame ends inside the tag or the length of a value");
    }
    int tag = left.get() & 0xFF;
    int length = left.getShort() & LENGTH_MAX;
    if (length > left.remaining()) {
      throw misunderstood("a control frame ends inside the value of tag " + tag);
    }
    byte[] value = new byte[length];
    left.get(value);
    if (tag == 0 || (tag < TransferProtocol.SKIPPABLE && tag > TransferProtocol.TAG_SENTENCE)) {
      unknown = unknown == 0 ? Math.max(tag, 1) : unknown;
    } else if (values.put(tag, value) != null) {
      throw misunderstood("tag " + tag + " occurs twice in a control frame");
    }
  }

  /**
   * Returns these fields. Throws an exception if they contain an unknown tag below {@link
   * TransferProtocol#SKIPPABLE}, because such a tag must not be skipped.
   */
  ControlFields requireKnown() throws TransferException {
    if (unknown != 0) {
      throw misunderstood("unknown tag " + unknown + " in a control frame");
    }
    return this;
  }

  byte[] bytes(int tag) throws TransferException {
    byte[] value = values.get(tag);
    if (value == null) {
      throw misunderstood("tag " + tag + " is missing in a control frame");
    }
    return value;
  }

  long number(int tag) throws TransferException {
    byte[] value = bytes(tag);
    long number = value.length == Long.BYTES ? ByteBuffer.wrap(value).getLong() : -1;
    if (number < 0) {
      throw misunderstood("the value of tag " + tag + " is not a number from 0 to 2^63-1");
    }
    return number;
  }

  /**
   * Returns the value of a tag as text that is safe to print, whatever the type of the value is.
   * The text is empty if the tag is missing.
   */
  String shown(int tag) {
    String shown = TerminalText.escape(values.getOrDefault(tag, new byte[0]));
    return shown.length() > FileName.BYTES_MAX ? shown.substring(0, FileName.BYTES_MAX) : shown;
  }

  /**
   * Returns the numeric value of a tag, for messages to a user; 0 if the tag is missing or its
   * value is not a number.
   */
  long numberOrZero(int tag) {
    try {
      return number(tag);
    } catch (TransferException none) {
      return 0;
    }
  }

  /**
   * Returns the failure that the peer reports in these fields, with a message that is safe to
   * print.
   */
  TransferException because() throws TransferException {
    String sentence = new String(bytes(TransferProtocol.TAG_SENTENCE), StandardCharsets.UTF_8);
    return new TransferException(
        FailureReason.of(number(TransferProtocol.TAG_REASON)), TerminalText.escape(sentence));
  }

  static TransferException misunderstood(String sentence) {
    return new TransferException(FailureReason.PROTOCOL_ERROR, sentence);
  }
}
