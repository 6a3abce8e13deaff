package switchboard.benchmarks;

import java.io.IOException;

/**
 * The main class of the other process in {@link Ipc}. It repeatedly reads a message that contains
 * the number of pieces that follow, reads these pieces, and sends the message back. It exits after
 * a message with a negative number.
 */
final class IpcMain {
  /** The size of a request and of a response in bytes. */
  static final int MESSAGE_BYTES = 64;

  /** The size of a piece in bytes. */
  static final int PIECE_BYTES = 64 * 1024;

  private IpcMain() {}

  /**
   * Answers requests until a request with a negative number arrives.
   *
   * @param arguments the name of an {@link IpcKind}, and the port or path of its transport
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
