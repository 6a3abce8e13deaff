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

/** Probes a port with one connect attempt. Blocks the calling thread. */
final class ConnectProbe {
  private ConnectProbe() {}

  /**
   * Tries to connect to a port. If a connection is established, resets it immediately.
   *
   * @param timeout the maximum time to wait for an answer
   * @throws OperationInterruptedException if the thread is interrupted
   */
  static ProbeOutcome at(Network network, Address.Inet address, Duration timeout)
      throws IOException {
    try (PendingConnect pending = network.startConnect(address)) {
      Connection connection = pending.finishConnect(); // complete already on loopback
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
      return pending.finishConnect(); // an answer may have arrived after the timeout
    }
  }

  /**
   * Resets the connection and returns the outcome. If the local port of a socket equals the port to
   * which the socket connects, TCP connects the socket to itself by a simultaneous open, without a
   * listener (RFC 9293 §3.5, figure 8). This can happen only on loopback, where the scanned ports
   * include the ephemeral ports of this machine.
   */
  private static ProbeOutcome leave(Connection connection) {
    boolean selfConnected = connection.local().equals(connection.remote());
    connection.abort();
    return selfConnected ? ProbeOutcome.ITSELF : ProbeOutcome.CONNECTED;
  }
}
