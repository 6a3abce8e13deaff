package switchboard.hub;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Finds the protocol of a connection by its first bytes.
 *
 * @param protocols the protocols, in the order in which they are tried
 */
record ProtocolDetector(List<Protocol> protocols) {
  ProtocolDetector {
    protocols = List.copyOf(protocols);
  }

  /**
   * Returns the first protocol that recognizes the bytes. The result is empty if more bytes are
   * needed, or no protocol recognizes the bytes. If a protocol needs more bytes, the protocols
   * after it are not tried, so that the result does not depend on how the bytes were split into
   * segments.
   *
   * @param bytes the first bytes of the stream
   * @param complete true if no more bytes will arrive before the decision
   */
  Optional<Protocol> detect(byte[] bytes, boolean complete) {
    ByteBuffer prefix = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    for (Protocol each : protocols) {
      Recognition recognition = each.recognize(prefix.duplicate(), complete);
      if (recognition == Recognition.YES) {
        return Optional.of(each);
      }
      if (recognition == Recognition.NEED_MORE && !complete) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
