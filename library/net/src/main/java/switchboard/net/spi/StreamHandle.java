package switchboard.net.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import switchboard.net.Address;
import switchboard.net.FileRange;
import switchboard.net.PeerState;
import switchboard.net.Selectable.Registration;

/** A connected byte stream of an engine. */
public interface StreamHandle extends Handle {

  /**
   * Blocks until at least one byte has been read or the stream has ended.
   *
   * @param target has room for at least one byte
   * @return the number of bytes, or -1 at the end of the stream
   * @throws IllegalArgumentException when {@code target} is read-only, before anything blocks
   */
  int read(ByteBuffer target) throws IOException;

  /** Like {@link #read}, but returns 0 instead of blocking. */
  int tryRead(ByteBuffer target) throws IOException;

  /**
   * Blocks until a read would not block; may return early. After a read that did not fill its
   * buffer it need not ask the kernel first.
   */
  void awaitReadable() throws IOException;

  /**
   * Blocks until at least one byte was accepted.
   *
   * @param source has at least one byte
   * @return the number of bytes accepted, which have been taken from {@code source}
   */
  int write(ByteBuffer source) throws IOException;

  /**
   * Blocks until at least one byte was accepted, of one buffer or of several that follow each
   * other.
   *
   * @param sources all but those before {@code first} are to be written; that one has at least one
   *     byte
   * @return the number of bytes accepted, which have been taken from the buffers in their order
   */
  default int write(ByteBuffer[] sources, int first) throws IOException {
    return write(sources[first]);
  }

  /** Like {@link #write(ByteBuffer)}, but returns 0 instead of blocking. */
  int tryWrite(ByteBuffer source) throws IOException;

  /**
   * Sends what remains of {@code range}, or as much as the file has, without the bytes passing
   * through this process; blocks, and can be cut. The range is advanced with each piece.
   *
   * @return false when that can't be done from here on, and is to be done by copying
   * @throws FileError when it is the file that fails
   */
  default boolean transferFrom(FileRange range) throws IOException {
    return false;
  }

  /**
   * Fills {@code range} until it is full or the stream ends, without the bytes passing through this
   * process; blocks, and can be cut. The range is advanced with each piece.
   *
   * @return false when that can't be done from here on, and is to be done by copying
   * @throws FileError when it is the file that fails
   */
  default boolean transferTo(FileRange range) throws IOException {
    return false;
  }

  /** Ends the stream towards the peer, after what was written. Repeatable. */
  void shutdownOutput() throws IOException;

  /** Reads give the end from now on, a blocked one at once. Repeatable. */
  void shutdownInput() throws IOException;

  /** Closes with a reset where the kind has one, so that the peer gets an error and not an end. */
  void abort() throws IOException;

  /**
   * Returns what is known of the peer without reading a byte. Never blocks. Engines that support
   * this have {@link Capability#PEER_STATE}.
   */
  default PeerState peerState() {
    return PeerState.UNKNOWN;
  }

  /**
   * Returns how many written bytes the peer's machine has not acknowledged yet, EOF not counted.
   * Never blocks. Empty without {@link Capability#ACKNOWLEDGEMENTS}.
   *
   * @throws IOException when the connection was lost before the peer had taken everything
   */
  default OptionalLong unacknowledgedBytes() throws IOException {
    return OptionalLong.empty();
  }

  /**
   * Runs {@code wake} once when {@link #peerState} is no longer {@link PeerState#OPEN}, immediately
   * if it is not, or when the handle is closed. Engines without {@link Capability#PEER_STATE} never
   * run it.
   *
   * @param wake run at most once, on the engine's own thread or the calling one; must not block
   */
  default Registration onPeerHangup(Runnable wake) {
    return () -> {};
  }

  /** This side's address. */
  Address local();

  /** The peer's address. */
  Address remote();
}
