package switchboard.net.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.PeerState;
import switchboard.net.spi.SystemError;

/** Tests {@link ReadinessStream} over system calls whose results the test provides. */
class ReadinessStreamTest {
  private static final int PIECE_BYTES = 100;

  private final SystemError reset =
      new SystemError(SystemError.Kind.LOST, "Connection reset by peer", "ECONNRESET");

  private final Script script = new Script();
  private final ByteBuffer buffer = ByteBuffer.allocate(1000);
  private ManualSocket socket;
  private ReadinessStream stream;

  @BeforeEach
  void open() throws IOException {
    socket = ManualSocket.edgeTriggered();
    Address address = Address.inet(new byte[] {127, 0, 0, 1}, 7);
    stream = new ReadinessStream(socket, script, address, address);
  }

  /** System calls whose results come from a queue: a number of bytes, or an error to throw. */
  private static final class Script implements StreamCalls {
    private final Queue<Object> results = new ArrayDeque<>();
    private int calls;
    private boolean mayHaveMore;
    private boolean lossByWrite = true;
    private boolean resetOnClose;

    void then(Object... more) {
      results.addAll(Arrays.asList(more));
    }

    private int next(ByteBuffer moved) throws SystemError {
      calls++;
      Object result = results.remove();
      if (result instanceof SystemError error) {
        throw error;
      }
      int count = (Integer) result;
      moved.position(moved.position() + Math.max(0, count));
      return count;
    }

    @Override
    public int bytesPerCall(ByteBuffer piece) {
      return Math.min(piece.remaining(), PIECE_BYTES);
    }

    @Override
    public int tryRead(ByteBuffer target, int bytesMax) throws SystemError {
      return next(target);
    }

    @Override
    public boolean mayHaveMore() {
      return mayHaveMore;
    }

    @Override
    public int tryWrite(ByteBuffer source, int bytesMax) throws SystemError {
      return next(source);
    }

    @Override
    public int tryWrite(ByteBuffer[] sources, int first) throws SystemError {
      return next(sources[first]);
    }

    @Override
    public boolean isLoss(SystemError writeFailure) {
      return lossByWrite;
    }

    @Override
    public boolean shutdownOutput() {
      return true;
    }

    @Override
    public void shutdownInput() {}

    @Override
    public boolean closeHidesLoss() {
      return true;
    }

    @Override
    public void resetOnClose() {
      resetOnClose = true;
    }

    @Override
    public PeerState peerState(boolean outputShut) {
      return PeerState.OPEN;
    }

    @Override
    public ConnectionOptions options() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aReadThatDidNotFillItsBufferIsFollowedByAWaitWithoutACall() throws Exception {
    script.then(10, 5);
    socket.report(Interest.READ);
    assertEquals(10, stream.read(buffer));
    socket.report(Interest.READ);
    assertEquals(5, stream.read(buffer));
    assertEquals(2, script.calls);
    assertEquals(15, buffer.position());
  }

  @Test
  void aReadThatFilledItsPieceIsFollowedByAnotherWithoutAWait() throws Exception {
    script.then(PIECE_BYTES, 1);
    socket.report(Interest.READ);
    assertEquals(PIECE_BYTES, stream.read(buffer));
    assertEquals(1, stream.read(buffer));
  }

  @Test
  void aShortReadIsFollowedByAnotherWithoutAWaitIfTheKernelMayHaveMore() throws Exception {
    script.then(10, StreamCalls.END);
    socket.report(Interest.READ);
    script.mayHaveMore = true;
    assertEquals(10, stream.read(buffer));
    assertEquals(-1, stream.read(buffer));
  }

  @Test
  void aReadThatFindsNothingWaitsOnceMore() throws Exception {
    script.then(StreamCalls.WOULD_BLOCK);
    socket.report(Interest.READ);
    stream.awaitReadable();
    assertEquals(0, stream.tryRead(buffer));
    socket.report(Interest.READ);
    script.then(3);
    assertEquals(3, stream.read(buffer));
  }

  @Test
  void aWriteThatTheKernelDoesNotTakeIsRepeatedOnceItIsReady() throws Exception {
    script.then(StreamCalls.WOULD_BLOCK, 7);
    socket.report(Interest.WRITE);
    assertEquals(7, stream.write(ByteBuffer.allocate(10)));
  }

  @Test
  void theLastOfSeveralBuffersIsWrittenByThePlainCall() throws Exception {
    script.then(StreamCalls.WOULD_BLOCK, 4, 2);
    socket.report(Interest.WRITE);
    var buffers = new ByteBuffer[] {ByteBuffer.allocate(4), ByteBuffer.allocate(2)};
    assertEquals(4, stream.write(buffers, 0));
    assertEquals(2, stream.write(buffers, 1));
  }

  @Test
  void aLossThatAWriteHasLearnedOfIsThrownByReadsInsteadOfEof() {
    script.then(reset, StreamCalls.END);
    assertSame(reset, assertThrows(SystemError.class, () -> stream.tryWrite(buffer)));
    assertSame(reset, assertThrows(SystemError.class, () -> stream.tryRead(buffer)));
    assertEquals(PeerState.DISCONNECTED, stream.peerState());
  }

  @Test
  void aWriteThatFailsSinceThePeerHasClosedLeavesItsEofToRead() throws Exception {
    script.lossByWrite = false;
    script.then(reset, StreamCalls.END);
    assertSame(reset, assertThrows(SystemError.class, () -> stream.tryWrite(buffer)));
    assertEquals(-1, stream.tryRead(buffer));
    assertEquals(PeerState.OPEN, stream.peerState());
  }

  @Test
  void aReadAfterTheInputWasShutIsEofWithoutACall() throws Exception {
    stream.shutdownInput();
    assertEquals(-1, stream.read(buffer));
    assertEquals(0, script.calls);
    assertEquals(PeerState.UNKNOWN, stream.peerState());
  }

  @Test
  void aCloseThatWouldHideUnreadInputResetsTheConnection() throws Exception {
    stream.close();
    assertTrue(script.resetOnClose);
    assertTrue(socket.isClosed());
    assertThrows(SystemError.class, () -> stream.read(buffer));
  }

  @Test
  void aReadOnlyBufferIsRefusedBeforeAnythingBlocks() {
    assertThrows(IllegalArgumentException.class, () -> stream.read(buffer.asReadOnlyBuffer()));
    assertFalse(socket.isWanted(Interest.READ));
  }
}
