package switchboard.http;

/**
 * A field of a header section (RFC 9110 §5). Immutable.
 *
 * @param name the name as received. Field names are case-insensitive
 * @param value the value without surrounding spaces, decoded as ISO 8859-1: one character per byte
 */
public record HeaderField(String name, String value) {
  boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }
}
