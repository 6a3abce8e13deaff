package switchboard.transfer;

import switchboard.net.Connection;
import switchboard.server.ConnectionHandler;

/**
 * For servers that do not accept files: rejects each connection of a {@link FileSender}, and sends
 * a message to it in the transfer protocol.
 */
public final class RejectingHandler implements ConnectionHandler {
  private final String sentence;

  /**
   * Creates a handler.
   *
   * @param sentence the message that is sent to the sender
   */
  public RejectingHandler(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public void handle(Connection connection) {
    FinalMessage.over(connection).say(new TransferException(FailureReason.REJECTED, sentence));
  }
}
