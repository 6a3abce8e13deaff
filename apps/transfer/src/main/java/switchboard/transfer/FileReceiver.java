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
import switchboard.server.Service;

/**
 * Takes files from whoever calls, into an {@link Inbox}: from {@link FileSender}s, and from the
 * teaching texts' sender, who sends a name, a separator, a size and bytes. For any server; runs on
 * the thread of that server's strategy.
 */
public final class FileReceiver implements Service {
  private final Inbox inbox;
  private final Duration idle;
  private final Function<Address, TransferNews> newsFor;
  private final Semaphore uploads;
  private final AddressQuota uploadsPerAddress = new AddressQuota();

  /**
   * Takes files into {@code inbox}.
   *
   * @param idle how long a sender may be silent inside a transfer
   * @param newsFor who wants to hear of the sender at an address
   */
  public FileReceiver(Inbox inbox, Duration idle, Function<Address, TransferNews> newsFor) {
    this.inbox = inbox;
    this.idle = idle;
    this.newsFor = newsFor;
    this.uploads = new Semaphore(inbox.limits().uploadsMax());
  }

  /** Whether these first bytes of a caller are those of a {@link FileSender}: four tell it. */
  public static boolean isSender(byte[] first) {
    return Wire.beginsMagic(first) && first.length >= Wire.MAGIC_BYTES / 2;
  }

  /** Whether they may become so when more bytes come. */
  public static boolean mayBeSender(byte[] first) {
    return Wire.beginsMagic(first);
  }

  @Override
  public void serve(Connection connection) throws IOException {
    Source source = connection.source();
    connection.messageComplete(); // whoever has said nothing yet may be ended by a drain
    byte[] first;
    try (var _ = Deadline.after(idle)) {
      source.request(Wire.MAGIC_BYTES);
      first = source.peek(Wire.MAGIC_BYTES);
    }
    if (first.length == 0) {
      return; // somebody who looked whether anybody is here
    }
    TransferNews news = newsFor.apply(connection.remote());
    boolean ours = Wire.isMagic(first) || Wire.isDamagedMagic(first);
    IOException failure = null;
    try {
      receiveIfAllowed(connection, ours, news);
    } catch (IOException e) {
      failure = e;
      throw e;
    } finally {
      news.parted(failure);
    }
  }

  private void receiveIfAllowed(Connection connection, boolean ours, TransferNews news)
      throws IOException {
    Address remote = connection.remote();
    if (!uploadsPerAddress.tryTake(remote, 1, inbox.limits().uploadsPerAddressMax())) {
      turnAway(connection, ours, "too many senders at your address");
    }
    try {
      if (!uploads.tryAcquire()) {
        turnAway(connection, ours, "too many senders");
      }
      receive(connection, ours, news);
    } finally {
      uploadsPerAddress.giveBack(remote, 1);
    }
  }

  private void receive(Connection connection, boolean ours, TransferNews news) throws IOException {
    try {
      if (ours) {
        new Receiving(connection, inbox, idle, news).run();
      } else {
        new TutorialReceiving(connection, inbox, idle, news).run();
      }
    } finally {
      uploads.release();
    }
  }

  /** Always throws. */
  private static void turnAway(Connection connection, boolean ours, String who)
      throws TransferException {
    var full =
        new TransferException(Reason.BUSY, who + " are served at this moment; try again later");
    if (ours) {
      LastWords.over(connection).say(full);
    }
    throw full;
  }
}
