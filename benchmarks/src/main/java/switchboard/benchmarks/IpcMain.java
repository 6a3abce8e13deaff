package switchboard.benchmarks;

import java.io.IOException;

/**
 * The other process of a talk: reads a message that says how many pieces follow it, reads those,
 * and sends the message back. A negative number ends it.
 */
final class IpcMain {
  /** A question or an answer. */
  static final int MESSAGE_BYTES = 64;

  /** One of many that follow each other. */
  static final int PIECE_BYTES = 64 * 1024;

  private IpcMain() {}

  /**
   * Talks until it is told to end.
   *
   * @param arguments the name of an {@link IpcKind}, and where to meet
   */
  public static void main(String[] arguments) throws IOException {
    IpcKind kind = IpcKind.valueOf(arguments[0]);
    var message = kind.buffer(MESSAGE_BYTES);
    var piece = kind.buffer(PIECE_BYTES);
    try (Link link = kind.join(arguments[1])) {
      while (true) {
        link.receive(message.clear());
        int pieces = message.getInt(0);
        if (pieces < 0) {
          return;
        }
        for (int i = 0; i < pieces; i++) {
          link.receive(piece.clear());
        }
        link.send(message.flip());
      }
    }
  }
}
