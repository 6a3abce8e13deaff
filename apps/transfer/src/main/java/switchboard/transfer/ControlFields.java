package switchboard.transfer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import switchboard.frames.Codec;
import switchboard.net.internal.TerminalText;

/**
 * What a control frame says: values behind tags, and a check over all of them. Belongs to one
 * thread.
 */
final class ControlFields {
  private static final int LENGTH_MAX = 0xFFFF;

  private final Map<Integer, byte[]> values = new HashMap<>();
  private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
  private int unknown;

  /** A number, in eight bytes. */
  ControlFields with(int tag, long number) {
    return with(tag, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  /** A text in UTF-8. */
  ControlFields with(int tag, String text) {
    return with(tag, text.getBytes(StandardCharsets.UTF_8));
  }

  ControlFields with(int tag, byte[] value) {
    if (value.length > LENGTH_MAX) {
      throw new IllegalArgumentException("a value of " + value.length + " bytes");
    }
    encoded.write(tag);
    encoded.write(value.length >> 8);
    encoded.write(value.length);
    encoded.writeBytes(value);
    return this;
  }

  /** Why a file or a transfer ends. */
  static ControlFields because(FailureReason reason, String sentence) {
    byte[] bytes = sentence.getBytes(StandardCharsets.UTF_8);
    boolean fits = bytes.length <= TransferProtocol.SENTENCE_BYTES_MAX;
    String said =
        fits ? sentence : sentence.substring(0, TransferProtocol.SENTENCE_BYTES_MAX / 4) + "…";
    return new ControlFields()
        .with(TransferProtocol.TAG_REASON, reason.number())
        .with(TransferProtocol.TAG_SENTENCE, said);
  }

  /**
   * Returns the codec of a payload: values and their CRC-32C.
   *
   * @param length of the payload in bytes, at least {@link TransferProtocol#CHECK_BYTES}
   */
  static Codec<byte[]> codec(int length) {
    return Codec.fixedLength(length).withCrc32c();
  }

  /** Returns the values as the payload of a frame has them, without the checksum. */
  byte[] values() {
    return encoded.toByteArray();
  }

  /**
   * Parses the values of a payload. An unknown tag that must be understood is remembered for {@link
   * #requireKnown}.
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
      throw misunderstood("a control frame ends inside a tag");
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
      throw misunderstood("tag " + tag + " stands twice in one frame");
    }
  }

  /** Fails when something was said that must be understood, and is not. */
  ControlFields requireKnown() throws TransferException {
    if (unknown != 0) {
      throw misunderstood("it asks for something that is not known here (tag " + unknown + ")");
    }
    return this;
  }

  byte[] bytes(int tag) throws TransferException {
    byte[] value = values.get(tag);
    if (value == null) {
      throw misunderstood("a control frame lacks tag " + tag);
    }
    return value;
  }

  long number(int tag) throws TransferException {
    byte[] value = bytes(tag);
    long number = value.length == Long.BYTES ? ByteBuffer.wrap(value).getLong() : -1;
    if (number < 0) {
      throw misunderstood("tag " + tag + " is no number from 0 to 2^63-1");
    }
    return number;
  }

  /** For a person, whatever it is. */
  String shown(int tag) {
    String shown = TerminalText.escape(values.getOrDefault(tag, new byte[0]));
    return shown.length() > FileName.BYTES_MAX ? shown.substring(0, FileName.BYTES_MAX) : shown;
  }

  /** For a person: a number, or 0 if there is none. */
  long numberOrZero(int tag) {
    try {
      return number(tag);
    } catch (TransferException none) {
      return 0;
    }
  }

  /** The reason that the peer gives, as an exception; its words are made safe to print. */
  TransferException because() throws TransferException {
    String sentence = new String(bytes(TransferProtocol.TAG_SENTENCE), StandardCharsets.UTF_8);
    return new TransferException(
        FailureReason.of(number(TransferProtocol.TAG_REASON)), TerminalText.escape(sentence));
  }

  static TransferException misunderstood(String sentence) {
    return new TransferException(FailureReason.PROTOCOL_ERROR, sentence);
  }
}
