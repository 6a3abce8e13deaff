package switchboard.transfer;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import switchboard.net.Connection;
import switchboard.net.Deadline;

/**
 * Sends a STOP frame at the end of a failed transfer, and then discards input for up to five
 * seconds. If the connection were closed while the peer is still sending, it could be reset before
 * the peer has received STOP. Confined to one thread.
 */
record FinalMessage(FrameInput input, FrameOutput output) {
  private static final System.Logger LOG = System.getLogger("switchboard.transfer");
  private static final Duration TIME_MAX = Duration.ofSeconds(5);
  private static final long BYTES_MAX = 64L << 20;

  /** Returns a {@code FinalMessage} for a connection on which nothing has been sent or received. */
  static FinalMessage over(Connection connection) {
    return new FinalMessage(
        new FrameInput(connection.source(), TIME_MAX), new FrameOutput(connection.sink()));
  }

  /**
   * Sends STOP with this reason, then discards at most 64 MiB of input until EOF. Blocks for at
   * most five seconds. An I/O error is logged, but no exception is thrown.
   */
  void say(TransferException reason) {
    try (var _ = Deadline.after(TIME_MAX)) {
      output.greet();
      output.control(
          TransferProtocol.STOP, 0, ControlFields.because(reason.reason(), reason.sentence()));
      output.flush();
      input.drop(BYTES_MAX); // closing with unread input would reset the connection
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot send the final message: {0}", e.getMessage());
    }
  }
}
