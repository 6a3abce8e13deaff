package switchboard.net.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import switchboard.net.Address;
import switchboard.net.FileRange;
import switchboard.net.PeerState;
import switchboard.net.Selectable.Registration;

/**
 * A connected byte stream of an engine.
 *
 * @since 0.1.0
 */
public interface StreamHandle extends Handle {

  /**
   * Reads the bytes that have arrived. Blocks until at least one byte has been read or EOF is
   * reached.
   *
   * @param target has space for at least one byte; its position advances by the number of bytes
   *     read
   * @return the number of bytes read, or -1 at EOF
   * @throws IllegalArgumentException if {@code target} is read-only; thrown before blocking
   * @throws IOException if the connection is lost, the handle is closed, a deadline passes or the
   *     thread is interrupted
   */
  int read(ByteBuffer target) throws IOException;

  /**
   * Works like {@link #read}, but returns 0 instead of blocking.
   *
   * @param target as for {@link #read}
   * @return the number of bytes read, 0 if none is available, or -1 at EOF
   * @throws IOException if the connection is lost or the handle is closed
   */
  int tryRead(ByteBuffer target) throws IOException;

  /**
   * Blocks until a read would not block. May also return earlier. If the previous read did not fill
   * its buffer, an implementation may assume that no byte has arrived since that read, and wait for
   * the next bytes without asking the kernel first.
   *
   * @throws IOException if the handle is closed, a deadline passes or the thread is interrupted
   */
  void awaitReadable() throws IOException;

  /**
   * Writes some of the remaining bytes of {@code source}. Blocks until the kernel, or the pipe in
   * memory, has accepted at least one byte.
   *
   * @param source has at least one byte; its position advances by the number of bytes accepted
   * @return the number of bytes accepted, at least 1
   * @throws IOException if the connection is lost, the output was shut down, the handle is closed,
   *     a deadline passes or the thread is interrupted
   */
  int write(ByteBuffer source) throws IOException;

  /**
   * Writes some of the remaining bytes of several buffers, in the order of the buffers. Blocks
   * until at least one byte of the buffer with the index {@code first} has been accepted. The
   * default implementation writes only from that buffer.
   *
   * @param sources the buffers; those before index {@code first} are ignored
   * @param first the index of the first buffer to write, which has at least one byte
   * @return the number of bytes accepted, at least 1; the positions of the buffers have advanced
   * @throws IOException as {@link #write(ByteBuffer)} does
   */
  default int write(ByteBuffer[] sources, int first) throws IOException {
    return write(sources[first]);
  }

  /**
   * Works like {@link #write(ByteBuffer)}, but returns 0 instead of blocking.
   *
   * @param source as for {@link #write(ByteBuffer)}
   * @return the number of bytes accepted, 0 if the write would block
   * @throws IOException if the connection is lost, the output was shut down or the handle is closed
   */
  int tryWrite(ByteBuffer source) throws IOException;

  /**
   * Sends the remaining bytes of {@code range}, but only up to the end of the file, without copying
   * them through this process. Blocks until they have been accepted. The range advances with each
   * piece that has been accepted. The default implementation returns false.
   *
   * @param range the bytes to send
   * @return false if the remaining bytes cannot be sent this way; the caller then reads and writes
   *     them
   * @throws FileError if the file cannot be read or written
   * @throws IOException as {@link #write(ByteBuffer)} does
   */
  default boolean transferFrom(FileRange range) throws IOException {
    return false;
  }

  /**
   * Receives bytes into {@code range} until it is full or EOF is reached, without copying them
   * through this process. The range advances with each piece that has been received. The default
   * implementation returns false.
   *
   * @param range the bytes of the file to fill
   * @return false if the remaining bytes cannot be received this way; the caller then reads and
   *     writes them
   * @throws FileError if the file cannot be read or written
   * @throws IOException as {@link #read} does
   */
  default boolean transferTo(FileRange range) throws IOException {
    return false;
  }

  /**
   * Sends EOF after the bytes that were already written. Later writes fail. A second call does
   * nothing.
   *
   * @throws IOException if the handle is closed
   */
  void shutdownOutput() throws IOException;

  /**
   * Makes every later read return EOF. A read that is blocked at the time of this call also returns
   * EOF, immediately. A second call does nothing.
   *
   * @throws IOException if the handle is closed
   */
  void shutdownInput() throws IOException;

  /**
   * Closes the stream with a reset, so that the peer gets an error instead of EOF. If this kind of
   * stream has no reset, as a Unix socket, this method does the same as {@link #close}.
   *
   * @throws IOException if the system reports an error; the handle is closed nevertheless
   */
  void abort() throws IOException;

  /**
   * Returns the state of the peer without reading a byte. Never blocks. An engine that overrides
   * this method has {@link Capability#PEER_STATE}.
   *
   * @return the state; {@link PeerState#UNKNOWN} by default
   */
  default PeerState peerState() {
    return PeerState.UNKNOWN;
  }

  /**
   * Returns the number of written bytes that the peer's machine has not acknowledged yet. EOF does
   * not count as a byte. Never blocks.
   *
   * @return the number of bytes; empty by default, and if the engine lacks {@link
   *     Capability#ACKNOWLEDGEMENTS}
   * @throws IOException if the connection was lost before the peer's machine had acknowledged
   *     everything
   */
  default OptionalLong unacknowledgedBytes() throws IOException {
    return OptionalLong.empty();
  }

  /**
   * Registers a callback that runs when {@link #peerState} is no longer {@link PeerState#OPEN}, or
   * when the handle is closed. If one of these two events has already happened, the callback runs
   * immediately. Engines without {@link Capability#PEER_STATE} never run the callback.
   *
   * @param wake called at most once, on a thread of the engine or on the calling thread; must not
   *     block
   * @return the registration, which the caller can cancel
   */
  default Registration onPeerHangup(Runnable wake) {
    return () -> {};
  }

  /** {@return the local address of this stream} */
  Address local();

  /** {@return the address of the peer of this stream} */
  Address remote();
}
