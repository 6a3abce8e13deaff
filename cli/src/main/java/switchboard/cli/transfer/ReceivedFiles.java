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

/**
 * Creates the handler that receives files, and reports the files that it receives. With {@code
 * --once}, closes the server after the first sender has disconnected. Thread-safe.
 */
public final class ReceivedFiles {
  private final Environment environment;
  private final Console console;
  private final boolean once;
  private final CompletableFuture<Runnable> end = new CompletableFuture<>();

  /**
   * With {@code once}: the messages about the files of the first sender, or null until that sender
   * has disconnected.
   */
  private volatile @Nullable FileMessages last; // written under the lock of this

  /**
   * Creates an instance for one server.
   *
   * @param once whether the receiver stops after its first sender
   */
  public ReceivedFiles(Environment environment, Console console, boolean once) {
    this.environment = environment;
    this.console = console;
    this.once = once;
  }

  /**
   * Returns a handler that stores files in {@code inbox}.
   *
   * @param idle the time after which a sender that sends nothing is disconnected
   */
  public FileReceiver receiver(Inbox inbox, Duration idle) {
    return new FileReceiver(inbox, idle, this::messagesFor);
  }

  private TransferListener messagesFor(Address sender) {
    var messages = new FileMessages(environment, console, "received", sender.toString());
    return once ? new Once(messages) : messages;
  }

  /**
   * Ends the receiver after the first connection on which a file was received, or the transfer of a
   * file failed. Connections without a file, such as a health check or a browser, do not end the
   * receiver.
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

  /**
   * Sets the action that closes the server. The action runs with {@code --once} after the first
   * sender has disconnected.
   */
  void endsBy(Runnable close) {
    end.complete(close);
  }

  /** Returns whether the first sender has disconnected; always false without {@code --once}. */
  boolean isOver() {
    return last != null;
  }

  /**
   * Returns the exit status for the files that the first sender has sent. Used only with {@code
   * --once}.
   */
  int status() {
    FileMessages messages = last;
    return messages == null ? Status.SUCCESS : messages.status();
  }
}
