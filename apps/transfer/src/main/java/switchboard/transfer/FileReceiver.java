package switchboard.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Source;
import switchboard.server.AddressQuota;
import switchboard.server.ConnectionHandler;

/**
 * Receives files and stores them in an {@link Inbox}. Supports two senders: {@link FileSender}, and
 * the sender program of a common Python tutorial, which sends a name, a separator, a size and the
 * bytes of one file. Use a receiver as the handler of a server.
 *
 * <pre>{@code
 * var receiver =
 *     new FileReceiver(
 *         Inbox.of(Path.of("inbox")), Duration.ofSeconds(60), _ -> TransferListener.NONE);
 * try (var server = Server.builder(receiver).listen("localhost:7000").start()) {
 *   server.awaitStop();
 * }
 * }</pre>
 */
public final class FileReceiver implements ConnectionHandler {
  private final Inbox inbox;
  private final Duration idle;
  private final Function<Address, TransferListener> listenerFor;
  private final Semaphore uploads;
  private final AddressQuota uploadsPerAddress = new AddressQuota();

  /**
   * Creates a receiver.
   *
   * @param inbox the inbox that stores the files
   * @param idle the idle timeout: if no byte from the sender arrives for this time during a
   *     transfer, the transfer fails
   * @param listenerFor a function that receives the address of a sender, and returns the listener
   *     for the transfer of this sender
   */
  public FileReceiver(Inbox inbox, Duration idle, Function<Address, TransferListener> listenerFor) {
    this.inbox = inbox;
    this.idle = idle;
    this.listenerFor = listenerFor;
    this.uploads = new Semaphore(inbox.limits().uploadsMax());
  }

  /**
   * Returns whether the first bytes from a client show that the client is a {@link FileSender}.
   *
   * @param first the first bytes of the connection. With fewer than four bytes, the result is false
   */
  public static boolean isSender(byte[] first) {
    return TransferProtocol.beginsMagic(first) && first.length >= TransferProtocol.MAGIC_BYTES / 2;
  }

  /**
   * Returns whether {@link #isSender} returns true for these bytes, or may return true after more
   * bytes have arrived.
   *
   * @param first the first bytes of the connection
   */
  public static boolean mayBeSender(byte[] first) {
    return TransferProtocol.beginsMagic(first);
  }

  @Override
  public void handle(Connection connection) throws IOException {
    Source source = connection.source();
    // before the first byte arrives, a graceful shutdown may close the connection
    connection.messageComplete();
    byte[] first;
    try (var _ = Deadline.after(idle)) {
      source.request(TransferProtocol.MAGIC_BYTES);
      first = source.peek(TransferProtocol.MAGIC_BYTES);
    }
    if (first.length == 0) {
      return; // a client that only checks whether the port is open
    }
    TransferListener listener = listenerFor.apply(connection.remote());
    boolean ours = TransferProtocol.isMagic(first) || TransferProtocol.isDamagedMagic(first);
    IOException failure = null;
    try {
      receiveIfAllowed(connection, ours, listener);
    } catch (IOException e) {
      failure = e;
      throw e;
    } finally {
      listener.onDisconnect(failure);
    }
  }

  private void receiveIfAllowed(Connection connection, boolean ours, TransferListener listener)
      throws IOException {
    Address remote = connection.remote();
    if (!uploadsPerAddress.tryAcquire(remote, 1, inbox.limits().uploadsPerAddressMax())) {
      reject(connection, ours, "too many uploads from your address");
    }
    try {
      if (!uploads.tryAcquire()) {
        reject(connection, ours, "too many uploads");
      }
      receive(connection, ours, listener);
    } finally {
      uploadsPerAddress.release(remote, 1);
    }
  }

  private void receive(Connection connection, boolean ours, TransferListener listener)
      throws IOException {
    try {
      if (ours) {
        new ReceiverSession(connection, inbox, idle, listener).run();
      } else {
        new TutorialSession(connection, inbox, idle, listener).run();
      }
    } finally {
      uploads.release();
    }
  }

  /**
   * Rejects an upload because of a limit. If the client is a {@link FileSender} ({@code ours} is
   * true), first sends the reason to it. Then always throws a {@link TransferException}.
   */
  private static void reject(Connection connection, boolean ours, String limit)
      throws TransferException {
    var full = new TransferException(FailureReason.BUSY, limit + " at the moment; try again later");
    if (ours) {
      FinalMessage.over(connection).say(full);
    }
    throw full;
  }
}
