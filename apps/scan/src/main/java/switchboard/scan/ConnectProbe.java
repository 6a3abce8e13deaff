package switchboard.scan;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Network;
import switchboard.net.OperationInterruptedException;
import switchboard.net.PendingConnect;

/** One try to connect to a port. Blocks the thread of the scan that makes it. */
final class ConnectProbe {
  private ConnectProbe() {}

  /**
   * Connects, and resets the connection.
   *
   * @param timeout how long to wait for an answer
   */
  static ProbeOutcome at(Network network, Address.Inet address, Duration timeout)
      throws IOException {
    try (PendingConnect pending = network.startConnect(address)) {
      Connection connection = pending.finishConnect(); // on loopback it is decided already
      if (connection == null) {
        connection = await(pending, timeout);
      }
      return connection == null ? ProbeOutcome.NOTHING : leave(connection);
    } catch (OperationInterruptedException e) {
      throw e;
    } catch (IOException e) {
      return ProbeOutcome.of(e);
    }
  }

  private static @Nullable Connection await(PendingConnect pending, Duration timeout)
      throws IOException {
    try (var _ = Deadline.after(timeout)) {
      return pending.awaitConnect();
    } catch (DeadlineExceededException e) {
      return pending.finishConnect(); // this machine may have been slower than the answer
    }
  }

  /**
   * A socket that calls the very port that the system chose for itself meets itself, and both sides
   * are open without anybody who listens (RFC 9293 §3.5, figure 8). That happens on loopback only,
   * where the ports that are scanned are the ports that callers are given.
   */
  private static ProbeOutcome leave(Connection connection) {
    boolean itself = connection.local().equals(connection.remote());
    connection.abort();
    return itself ? ProbeOutcome.ITSELF : ProbeOutcome.CONNECTED;
  }
}
