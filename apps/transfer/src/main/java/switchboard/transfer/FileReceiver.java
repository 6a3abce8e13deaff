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
 * Takes files from whoever calls, into an {@link Inbox}: from {@link FileSender}s, and from the
 * teaching texts' sender, who sends a name, a separator, a size and bytes. For any server; runs on
 * the thread of that server's strategy.
 */
public final class FileReceiver implements ConnectionHandler {
  private final Inbox inbox;
  private final Duration idle;
  private final Function<Address, TransferListener> newsFor;
  private final Semaphore uploads;
  private final AddressQuota uploadsPerAddress = new AddressQuota();

  /**
   * Takes files into {@code inbox}.
   *
   * @param idle how long a sender may be silent inside a transfer
   * @param newsFor who wants to hear of the sender at an address
   */
  public FileReceiver(Inbox inbox, Duration idle, Function<Address, TransferListener> newsFor) {
    this.inbox = inbox;
    this.idle = idle;
    this.newsFor = newsFor;
    this.uploads = new Semaphore(inbox.limits().uploadsMax());
  }

  /** Whether these first bytes of a caller are those of a {@link FileSender}: four tell it. */
  public static boolean isSender(byte[] first) {
    return TransferProtocol.beginsMagic(first) && first.length >= TransferProtocol.MAGIC_BYTES / 2;
  }

  /** Whether they may become so when more bytes come. */
  public static boolean mayBeSender(byte[] first) {
    return TransferProtocol.beginsMagic(first);
  }

  @Override
  public void handle(Connection connection) throws IOException {
    Source source = connection.source();
    connection.messageComplete(); // whoever has said nothing yet may be ended by a drain
    byte[] first;
    try (var _ = Deadline.after(idle)) {
      source.request(TransferProtocol.MAGIC_BYTES);
      first = source.peek(TransferProtocol.MAGIC_BYTES);
    }
    if (first.length == 0) {
      return; // somebody who looked whether anybody is here
    }
    TransferListener news = newsFor.apply(connection.remote());
    boolean ours = TransferProtocol.isMagic(first) || TransferProtocol.isDamagedMagic(first);
    IOException failure = null;
    try {
      receiveIfAllowed(connection, ours, news);
    } catch (IOException e) {
      failure = e;
      throw e;
    } finally {
      news.onDisconnect(failure);
    }
  }

  private void receiveIfAllowed(Connection connection, boolean ours, TransferListener news)
      throws IOException {
    Address remote = connection.remote();
    if (!uploadsPerAddress.tryAcquire(remote, 1, inbox.limits().uploadsPerAddressMax())) {
      turnAway(connection, ours, "too many senders at your address");
    }
    try {
      if (!uploads.tryAcquire()) {
        turnAway(connection, ours, "too many senders");
      }
      receive(connection, ours, news);
    } finally {
      uploadsPerAddress.release(remote, 1);
    }
  }

  private void receive(Connection connection, boolean ours, TransferListener news)
      throws IOException {
    try {
      if (ours) {
        new ReceiverSession(connection, inbox, idle, news).run();
      } else {
        new TutorialSession(connection, inbox, idle, news).run();
      }
    } finally {
      uploads.release();
    }
  }

  /** Always throws. */
  private static void turnAway(Connection connection, boolean ours, String who)
      throws TransferException {
    var full =
        new TransferException(
            FailureReason.BUSY, who + " are served at this moment; try again later");
    if (ours) {
      FinalMessage.over(connection).say(full);
    }
    throw full;
  }
}
