package switchboard.transfer;

import switchboard.net.Connection;
import switchboard.server.ConnectionHandler;

/**
 * Tells {@link FileSender}s in their own protocol that no files are taken here. For servers without
 * an {@link Inbox}; runs on the thread of their strategy.
 */
public final class RejectingHandler implements ConnectionHandler {
  private final String sentence;

  /** Says {@code sentence}. */
  public RejectingHandler(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public void handle(Connection connection) {
    FinalMessage.over(connection).say(new TransferException(FailureReason.REJECTED, sentence));
  }
}
