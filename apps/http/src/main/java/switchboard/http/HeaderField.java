package switchboard.http;

/**
 * One field of the head of a message (RFC 9110 §5). Immutable.
 *
 * @param name as it came; upper and lower case mean the same
 * @param value without the spaces around it, a character for each byte (ISO 8859-1)
 */
public record HeaderField(String name, String value) {
  boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }
}
