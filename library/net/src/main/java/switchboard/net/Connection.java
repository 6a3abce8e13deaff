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
 * A connected byte stream: TCP, Unix socket, pipe, TLS or in memory.
 *
 * <pre>{@code
 * try (var client = network.connect("localhost:7000")) {
 *   client.sink().writeLine("hello").flush();
 *   System.out.println(client.source().readLine(1024));
 * }
 * }</pre>
 *
 * <p>Most programs read with {@link #source} and write with {@link #sink}, which are buffered.
 * Methods of this interface such as {@link #read} and {@link #write(ByteBuffer)} transfer bytes
 * directly between the caller's buffers and the kernel. In one direction, use either the buffered
 * methods or the direct ones: {@link #read} does not return bytes that the source has already
 * buffered.
 *
 * <p><b>Blocking.</b> Blocking calls are meant for virtual threads: a virtual thread that waits in
 * such a call does not occupy a platform thread. Three things end a blocking call early:
 *
 * <ul>
 *   <li>a {@link Deadline} of the thread passes: {@link DeadlineExceededException};
 *   <li>the thread is interrupted: {@link OperationInterruptedException};
 *   <li>this side calls {@link #close} or {@link #abort}: {@link SocketClosedException}.
 * </ul>
 *
 * A timeout or an interruption leaves the connection open. If the deadline has already passed or
 * the thread is already interrupted when a blocking call starts, the call throws immediately and
 * does nothing else. Methods whose names begin with {@code try} never block, and they ignore
 * deadlines and interruption.
 *
 * <p><b>Threads.</b> Any thread may call any method. Each write is atomic: the bytes of concurrent
 * writes are not mixed. Only one thread may read at a time: if a second thread tries to read, its
 * call throws an {@link IllegalStateException}, and the first thread is not affected. The source
 * must be used by only one thread at a time, and so must the sink.
 *
 * <p><b>Buffers.</b> A method uses the buffer that it receives only until it returns or throws.
 * Afterwards, the position of the buffer shows how many bytes were transferred. Heap buffers and
 * direct buffers are allowed.
 *
 * <p><b>Errors.</b> I/O errors are thrown as {@link java.io.IOException}s that implement {@link
 * NetworkError} and contain the operation and both addresses. After a connection is lost, later
 * reads and writes throw {@link ConnectionLostException} again. Bytes that had arrived before the
 * loss can still be read. After a read has returned EOF, later reads return EOF again.
 *
 * @since 0.1.0
 */
public interface Connection extends Selectable {

  /**
   * Reads the bytes that have arrived, as many as fit into {@code target}. Blocks until at least
   * one byte has arrived or EOF is reached.
   *
   * @param target receives the bytes at its position, which is advanced
   * @return the number of bytes read; -1 at EOF, and again in every call after that; 0 if {@code
   *     target} has no space
   * @throws ConnectionLostException if the peer has reset the connection, or the kernel has ended
   *     the connection after a timeout
   * @throws SocketClosedException if this side has closed the connection
   * @throws DeadlineExceededException if a deadline of the thread passes first; no byte is lost
   * @throws OperationInterruptedException if the thread is interrupted; no byte is lost
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if {@code target} is read-only
   * @throws IllegalStateException if another thread is reading
   */
  int read(ByteBuffer target) throws IOException;

  /**
   * Reads the bytes that have arrived, as many as fit into {@code target}. Does not block.
   *
   * @param target receives the bytes at its position, which is advanced
   * @return the number of bytes read; -1 at EOF; 0 if no byte has arrived or {@code target} has no
   *     space
   * @throws ConnectionLostException if the peer has reset the connection, or the kernel has ended
   *     the connection after a timeout
   * @throws SocketClosedException if this side has closed the connection
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException if another thread is reading
   */
  int tryRead(ByteBuffer target) throws IOException;

  /**
   * Blocks until {@link #read} would not block, because bytes, EOF or an error have arrived. The
   * method may also return earlier. Therefore call {@link #tryRead} next, and expect that it may
   * return 0. A thread that waits in this method needs no read buffer; this saves memory while
   * connections are idle.
   *
   * @throws SocketClosedException if this side has closed the connection
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException if another thread is reading
   */
  void awaitReadable() throws IOException;

  /**
   * Writes all of {@code source}. Blocks while another thread is writing, and then until the kernel
   * has accepted every byte. When the method returns, the bytes may not have been sent to the peer
   * yet; see {@link #awaitAcknowledged}.
   *
   * <p>If the call times out or is interrupted before the kernel has accepted the first byte,
   * nothing was written and the call can be repeated. If it times out or is interrupted later, the
   * peer receives an incomplete message: every later write throws {@link OutputBrokenException},
   * but reading still works. The field {@code bytesTransferred} of the {@link
   * DeadlineExceededException} or {@link OperationInterruptedException} contains the number of
   * bytes that the kernel has accepted.
   *
   * @param source its remaining bytes are written, and its position is advanced
   * @throws ConnectionLostException if the connection is lost, or the peer no longer reads
   * @throws OutputBrokenException if an earlier write failed after it had sent some but not all of
   *     its bytes, or the output was shut down
   * @throws SocketClosedException if this side has closed the connection
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  void write(ByteBuffer source) throws IOException;

  /**
   * Writes all of {@code sources}, in this order, in one atomic write: no bytes of other threads
   * come between them. If the call times out or is interrupted after the kernel has accepted the
   * first byte, every later write throws {@link OutputBrokenException}. Engines that use sockets of
   * the kernel pass direct buffers to the kernel without copying them (sendmsg(2)).
   *
   * @param sources may be empty; must not contain the same buffer twice. The remaining bytes of
   *     each buffer are written, and the position of the buffer is advanced
   * @throws ConnectionLostException if the connection is lost, or the peer no longer reads
   * @throws OutputBrokenException if an earlier write stopped after its first byte, or the output
   *     was shut down
   * @throws SocketClosedException if this side has closed the connection
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  void write(ByteBuffer... sources) throws IOException;

  /**
   * Writes as many bytes as the kernel accepts now. Does not block, and does not wait for another
   * thread that is writing. May write fewer bytes than the kernel has space for. So a result that
   * is smaller than the number of remaining bytes does not mean that the next call would block; a
   * result of 0 does, if {@code source} is not empty: the output is full, or another thread is
   * writing.
   *
   * @param source its position is advanced by the number of bytes written
   * @return the number of bytes written; 0 if the call would block, or if {@code source} is empty
   * @throws ConnectionLostException if the connection is lost, or the peer no longer reads
   * @throws OutputBrokenException if an earlier write stopped after its first byte, or the output
   *     was shut down
   * @throws SocketClosedException if this side has closed the connection
   * @throws IOException if another I/O error occurs
   */
  int tryWrite(ByteBuffer source) throws IOException;

  /**
   * Sends the remaining bytes of {@code range}, but only up to the end of the file. Blocks until
   * the kernel has accepted them. If the engine and the file support it, the bytes are not copied
   * through this process (sendfile(2)).
   *
   * <p>In all other respects this works like {@link #write(ByteBuffer)}: other threads that write
   * must wait, and after a timeout or an interruption that comes after the first byte, every later
   * write throws {@link OutputBrokenException}. At any time, the position of the range shows how
   * many bytes were transferred. While this method reads from the file, it ignores deadlines and
   * interruption, and occupies a platform thread.
   *
   * <pre>{@code
   * void send(java.nio.channels.FileChannel file) throws IOException {
   *   connection.transferFrom(FileRange.of(file));
   * }
   * }</pre>
   *
   * @param range its position is advanced; the file stays open
   * @return the number of bytes sent; if the file ends before the range does, this is less than
   *     {@code range.remaining()} was before the call
   * @throws IOException if a network error occurs, as for {@link #write(ByteBuffer)}, or if the
   *     file cannot be read: then the exception of the file is thrown, and the output stays usable
   * @throws java.nio.channels.NonReadableChannelException if the file was not opened for reading
   */
  default long transferFrom(FileRange range) throws IOException {
    return FileCopy.send(range, this);
  }

  /**
   * Receives bytes into the remaining part of {@code range}. Blocks until the range is full or EOF
   * is reached. If the engine and the file support it, the bytes are not copied through this
   * process (splice(2)).
   *
   * <p>If the call times out or is interrupted, no byte is lost and the call can be repeated: the
   * position of the range shows how many bytes were transferred. Bytes that {@link #source} has
   * buffered are not transferred; use {@link Source#transferTo(FileRange)} if the source has been
   * used. While this method writes to the file, it ignores deadlines and interruption, and occupies
   * a platform thread.
   *
   * @param range its position is advanced; the file stays open
   * @return the number of bytes received; if EOF came before the range was full, this is less than
   *     {@code range.remaining()} was before the call
   * @throws IOException if a network error occurs, as for {@link #read}, or if the file cannot be
   *     written: then the exception of the file is thrown, and bytes that were received but not
   *     written to the file are lost
   * @throws java.nio.channels.NonWritableChannelException if the file was not opened for writing
   * @throws IllegalArgumentException if the range is {@link
   *     FileRange#of(java.nio.channels.FileChannel)} of an empty file
   * @throws IllegalStateException if another thread is reading
   */
  default long transferTo(FileRange range) throws IOException {
    return FileCopy.receive(this, range);
  }

  /**
   * Half-closes the connection: the peer reads EOF after the bytes that were written. Reading still
   * works; every later write throws {@link OutputBrokenException}. Blocks while another thread is
   * writing. On a pipe, also blocks until the pipe has accepted the bytes that were written before.
   * Further calls have no effect.
   *
   * @throws SocketClosedException if this side has closed the connection
   * @throws DeadlineExceededException if a deadline of the thread passes while another thread is
   *     writing
   * @throws OperationInterruptedException if the thread is interrupted while another thread is
   *     writing
   * @throws IOException if another I/O error occurs
   */
  void shutdownOutput() throws IOException;

  /**
   * Shuts down the input: every later read returns EOF, and so does a read that is blocked at the
   * time of this call. The peer is not notified. Does not block. Further calls have no effect.
   *
   * @throws SocketClosedException if this side has closed the connection
   * @throws IOException if another I/O error occurs
   */
  void shutdownInput() throws IOException;

  /**
   * Closes the connection gracefully: the kernel still delivers the bytes that were written, then
   * EOF. Calls that are blocked on the connection throw {@link SocketClosedException}. Bytes in the
   * buffer of {@link #sink} are discarded, so flush the sink first. Does not block, unless {@link
   * Option#LINGER} is set. Further calls have no effect.
   *
   * <p>If bytes have arrived that were not read, TCP sends a reset instead of EOF (RFC 1122
   * §4.2.2.13). The reset can destroy bytes that the peer has not read yet. If the peer must get
   * the final message, call {@link #shutdownOutput} and read until EOF before you close.
   */
  @Override
  void close();

  /**
   * Returns the state of the peer without reading from the connection. Asks the kernel (poll(2)).
   * Does not block. While code processes a message and does not read, it can call this method to
   * notice that the peer has disconnected, and stop.
   *
   * @return the state; {@link PeerState#UNKNOWN} if the engine, such as the portable engine, does
   *     not support this method
   */
  default PeerState peerState() {
    return PeerState.UNKNOWN;
  }

  /**
   * Registers a callback that runs once when {@link #peerState} is no longer {@link
   * PeerState#OPEN}: the peer has shut down its output, or the connection is lost. The callback
   * also runs when this side closes the connection. If one of these events has already happened,
   * the callback runs immediately. Unread bytes do not delay the callback. An engine that does not
   * support {@link #peerState} never runs the callback. This method does not block.
   *
   * <p>A peer that has shut down its output may still wait for a response (half-close).
   *
   * @param wake runs at most once, on a thread of the engine or on the calling thread; must not
   *     block
   * @return a handle to cancel the registration
   */
  default Registration onPeerHangup(Runnable wake) {
    return () -> {};
  }

  /**
   * Returns the number of written bytes that the peer's machine has not acknowledged yet. The EOF
   * of {@link #shutdownOutput} is not counted. Asks the kernel (SIOCOUTQ, tcp(7)). Does not block.
   *
   * <p>A value of 0 means that the peer's machine has received the bytes, not that the peer has
   * read them: only a response of the peer shows that it has read them.
   *
   * @return the number of bytes; 0 for a Unix socket, where written bytes have already arrived;
   *     empty if the engine lacks {@link switchboard.net.spi.Capability#ACKNOWLEDGEMENTS}, such as
   *     the portable engine
   * @throws ConnectionLostException if the connection was reset before all bytes were acknowledged
   *     or before {@link #shutdownOutput} was called, for example by a peer that had closed its
   *     socket; for a Unix socket, if the peer closed its socket without reading everything
   * @throws SocketClosedException if this side has closed the connection
   * @throws IOException if another I/O error occurs
   */
  default OptionalLong unacknowledgedBytes() throws IOException {
    return OptionalLong.empty();
  }

  /**
   * Blocks until {@link #unacknowledgedBytes} is 0; returns immediately if the engine does not
   * support that method. Useful before a program exits. Also useful to detect a peer that has
   * closed its socket: such a peer looks like one that has only shut down its output, until it
   * receives bytes and answers with a reset.
   *
   * @param stalled the longest time without progress: how long the number of unacknowledged bytes
   *     may stay the same
   * @throws ConnectionLostException if the connection was lost before all bytes were acknowledged,
   *     or if {@code stalled} has passed without progress
   * @throws SocketClosedException if this side has closed the connection
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  default void awaitAcknowledged(Duration stalled) throws IOException {
    Acknowledgements.await(this, stalled);
  }

  /**
   * Closes the connection with a reset: the peer gets an error instead of EOF, and unsent data is
   * discarded. Calls that are blocked on the connection throw {@link SocketClosedException}. Does
   * not block. Further calls have no effect. Unix sockets and pipes have no reset: the peer may
   * read EOF instead.
   */
  void abort();

  /**
   * {@return whether neither {@link #close} nor {@link #abort} has been called so far; independent
   * of the state of the peer}
   */
  boolean isOpen();

  @Override
  default boolean isBroken() {
    return !isOpen();
  }

  /** {@return the address of this side; still available after closing} */
  Address local();

  /**
   * {@return the address of the peer; if the peer is a client of a Unix socket, its path is usually
   * empty}
   */
  Address remote();

  /** {@return the options of the socket, which can be read and changed while the socket is open} */
  ConnectionOptions options();

  /**
   * Returns the buffered reading side of this connection.
   *
   * @return always the same object, which only one thread may use at a time
   */
  Source source();

  /**
   * Returns the buffered writing side of this connection.
   *
   * @return always the same object, which only one thread may use at a time
   */
  Sink sink();

  /**
   * Reports that everything that was read has been processed, and that the next byte begins a new
   * message. During a graceful shutdown, a server closes a connection only at this point. The
   * thread that reads calls this method before it reads the next message; {@code FramedConnection}
   * does this automatically. Has no effect on a connection that was not accepted by a {@code
   * Server}.
   */
  default void messageComplete() {}

  /**
   * Returns a view of this connection as an {@link InputStream}. The stream reads through {@link
   * #source}, so it blocks and throws exceptions as the source does. Closing the stream closes the
   * connection.
   *
   * @return a new view, which shares the buffer of the source
   */
  default InputStream asInputStream() {
    return new JdkViews(this).input();
  }

  /**
   * Returns a view of this connection as an {@link OutputStream}. The stream writes through {@link
   * #sink}, so {@code flush} sends the bytes. Closing the stream flushes the sink and closes the
   * connection.
   *
   * @return a new view, which shares the buffer of the sink
   */
  default OutputStream asOutputStream() {
    return new JdkViews(this).output();
  }

  /**
   * Returns a view of this connection as a {@link ByteChannel}. The channel reads and writes
   * without a buffer, so do not use {@link #source} and {@link #sink} at the same time. A write
   * blocks until all bytes are written. Closing the channel closes the connection.
   *
   * @return a new view. After the connection is closed, the methods of the view throw {@link
   *     java.nio.channels.ClosedChannelException}
   */
  default ByteChannel asByteChannel() {
    return new JdkViews(this).channel();
  }

  /**
   * Returns {@link #asInputStream} decoded as UTF-8; malformed bytes are replaced by U+FFFD.
   *
   * @return a new view, which reads ahead into its own buffer; therefore use only one reader for a
   *     connection
   */
  default BufferedReader asReader() {
    return new JdkViews(this).reader();
  }

  /**
   * Returns {@link #asOutputStream} encoded as UTF-8; {@code flush} sends the text.
   *
   * @return a new view; closing the view flushes the text and closes the connection
   */
  default Writer asWriter() {
    return new JdkViews(this).writer();
  }
}
