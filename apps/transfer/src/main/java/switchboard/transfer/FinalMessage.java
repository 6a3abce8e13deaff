package switchboard.transfer;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import switchboard.net.Connection;
import switchboard.net.Deadline;

/**
 * The end of a transfer that goes no further: STOP, said so that it arrives at a peer who is still
 * sending. Belongs to one thread.
 */
record FinalMessage(FrameInput input, FrameOutput output) {
  private static final System.Logger LOG = System.getLogger("switchboard.transfer");
  private static final Duration TIME_MAX = Duration.ofSeconds(5);
  private static final long BYTES_MAX = 64L << 20;

  /** On a connection on which nothing was said yet. */
  static FinalMessage over(Connection connection) {
    return new FinalMessage(
        new FrameInput(connection.source(), TIME_MAX), new FrameOutput(connection.sink()));
  }

  /** Blocks until the peer has ended too, or for five seconds. */
  void say(TransferException reason) {
    try (var _ = Deadline.after(TIME_MAX)) {
      output.greet();
      output.control(
          TransferProtocol.STOP, 0, ControlFields.because(reason.reason(), reason.sentence()));
      output.flush();
      input.drop(BYTES_MAX); // closing before he has heard would reset the connection
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "nobody hears the last words: {0}", gone.getMessage());
    }
  }
}
