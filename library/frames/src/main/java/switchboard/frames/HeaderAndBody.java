package switchboard.frames;

import switchboard.net.Slice;

/**
 * A message of a header and a body.
 *
 * @param header what tells the length of the body, and more
 * @param body the bytes; those of a message that was read last
 * @param <H> a header
 */
public record HeaderAndBody<H>(H header, Slice body) {}
