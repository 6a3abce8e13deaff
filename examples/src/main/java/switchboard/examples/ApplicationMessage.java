package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.frames.CorruptStreamException;
import switchboard.frames.HeaderAndBody;
import switchboard.frames.Size;
import switchboard.net.Slice;

/**
 * A message of three parts: two bytes with the length of the header, the header in JSON, and the
 * content. The header states the type, encoding and length of the content.
 *
 * @param type the type of the content, such as {@code text/json}
 * @param encoding {@code utf-8} or {@code binary}
 * @param content the bytes of the content
 */
record ApplicationMessage(String type, String encoding, Slice content) {

  /**
   * The codec of these messages. It combines three codecs: for the length of the header, for the
   * JSON header, and for the body.
   */
  static final Codec<ApplicationMessage> CODEC =
      Codec.headerAndBody(
              Codec.lengthPrefixed()
                  .prefixBytes(2)
                  .max(65_535, Size.BYTES)
                  .text()
                  .map(ApplicationMessage::header, ApplicationMessage::json))
          .bodyLength(ApplicationMessage::length)
          .max(1, Size.MIB)
          .map(ApplicationMessage::of, ApplicationMessage::headed);

  static ApplicationMessage text(Map<String, ?> content) {
    return new ApplicationMessage("text/json", "utf-8", Slice.of(json(content).getBytes(UTF_8)));
  }

  /** Returns the fields of the JSON content, or null if the type of the content is not JSON. */
  @Nullable Map<String, Object> fields() throws IOException {
    return type.equals("text/json") ? JSON.std.mapFrom(content.text()) : null;
  }

  private static Map<String, Object> header(String json) throws CorruptStreamException {
    try {
      Map<String, Object> header = JSON.std.mapFrom(json);
      for (String key :
          new String[] {"byteorder", "content-type", "content-encoding", "content-length"}) {
        if (!header.containsKey(key)) {
          throw new CorruptStreamException("the header of the message has no '" + key + "'");
        }
      }
      return header;
    } catch (CorruptStreamException missing) {
      throw missing;
    } catch (IOException notJson) {
      throw new CorruptStreamException("the header of the message is not a JSON object");
    }
  }

  private static String json(Map<String, ?> fields) {
    try {
      return JSON.std.asString(fields);
    } catch (IOException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  /**
   * Returns the length of the content that the header states. Returns -1, which the codec rejects,
   * if the length is not a number.
   */
  private static long length(Map<String, Object> header) {
    return header.get("content-length") instanceof Number number ? number.longValue() : -1;
  }

  private static ApplicationMessage of(HeaderAndBody<Map<String, Object>> headed) {
    Map<String, Object> header = headed.header();
    return new ApplicationMessage(
        String.valueOf(header.get("content-type")),
        String.valueOf(header.get("content-encoding")),
        headed.body());
  }

  private HeaderAndBody<Map<String, Object>> headed() {
    var header = new LinkedHashMap<String, Object>();
    header.put("byteorder", "little"); // required, but not used here
    header.put("content-type", type);
    header.put("content-encoding", encoding);
    header.put("content-length", content.length());
    return new HeaderAndBody<>(header, content);
  }
}
