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
 * A message that says in a header of JSON what its content is and how long: two bytes with the
 * length of the header, the header, the content.
 *
 * @param type such as {@code text/json}
 * @param encoding such as {@code utf-8}, or {@code binary}
 * @param content its bytes
 */
record ApplicationMessage(String type, String encoding, Slice content) {

  /** Built of three codecs: a length prefix, JSON in it, and a body behind that. */
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

  /** The content as JSON, if it says that it is. */
  @Nullable Map<String, Object> fields() throws IOException {
    return type.equals("text/json") ? JSON.std.mapFrom(content.text()) : null;
  }

  private static Map<String, Object> header(String json) throws CorruptStreamException {
    try {
      Map<String, Object> header = JSON.std.mapFrom(json);
      for (String key :
          new String[] {"byteorder", "content-type", "content-encoding", "content-length"}) {
        if (!header.containsKey(key)) {
          throw new CorruptStreamException("the header of a message lacks '" + key + "'");
        }
      }
      return header;
    } catch (CorruptStreamException lacking) {
      throw lacking;
    } catch (IOException noJson) {
      throw new CorruptStreamException("the header of a message is no JSON object");
    }
  }

  private static String json(Map<String, ?> fields) {
    try {
      return JSON.std.asString(fields);
    } catch (IOException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  /** What the header announces; a length that is no number is none that is allowed. */
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
    header.put("byteorder", "little"); // of the machine; nobody needs it
    header.put("content-type", type);
    header.put("content-encoding", encoding);
    header.put("content-length", content.length());
    return new HeaderAndBody<>(header, content);
  }
}
