package switchboard.net.spi.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import switchboard.net.ConnectionOptions;
import switchboard.net.FileRange;
import switchboard.net.PeerState;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.FileError;
import switchboard.net.spi.SystemError;

/**
 * The system calls of one connected stream socket, for {@link ReadinessStream}. None blocks, but
 * for a disk. Errors are {@link SystemError}; one of kind {@link SystemError.Kind#LOST} means that
 * the connection is lost.
 */
public interface StreamCalls {

  /** The result of a call that would have to wait. */
  int WOULD_BLOCK = 0;

  /** The result of a read at the end of the stream or of the file. */
  int END = -1;

  /** The result of a transfer that the kernel can't make between these two: copy instead. */
  int UNSUPPORTED = -2;

  /** Returns how many bytes of what remains in {@code buffer} one call moves at most. */
  int bytesPerCall(ByteBuffer buffer);

  /**
   * Reads at most {@code bytesMax} bytes.
   *
   * @return the number of bytes, by which the position advances; {@link #WOULD_BLOCK}; or {@link
   *     #END}, which may be the first sign of a lost connection
   */
  int tryRead(ByteBuffer target, int bytesMax) throws IOException;

  /** Whether a read that did not fill its buffer may have left something nevertheless. */
  default boolean mayHaveMore() {
    return false;
  }

  /**
   * Writes at most {@code bytesMax} bytes.
   *
   * @return the number of bytes, by which the position advances; or {@link #WOULD_BLOCK}
   */
  int tryWrite(ByteBuffer source, int bytesMax) throws IOException;

  /**
   * Writes what remains of several buffers in one call, or the first part of it.
   *
   * @return the number of bytes, which are taken from the buffers; or {@link #WOULD_BLOCK}
   */
  int tryWrite(ByteBuffer[] sources, int first) throws IOException;

  /**
   * Whether a write that failed like this was the call that learned of a lost connection, so that
   * the kernel will not tell reads of it. Otherwise the peer had closed before, and its EOF is
   * still to be read.
   */
  boolean isLoss(SystemError writeFailure);

  /** Moves bytes between a file and the socket without copying them into this process. */
  interface FileTransfer extends AutoCloseable {

    /**
     * Moves a piece, and advances the range by it.
     *
     * @return the number of bytes; {@link #WOULD_BLOCK}; {@link #END} of the file or the stream; or
     *     {@link #UNSUPPORTED}
     * @throws FileError when it is the file that fails
     */
    long tryMove() throws IOException;

    @Override
    default void close() {}
  }

  /** Prepares to send {@code range}; null if it must be copied. */
  default @Nullable FileTransfer sendFile(FileRange range) throws IOException {
    return null;
  }

  /** Prepares to fill {@code range}; null if it must be copied. */
  default @Nullable FileTransfer receiveFile(FileRange range) throws IOException {
    return null;
  }

  /** Sends EOF. Returns false if the connection was lost before. */
  boolean shutdownOutput() throws IOException;

  /** Has reads return {@link #END}. */
  void shutdownInput() throws IOException;

  /** Whether a close would look like an orderly end to the peer although input is unread. */
  default boolean closeHidesLoss() {
    return false;
  }

  /** Has a later close reset the connection. */
  void resetOnClose() throws IOException;

  /**
   * Returns what the kernel knows of the peer; unknown without {@link
   * switchboard.net.spi.Capability#PEER_STATE}.
   *
   * @param outputShut whether this side has sent EOF
   */
  default PeerState peerState(boolean outputShut) throws SystemError {
    return PeerState.UNKNOWN;
  }

  /** As {@link switchboard.net.spi.StreamHandle#onPeerHangup} says. */
  default Registration onPeerHangup(Runnable wake) {
    return () -> {};
  }

  /**
   * As {@link switchboard.net.spi.StreamHandle#unacknowledgedBytes} says.
   *
   * @param lost whether a call has learned that the connection is lost
   * @param endSent whether this side has sent EOF
   */
  default OptionalLong unacknowledgedBytes(boolean lost, boolean endSent) throws IOException {
    return OptionalLong.empty();
  }

  /** The options of this socket. */
  ConnectionOptions options();
}
