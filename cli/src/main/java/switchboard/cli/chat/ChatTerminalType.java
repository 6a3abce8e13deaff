package switchboard.cli.chat;

import java.io.IOException;
import org.jline.utils.InfoCmp;

/**
 * Chooses the terminal type that JLine edits with, on the thread that chats. Each new terminal has
 * a name of its own, such as xterm-ghostty, that is in few terminfo databases, and almost each
 * understands what xterm does. JLine would warn about an unknown name, and then edit as on a
 * terminal of 1979.
 */
final class ChatTerminalType {
  private static final String DEFAULT = "xterm-256color";

  private ChatTerminalType() {}

  /** Returns {@code term} if its capabilities are known here (infocmp(1)), else those of xterm. */
  static String of(String term) {
    try {
      InfoCmp.setLoadedInfoCmp(term, InfoCmp.getInfoCmp(term)); // asked once, and kept
      return term;
    } catch (IOException unknown) {
      return DEFAULT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DEFAULT;
    }
  }
}
