/**
 * Messages over byte streams: codecs, framed connections, send queues, and fan-out to many
 * connections.
 *
 * <p>Begin with {@link switchboard.frames.Codec}: choose a framing, set the maximum length of a
 * message, and pass the codec to a {@link switchboard.frames.FramedConnection}:
 *
 * <pre>{@code
 * Codec<String> lines = Codec.lines().max(8, Size.KIB);
 * var framed = new FramedConnection<>(connection, lines);
 * framed.forEach(framed::write);
 * }</pre>
 *
 * <table>
 * <caption>The framings</caption>
 * <tr><th scope="col">framing</th><th scope="col">encoded message</th>
 *     <th scope="col">codec</th></tr>
 * <tr><td>fixed length</td><td>always the same number of bytes</td>
 *     <td>{@link switchboard.frames.Codec#fixedLength Codec.fixedLength(8)}</td></tr>
 * <tr><td>delimited</td><td>bytes, then a delimiter; optionally with an escape byte</td>
 *     <td>{@link switchboard.frames.Codec#delimitedBy(int) Codec.delimitedBy(0)}</td></tr>
 * <tr><td>lines</td><td>UTF-8 text, then LF or CR LF</td>
 *     <td>{@link switchboard.frames.Codec#lines Codec.lines()}</td></tr>
 * <tr><td>length-prefixed</td><td>a binary length of 1, 2, 3, 4 or 8 bytes, then the message</td>
 *     <td>{@link switchboard.frames.Codec#lengthPrefixed Codec.lengthPrefixed()}</td></tr>
 * <tr><td>varint</td><td>the length in LEB128 (Protocol Buffers), then the message</td>
 *     <td>{@link switchboard.frames.LengthPrefixedCodecBuilder#varint
 *     Codec.lengthPrefixed().varint()}</td></tr>
 * <tr><td>netstrings</td><td>the length in decimal digits, {@code :}, the message, {@code ,}</td>
 *     <td>{@link switchboard.frames.Codec#netstrings Codec.netstrings()}</td></tr>
 * <tr><td>tagged</td><td>a byte that identifies the type, then a message in the format of that
 * type</td>
 *     <td>{@link switchboard.frames.Codec#tagged Codec.tagged()}</td></tr>
 * <tr><td>header and body</td><td>a header that contains the length of the body, then the body</td>
 *     <td>{@link switchboard.frames.Codec#headerAndBody Codec.headerAndBody(header)}</td></tr>
 * <tr><td>chunked</td><td>length-prefixed chunks; an empty chunk ends the message</td>
 *     <td>{@link switchboard.frames.Codec#chunked Codec.chunked()}</td></tr>
 * </table>
 *
 * <p>{@link switchboard.frames.Codec#map} turns messages into records or other objects, and {@link
 * switchboard.frames.ByteCodec} offers checksums, text, and access to messages without a copy.
 *
 * <p>If many threads write to one connection, use a {@link switchboard.frames.SendQueue}. A {@link
 * switchboard.frames.Fanout} sends each message to many connections, through the send queue of each
 * connection.
 */
package switchboard.frames;
