package switchboard.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.OptionalLong;
import switchboard.net.internal.Acknowledgements;
import switchboard.net.internal.FileCopy;
import switchboard.net.internal.JdkViews;

/**
 * A connected byte stream: TCP, Unix socket, pipe, TLS, in memory, simulated. Blocking calls are
 * made for virtual threads: they cost no platform thread and pin none. They end early, without
 * closing anything, by a {@link Deadline} ({@link DeadlineExceededException}) or by interruption
 * ({@link OperationInterruptedException}); {@link #close} and {@link #abort} wake them with {@link
 * SocketClosedException}. A call that starts under a deadline that has passed fails at once.
 *
 * <p>Any thread may call any method. Writes of several threads are each whole. One thread reads at
 * a time; a second one that tries is told so by {@link IllegalStateException}, and the first is not
 * disturbed. A buffer belongs to the connection during the call and to the caller after it, however
 * the call ended; its position tells how much was transferred.
 */
public interface Connection extends Selectable {

  /**
   * Blocks until at least one byte has come, and takes what there is.
   *
   * @param target gets the bytes at its position; with no room in it the call returns 0 at once
   * @return the number of bytes, or -1 at the end of the stream, again and again
   * @throws ConnectionLostException when the peer reset the connection or the kernel gave it up
   */
  int read(ByteBuffer target) throws IOException;

  /** Like {@link #read}, but returns 0 when it would block. */
  int tryRead(ByteBuffer target) throws IOException;

  /**
   * Blocks until {@link #read} would not: bytes, the end or an error. Lets an idle connection own
   * no buffer. May return early.
   */
  void awaitReadable() throws IOException;

  /**
   * Blocks until the kernel has accepted all of {@code source}, which proves nothing about the
   * peer. If it is cut before the first byte was accepted, nothing has changed; if after it, the
   * output side is broken for good and says so by {@link OutputBrokenException}, and the input side
   * lives. {@code bytesTransferred} of the exception tells which.
   *
   * @throws ConnectionLostException when the peer is gone
   */
  void write(ByteBuffer source) throws IOException;

  /**
   * Blocks until the kernel has accepted all of {@code sources}, in this order, as one {@link
   * #write(ByteBuffer)}: no other writer comes between them, and what times out or is interrupted
   * after the first byte of the first one breaks the output, wherever it stands. Engines of the
   * kernel gather them without copying what is off the heap (sendmsg(2)).
   *
   * @param sources may be empty; each buffer at most once
   * @throws ConnectionLostException when the peer is gone
   */
  void write(ByteBuffer... sources) throws IOException;

  /**
   * Gives the kernel what it takes now; never blocks, not for another writer either. It may take
   * less than the kernel would: only 0 says that there is no room.
   *
   * @return the number of bytes taken from {@code source}; 0 = would block
   */
  int tryWrite(ByteBuffer source) throws IOException;

  /**
   * Blocks until the kernel has accepted what remains of {@code range}, or as much as the file has.
   * The bytes do not pass through this process where engine and file allow (sendfile(2)). The
   * range's position tells at any time how far it has come; else this is a {@link #write}: other
   * writers wait, and what cuts it after its first byte breaks the output. Reading the file itself
   * can't be cut, and holds the platform thread below.
   *
   * @return the number of bytes; fewer than remained when the file ended before
   * @throws IOException what the file throws is passed on as it is; the output is still whole then
   * @throws java.nio.channels.NonReadableChannelException when it was opened for writing alone
   */
  default long transferFrom(FileRange range) throws IOException {
    return FileCopy.send(range, this);
  }

  /**
   * Blocks until what comes has filled what remains of {@code range}, or the stream has ended; from
   * the kernel into the file where engine and file allow (splice(2)). When it is cut, the range's
   * position tells how far it has come, nothing is lost, and the call may be repeated. Bytes that
   * {@link #source} holds are not seen: use {@link Source#transferTo(FileRange)} beside it. Writing
   * the file itself can't be cut, and holds the platform thread below.
   *
   * @return the number of bytes; fewer than remained when the stream ended before
   * @throws IOException what the file throws is passed on as it is; bytes that were taken and are
   *     not in the file are lost then
   * @throws java.nio.channels.NonWritableChannelException when it was opened for reading alone
   * @throws IllegalArgumentException when the range is {@link FileRange#of} of an empty file
   */
  default long transferTo(FileRange range) throws IOException {
    return FileCopy.receive(this, range);
  }

  /**
   * Half-close: the peer reads the end of the stream after what was written. Reading goes on.
   * Repeatable. Waits for a write that is under way.
   */
  void shutdownOutput() throws IOException;

  /** Reads give the end from now on, a blocked one at once; the peer is not told. Repeatable. */
  void shutdownInput() throws IOException;

  /**
   * Closes in order: what was written is still delivered, and blocked callers wake. Repeatable, any
   * thread; does not block. With input that nobody has read TCP sends a reset (RFC 1122 §4.2.2.13),
   * which may destroy what is on its way: read to the end first where the last word counts.
   */
  @Override
  void close();

  /**
   * Returns what is known of the peer without reading: bytes that have arrived stay unread. Never
   * blocks; asks the kernel (poll(2)). A handler that works for long between two reads can stop
   * when its client has disconnected.
   *
   * @return {@link PeerState#UNKNOWN} where the engine cannot tell, such as the portable one
   */
  default PeerState peerState() {
    return PeerState.UNKNOWN;
  }

  /**
   * Runs {@code wake} once when {@link #peerState} is no longer {@link PeerState#OPEN}: the peer
   * has shut down its output, or the connection is lost. Runs it immediately if that is so already,
   * and when this side closes. Unread bytes do not delay it. An engine that cannot tell never runs
   * it.
   *
   * <p>A peer that has shut down its output may still wait for a response (half-close).
   *
   * @param wake run on the engine's own thread or the calling one; must not block
   */
  default Registration onPeerHangup(Runnable wake) {
    return () -> {};
  }

  /**
   * Returns how many of the bytes written the peer's machine has not acknowledged yet; EOF after
   * {@link #shutdownOutput} is not counted. Asks the kernel (SIOCOUTQ in tcp(7)); never blocks. A
   * program that is about to end asks until it is 0: then the bytes are where the peer reads them.
   * It does not tell that the peer has read them: only its own response does.
   *
   * @return empty where the engine cannot tell (it lacks {@link
   *     switchboard.net.spi.Capability#ACKNOWLEDGEMENTS}), such as the portable one; 0 for a Unix
   *     socket, where a byte that was written has arrived
   * @throws ConnectionLostException when the connection was reset, as by a peer that had closed,
   *     before all bytes were acknowledged or before {@link #shutdownOutput}; for a Unix socket,
   *     when the peer has closed it without reading everything
   * @throws SocketClosedException when this side has closed the connection
   */
  default OptionalLong unacknowledgedBytes() throws IOException {
    return OptionalLong.empty();
  }

  /**
   * Blocks until {@link #unacknowledgedBytes} is 0; returns at once where the engine cannot tell. A
   * write proves nothing about the peer: one that has closed entirely looks like one that has only
   * shut down its output, until bytes reach it and it answers with a reset.
   *
   * @param stalled how long nothing more may be acknowledged
   * @throws ConnectionLostException when the peer has not taken everything, or {@code stalled} has
   *     passed
   */
  default void awaitAcknowledged(Duration stalled) throws IOException {
    Acknowledgements.await(this, stalled);
  }

  /** Closes with a reset: the peer gets an error, and what is on its way is dropped. Any thread. */
  void abort();

  /** Whether neither {@link #close} nor {@link #abort} was called. */
  boolean isOpen();

  @Override
  default boolean isBroken() {
    return !isOpen();
  }

  /** This side's address. */
  Address local();

  /** The peer's address; a Unix client has an empty path. */
  Address remote();

  /** The knobs of the socket below. */
  ConnectionOptions options();

  /** The buffered reading side; always the same object. One thread at a time. */
  Source source();

  /** The buffered writing side; always the same object. One thread at a time. */
  Sink sink();

  /**
   * Tells whoever looks after this connection that all that was read has been dealt with, and that
   * the next byte begins a message. A server that drains ends a call only here. By the thread that
   * reads, before it reads the next message; {@code FramedConnection} does so. Does nothing by
   * default.
   */
  default void messageComplete() {}

  /**
   * Returns this connection as an {@link InputStream}, which reads through {@link #source}. It
   * blocks and fails as the connection does; closing it closes the connection.
   */
  default InputStream asInputStream() {
    return new JdkViews(this).input();
  }

  /**
   * Returns this connection as an {@link OutputStream}, which writes through {@link #sink}: {@code
   * flush} sends. It blocks and fails as the connection does; closing it closes the connection.
   */
  default OutputStream asOutputStream() {
    return new JdkViews(this).output();
  }

  /**
   * Returns this connection as a {@link ByteChannel}, which reads and writes without a buffer in
   * between. Once the connection is closed, both throw {@link
   * java.nio.channels.ClosedChannelException}.
   */
  default ByteChannel asByteChannel() {
    return new JdkViews(this).channel();
  }

  /** Returns {@link #asInputStream} as UTF-8 text; malformed input is replaced. */
  default BufferedReader asReader() {
    return new JdkViews(this).reader();
  }

  /** Returns {@link #asOutputStream} as UTF-8 text; {@code flush} sends. */
  default Writer asWriter() {
    return new JdkViews(this).writer();
  }
}
