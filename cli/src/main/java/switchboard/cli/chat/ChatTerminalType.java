package switchboard.cli.chat;

import java.io.IOException;
import org.jline.utils.InfoCmp;

/**
 * Chooses the terminal type for JLine. New terminal emulators have their own type, such as
 * xterm-ghostty, which is missing in most terminfo databases, although nearly all of them
 * understand the sequences of xterm. For an unknown type JLine prints a warning and falls back to
 * the type ansi, which has fewer capabilities.
 */
final class ChatTerminalType {
  private static final String DEFAULT = "xterm-256color";

  private ChatTerminalType() {}

  /** Returns {@code term} if infocmp(1) knows it, otherwise xterm-256color. Blocks for infocmp. */
  static String of(String term) {
    try {
      // Cached, so that JLine does not run infocmp again.
      InfoCmp.setLoadedInfoCmp(term, InfoCmp.getInfoCmp(term));
      return term;
    } catch (IOException e) {
      return DEFAULT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DEFAULT;
    }
  }
}
