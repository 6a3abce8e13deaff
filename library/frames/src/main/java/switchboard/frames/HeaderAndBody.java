package switchboard.frames;

import switchboard.net.Slice;

/**
 * A message that consists of a header and a body.
 *
 * @param header the header, which contains the length of the body
 * @param body the body; if the message was read from a stream, the body is a copy and stays valid
 * @param <H> the type of the header
 * @since 0.1.0
 */
public record HeaderAndBody<H>(H header, Slice body) {}
