package switchboard.transfer;

import switchboard.net.Connection;
import switchboard.server.ConnectionHandler;

/**
 * Rejects {@link FileSender}s with a message in the transfer protocol. For servers that have no
 * {@link Inbox}.
 */
public final class RejectingHandler implements ConnectionHandler {
  private final String sentence;

  /**
   * Creates a handler.
   *
   * @param sentence the message that senders receive
   */
  public RejectingHandler(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public void handle(Connection connection) {
    FinalMessage.over(connection).say(new TransferException(FailureReason.REJECTED, sentence));
  }
}
