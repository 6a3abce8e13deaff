package switchboard.cli.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.net.Address;
import switchboard.transfer.FileOutcome;
import switchboard.transfer.FileReceiver;
import switchboard.transfer.Inbox;
import switchboard.transfer.TransferListener;

/** What a receiver has to tell, and when it is over. Any thread. */
public final class ReceivedFiles {
  private final Environment environment;
  private final Console console;
  private final boolean once;
  private final CompletableFuture<Runnable> end = new CompletableFuture<>();

  /** The talk about the one sender, if it is for one, when he has left. */
  private volatile @Nullable FileMessages last; // written under the lock of this

  public ReceivedFiles(Environment environment, Console console, boolean once) {
    this.environment = environment;
    this.console = console;
    this.once = once;
  }

  public FileReceiver receiver(Inbox inbox, Duration idle) {
    return new FileReceiver(inbox, idle, this::messagesFor);
  }

  private TransferListener messagesFor(Address sender) {
    var messages = new FileMessages(environment, console, "received", sender.toString());
    return once ? new Once(messages) : messages;
  }

  /**
   * Ends the receiver after its first sender: the first connection on which a file was received or
   * failed. Other connections, such as a health check or a browser, do not count.
   */
  private final class Once implements TransferListener {
    private final FileMessages messages;
    private volatile boolean sender;

    Once(FileMessages messages) {
      this.messages = messages;
    }

    @Override
    public void onProgress(String name, long bytes, long size) {
      messages.onProgress(name, bytes, size);
    }

    @Override
    public void onFileEnd(FileOutcome outcome) {
      sender = true;
      messages.onFileEnd(outcome);
    }

    @Override
    public void onDisconnect(@Nullable IOException failure) {
      messages.onDisconnect(failure);
      if (!sender) {
        return;
      }
      synchronized (ReceivedFiles.this) {
        last = last == null ? messages : last;
      }
      var _ = end.thenAccept(Runnable::run);
    }
  }

  /** What ends the receiver; run when it is over. */
  void endsBy(Runnable close) {
    end.complete(close);
  }

  /** Whether the one sender has left. */
  boolean isOver() {
    return last != null;
  }

  /** What became of his files. */
  int status() {
    FileMessages messages = last;
    return messages == null ? Status.SUCCESS : messages.status();
  }
}
