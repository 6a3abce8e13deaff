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
 * <p>Most programs read with {@link #source} and write with {@link #sink}, which are buffered. The
 * methods of this interface transfer bytes directly between the caller's buffers and the kernel. Do
 * not mix the two in one direction: bytes that the source has buffered are not seen by {@link
 * #read}.
 *
 * <p><b>Blocking.</b> Blocking calls are meant for virtual threads: while they wait they hold no
 * platform thread, and they do not pin one. Three things end a blocking call early:
 *
 * <ul>
 *   <li>a {@link Deadline} of the thread passes: {@link DeadlineExceededException};
 *   <li>the thread is interrupted: {@link OperationInterruptedException};
 *   <li>this side calls {@link #close} or {@link #abort}: {@link SocketClosedException}.
 * </ul>
 *
 * The first two leave the connection open. A blocking call also throws them, and does nothing else,
 * if the deadline has passed or the thread is interrupted when the call starts. Methods whose names
 * begin with {@code try} never block and ignore both.
 *
 * <p><b>Threads.</b> Any thread may call any method. Each write is atomic: the bytes of concurrent
 * writes are not mixed. Only one thread may read at a time; a second one gets an {@link
 * IllegalStateException}, and the first one is not affected. Source and sink each belong to one
 * thread at a time.
 *
 * <p><b>Buffers.</b> The connection uses a buffer only until the call returns or throws. Then its
 * position shows how many bytes were transferred. Heap and direct buffers are both allowed.
 *
 * <p><b>Errors.</b> An I/O error is an {@link java.io.IOException} that implements {@link
 * NetworkError}, with the operation and both addresses. Once a connection is lost, later reads and
 * writes throw {@link ConnectionLostException} again. Bytes that had arrived before can still be
 * read, and a reader that has seen EOF keeps seeing EOF.
 *
 * @since 0.1.0
 */
public interface Connection extends Selectable {

  /**
   * Reads the bytes that have arrived, as many as fit. Blocks until there is at least one byte, or
   * EOF.
   *
   * @param target receives the bytes at its position, which is advanced
   * @return the number of bytes read; -1 at EOF, on every further call too; 0 if {@code target} has
   *     no space
   * @throws ConnectionLostException if the peer has reset the connection, or the kernel has timed
   *     it out
   * @throws SocketClosedException if this side has closed the connection
   * @throws DeadlineExceededException if a deadline of the thread passes first; no byte is lost
   * @throws OperationInterruptedException if the thread is interrupted; no byte is lost
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if {@code target} is read-only
   * @throws IllegalStateException if another thread is reading
   */
  int read(ByteBuffer target) throws IOException;

  /**
   * Reads the bytes that have arrived, as many as fit. Does not block.
   *
   * @param target receives the bytes at its position, which is advanced
   * @return the number of bytes read; -1 at EOF; 0 if no byte has arrived or {@code target} has no
   *     space
   * @throws ConnectionLostException if the peer has reset the connection, or the kernel has timed
   *     it out
   * @throws SocketClosedException if this side has closed the connection
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException if another thread is reading
   */
  int tryRead(ByteBuffer target) throws IOException;

  /**
   * Blocks until {@link #read} would not block: bytes have arrived, EOF, or an error. May return
   * early, so call {@link #tryRead} next and expect 0. With this method an idle connection needs no
   * buffer.
   *
   * @throws SocketClosedException if this side has closed the connection
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException if another thread is reading
   */
  void awaitReadable() throws IOException;

  /**
   * Writes all of {@code source}. Blocks until the kernel has accepted every byte, and first while
   * another thread is writing. A return says nothing about the peer: the bytes may not have been
   * sent yet. See {@link #awaitAcknowledged}.
   *
   * <p>If the call times out or is interrupted before the kernel has accepted the first byte,
   * nothing has changed and the write can be repeated. If that happens later, the peer has an
   * incomplete message: from then on every write throws {@link OutputBrokenException}, while
   * reading still works. The field {@code bytesTransferred} of the exception has the number of
   * bytes accepted.
   *
   * @param source its remaining bytes are written, and its position is advanced
   * @throws ConnectionLostException if the connection is lost, or the peer no longer reads
   * @throws OutputBrokenException if an earlier write stopped after its first byte, or the output
   *     was shut down
   * @throws SocketClosedException if this side has closed the connection
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  void write(ByteBuffer source) throws IOException;

  /**
   * Writes all of {@code sources}, in this order, as one {@link #write(ByteBuffer)}: no other
   * thread's bytes come between them. A timeout or an interruption after the first byte of the
   * first buffer breaks the output. The engines of the kernel pass direct buffers to the kernel
   * without copying (sendmsg(2)).
   *
   * @param sources may be empty; must not contain the same buffer twice. The remaining bytes of
   *     each are written, and its position is advanced
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
   * thread that is writing. May write fewer bytes than the kernel has space for; only 0 means that
   * a further call would block.
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
   * Sends what remains of {@code range}, or what the file has of it. Blocks until the kernel has
   * accepted it. Where the engine and the file allow, the bytes are not copied through this process
   * (sendfile(2)).
   *
   * <p>In all other respects this is a {@link #write(ByteBuffer)}: other writers wait, and a
   * timeout or an interruption after the first byte breaks the output. The position of the range
   * shows at any time how far the transfer has come. Reading the file itself ignores deadlines and
   * interruption, and holds a platform thread.
   *
   * <pre>{@code
   * void send(java.nio.channels.FileChannel file) throws IOException {
   *   connection.transferFrom(FileRange.of(file));
   * }
   * }</pre>
   *
   * @param range its position is advanced; the file stays open
   * @return the number of bytes sent; fewer than {@code range} had remaining if the file is shorter
   * @throws IOException if a network error occurs, as for {@link #write(ByteBuffer)}, or if the
   *     file cannot be read: then the exception is that of the file, and the output stays usable
   * @throws java.nio.channels.NonReadableChannelException if the file was not opened for reading
   */
  default long transferFrom(FileRange range) throws IOException {
    return FileCopy.send(range, this);
  }

  /**
   * Receives bytes into what remains of {@code range}. Blocks until the range is full, or EOF.
   * Where the engine and the file allow, the bytes are not copied through this process (splice(2)).
   *
   * <p>If the call times out or is interrupted, no byte is lost and it can be repeated: the
   * position of the range shows how far the transfer has come. Bytes that {@link #source} has
   * buffered are not transferred; use {@link Source#transferTo(FileRange)} if the source is in use.
   * Writing the file itself ignores deadlines and interruption, and holds a platform thread.
   *
   * @param range its position is advanced; the file stays open
   * @return the number of bytes received; fewer than {@code range} had remaining if EOF came first
   * @throws IOException if a network error occurs, as for {@link #read}, or if the file cannot be
   *     written: then the exception is that of the file, and bytes that were received but not
   *     written to it are lost
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
   * writing, and on a pipe until it has taken the bytes. Further calls have no effect.
   *
   * @throws SocketClosedException if this side has closed the connection
   * @throws DeadlineExceededException if a deadline of the thread passes while another thread is
   *     writing
   * @throws OperationInterruptedException if the thread is interrupted while another one is writing
   * @throws IOException if another I/O error occurs
   */
  void shutdownOutput() throws IOException;

  /**
   * Shuts down the input: every read returns EOF from now on, and a thread that is blocked in a
   * read returns. The peer does not notice. Does not block. Further calls have no effect.
   *
   * @throws SocketClosedException if this side has closed the connection
   * @throws IOException if another I/O error occurs
   */
  void shutdownInput() throws IOException;

  /**
   * Closes the connection in order: the kernel still delivers the bytes that were written, then
   * EOF. Threads that are blocked in it throw {@link SocketClosedException}. Bytes that {@link
   * #sink} has buffered are discarded; flush first. Does not block, unless {@link Option#LINGER} is
   * set. Further calls have no effect.
   *
   * <p>If input is unread, TCP sends a reset instead (RFC 1122 §4.2.2.13), which can destroy bytes
   * that the peer has not read yet. If the peer must get the final message, call {@link
   * #shutdownOutput} and read until EOF before you close.
   */
  @Override
  void close();

  /**
   * Returns the state of the peer without reading; bytes that have arrived stay unread. Asks the
   * kernel (poll(2)). Does not block. A handler that works for a long time between two reads can
   * use it to stop when its client has disconnected.
   *
   * @return the state; {@link PeerState#UNKNOWN} if the engine does not support this, as the
   *     portable engine
   */
  default PeerState peerState() {
    return PeerState.UNKNOWN;
  }

  /**
   * Registers a callback that runs once when {@link #peerState} is no longer {@link
   * PeerState#OPEN}: the peer has shut down its output, or the connection is lost. Also runs when
   * this side closes the connection, and immediately if one of these is already so. Unread bytes do
   * not delay it. An engine that does not support {@link #peerState} never runs it. Does not block.
   *
   * <p>A peer that has shut down its output may still wait for a response (half-close).
   *
   * @param wake runs at most once, on a thread of the engine or on the calling thread; must not
   *     block
   * @return cancels the registration
   */
  default Registration onPeerHangup(Runnable wake) {
    return () -> {};
  }

  /**
   * Returns the number of written bytes that the peer's machine has not acknowledged yet. The EOF
   * of {@link #shutdownOutput} is not counted. Asks the kernel (SIOCOUTQ, tcp(7)). Does not block.
   *
   * <p>A value of 0 means that the peer's machine has received the bytes, not that the peer has
   * read them: only a response of the peer shows that.
   *
   * @return the number of bytes; 0 for a Unix socket, where written bytes have already arrived;
   *     empty if the engine lacks {@link switchboard.net.spi.Capability#ACKNOWLEDGEMENTS}, as the
   *     portable engine
   * @throws ConnectionLostException if the connection was reset, as by a peer that had closed it,
   *     before all bytes were acknowledged or before {@link #shutdownOutput}; for a Unix socket, if
   *     the peer closed it without reading everything
   * @throws SocketClosedException if this side has closed the connection
   * @throws IOException if another I/O error occurs
   */
  default OptionalLong unacknowledgedBytes() throws IOException {
    return OptionalLong.empty();
  }

  /**
   * Blocks until {@link #unacknowledgedBytes} is 0; returns at once if the engine cannot tell.
   * Useful before a program exits, and to detect a peer that has closed: until bytes reach it and
   * it answers with a reset, such a peer looks like one that has only shut down its output.
   *
   * @param stalled the longest time without progress: how long the number of unacknowledged bytes
   *     may stay the same
   * @throws ConnectionLostException if the connection was lost before all bytes were acknowledged,
   *     or if {@code stalled} has passed
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
   * discarded. Threads that are blocked in the connection throw {@link SocketClosedException}. Does
   * not block. Further calls have no effect. Unix sockets and pipes have no reset: there the peer
   * may see EOF.
   */
  void abort();

  /**
   * {@return whether neither {@link #close} nor {@link #abort} was called; says nothing about the
   * peer}
   */
  boolean isOpen();

  @Override
  default boolean isBroken() {
    return !isOpen();
  }

  /** {@return the address of this side; still available after closing} */
  Address local();

  /** {@return the address of the peer; a client of a Unix socket usually has an empty path} */
  Address remote();

  /** {@return the options of the socket, to be read and changed while it is open} */
  ConnectionOptions options();

  /**
   * Returns the buffered reading side of this connection.
   *
   * @return always the same object; to be used by one thread at a time
   */
  Source source();

  /**
   * Returns the buffered writing side of this connection.
   *
   * @return always the same object; to be used by one thread at a time
   */
  Sink sink();

  /**
   * Reports that everything that was read has been processed, and that the next byte begins a new
   * message. A server that drains closes a connection only at this point. Called by the thread that
   * reads, before it reads the next message; {@code FramedConnection} does this automatically. Has
   * no effect on connections that no server serves.
   */
  default void messageComplete() {}

  /**
   * Returns a view of this connection as an {@link InputStream}. It reads through {@link #source}
   * and blocks and fails as that does. Closing it closes the connection.
   *
   * @return a new view, which shares the buffer of the source
   */
  default InputStream asInputStream() {
    return new JdkViews(this).input();
  }

  /**
   * Returns a view of this connection as an {@link OutputStream}. It writes through {@link #sink},
   * so {@code flush} sends the bytes. Closing it flushes and closes the connection.
   *
   * @return a new view, which shares the buffer of the sink
   */
  default OutputStream asOutputStream() {
    return new JdkViews(this).output();
  }

  /**
   * Returns a view of this connection as a {@link ByteChannel}. It reads and writes without a
   * buffer, so do not mix it with {@link #source} and {@link #sink}. A write blocks until all bytes
   * are written. Closing it closes the connection.
   *
   * @return a new view. After the connection is closed it throws {@link
   *     java.nio.channels.ClosedChannelException}
   */
  default ByteChannel asByteChannel() {
    return new JdkViews(this).channel();
  }

  /**
   * Returns {@link #asInputStream} decoded as UTF-8; malformed bytes are replaced by U+FFFD.
   *
   * @return a new view, which reads ahead into a buffer of its own; use one only
   */
  default BufferedReader asReader() {
    return new JdkViews(this).reader();
  }

  /**
   * Returns {@link #asOutputStream} encoded as UTF-8; {@code flush} sends the text.
   *
   * @return a new view; closing it flushes and closes the connection
   */
  default Writer asWriter() {
    return new JdkViews(this).writer();
  }
}
