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
 * The system calls of one connected stream socket, for {@link ReadinessStream}. They do not block,
 * except that a file transfer may wait for the disk. They throw {@link SystemError}, whose kind is
 * {@link SystemError.Kind#LOST} if the connection is lost.
 *
 * @since 0.1.0
 */
public interface StreamCalls {

  /** The result of a call that would block. */
  int WOULD_BLOCK = 0;

  /** The result of a read at EOF of the stream, or of a file transfer at the end of the file. */
  int END = -1;

  /**
   * The result of a file transfer if the kernel does not support a file transfer between this file
   * and this socket. The bytes must be copied instead.
   */
  int UNSUPPORTED = -2;

  /**
   * Returns the largest number of bytes that one read or write transfers.
   *
   * @param buffer the buffer to transfer from or to
   * @return at most the number of bytes that remain in {@code buffer}
   */
  int bytesPerCall(ByteBuffer buffer);

  /**
   * Reads bytes if some have arrived.
   *
   * @param target its position advances by the number of bytes read
   * @param bytesMax the largest number of bytes to read
   * @return the number of bytes read; {@link #WOULD_BLOCK} if none has arrived; or {@link #END} at
   *     EOF, and also if an earlier call has reported that the connection is lost
   * @throws IOException if the read fails or the socket is closed
   */
  int tryRead(ByteBuffer target, int bytesMax) throws IOException;

  /**
   * Returns whether the kernel may have more bytes although the last read did not fill its buffer.
   *
   * @return false by default
   */
  default boolean mayHaveMore() {
    return false;
  }

  /**
   * Writes the bytes that the kernel accepts without blocking.
   *
   * @param source its position advances by the number of bytes written
   * @param bytesMax the largest number of bytes to write
   * @return the number of bytes written, or {@link #WOULD_BLOCK} if the kernel accepts none
   * @throws IOException if the write fails or the socket is closed
   */
  int tryWrite(ByteBuffer source, int bytesMax) throws IOException;

  /**
   * Writes bytes from several buffers, in the order of the buffers, with one system call. The
   * kernel may accept only a part of the bytes.
   *
   * @param sources the buffers; those before index {@code first} are ignored
   * @param first the index of the first buffer to write
   * @return the number of bytes written, by which the positions of the buffers have advanced; or
   *     {@link #WOULD_BLOCK}
   * @throws IOException if the write fails or the socket is closed
   */
  int tryWrite(ByteBuffer[] sources, int first) throws IOException;

  /**
   * Returns whether a failed write means that the connection is lost. The kernel reports the loss
   * only to this write; later reads would return EOF. If the result is false, the peer had closed
   * the connection before the write, and its EOF can still be read.
   *
   * @param writeFailure the exception that the write has thrown
   * @return whether reads must throw {@code writeFailure}, too
   */
  boolean isLoss(SystemError writeFailure);

  /** A transfer between a file and the socket that does not copy the bytes into this process. */
  interface FileTransfer extends AutoCloseable {

    /**
     * Transfers some bytes, and advances the range by the number of bytes transferred.
     *
     * @return the number of bytes; {@link #WOULD_BLOCK}; {@link #END} at the end of the file or at
     *     EOF of the stream; or {@link #UNSUPPORTED}
     * @throws FileError if the file cannot be read or written
     * @throws IOException if the socket fails or is closed
     */
    long tryMove() throws IOException;

    @Override
    default void close() {}
  }

  /**
   * Prepares to send a range of a file.
   *
   * @param range the bytes to send
   * @return the transfer, which the caller closes; null if the bytes must be copied, as by default
   * @throws IOException if the transfer cannot be prepared
   */
  default @Nullable FileTransfer sendFile(FileRange range) throws IOException {
    return null;
  }

  /**
   * Prepares to receive into a range of a file.
   *
   * @param range the bytes of the file to fill
   * @return the transfer, which the caller closes; null if the bytes must be copied, as by default
   * @throws IOException if the transfer cannot be prepared
   */
  default @Nullable FileTransfer receiveFile(FileRange range) throws IOException {
    return null;
  }

  /**
   * Sends EOF.
   *
   * @return false if the connection was already lost
   * @throws IOException if the call fails for another reason or the socket is closed
   */
  boolean shutdownOutput() throws IOException;

  /**
   * Makes reads return {@link #END}.
   *
   * @throws IOException if the call fails or the socket is closed
   */
  void shutdownInput() throws IOException;

  /**
   * Returns whether closing the socket now would send EOF although received bytes are unread. The
   * peer would then not learn that its bytes are lost. Therefore the stream sends a reset instead.
   *
   * @return false by default
   */
  default boolean closeHidesLoss() {
    return false;
  }

  /**
   * Makes the later close of the socket send a reset.
   *
   * @throws IOException if the call fails or the socket is closed
   */
  void resetOnClose() throws IOException;

  /**
   * Returns the state of the peer according to the kernel.
   *
   * @param outputShut whether this side has sent EOF
   * @return the state; {@link PeerState#UNKNOWN} by default, and if the engine lacks {@link
   *     switchboard.net.spi.Capability#PEER_STATE}
   * @throws SystemError if the socket is closed
   */
  default PeerState peerState(boolean outputShut) throws SystemError {
    return PeerState.UNKNOWN;
  }

  /**
   * Registers a callback as {@link switchboard.net.spi.StreamHandle#onPeerHangup} specifies.
   *
   * @param wake called at most once; must not block
   * @return the registration, which the caller can cancel
   */
  default Registration onPeerHangup(Runnable wake) {
    return () -> {};
  }

  /**
   * Returns the result of {@link switchboard.net.spi.StreamHandle#unacknowledgedBytes}.
   *
   * @param lost whether a call has reported that the connection is lost
   * @param endSent whether this side has sent EOF
   * @return the number of bytes; empty by default
   * @throws IOException if the connection was lost before the peer's machine had acknowledged
   *     everything
   */
  default OptionalLong unacknowledgedBytes(boolean lost, boolean endSent) throws IOException {
    return OptionalLong.empty();
  }

  /** {@return access to the options of this socket} */
  ConnectionOptions options();
}
