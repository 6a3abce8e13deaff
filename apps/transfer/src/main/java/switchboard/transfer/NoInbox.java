package switchboard.transfer;

import switchboard.net.Connection;
import switchboard.server.Service;

/**
 * Tells {@link FileSender}s in their own protocol that no files are taken here. For servers without
 * an {@link Inbox}; runs on the thread of their strategy.
 */
public final class NoInbox implements Service {
  private final String sentence;

  /** Says {@code sentence}. */
  public NoInbox(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public void serve(Connection connection) {
    LastWords.over(connection).say(new TransferException(Reason.NOT_TAKEN, sentence));
  }
}
