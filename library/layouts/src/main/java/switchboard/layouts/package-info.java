/**
 * Layouts: descriptions of the fields of a message, in their order, which are checked for errors.
 *
 * <p>Begin with {@link switchboard.layouts.Layout}. A layout is parsed from text or built in Java.
 * It creates codecs whose messages are records or {@link switchboard.layouts.Frame} objects:
 *
 * <pre>{@code
 * Layout layout = Layout.parse("kind: u8, length: u16 of body, body: text ..1KiB");
 * record Note(int kind, String body) {}
 * Codec<Note> notes = layout.codec(java.lang.invoke.MethodHandles.lookup(), Note.class);
 * byte[] encoded = notes.encode(new Note(1, "hello")); // 01 00 05 68 65 6c 6c 6f
 * System.out.println(layout.diagram());
 * }</pre>
 *
 * <p>{@link switchboard.layouts.Field} has a factory method for each type of field. {@link
 * switchboard.layouts.Dissector} splits received messages into fields, {@link
 * switchboard.layouts.Dump} prints them as a hex dump, and {@link switchboard.layouts.KnownLayout}
 * contains the layouts of common protocols.
 */
package switchboard.layouts;
