package switchboard.cli.chat;

import java.io.IOException;
import org.jline.utils.InfoCmp;

/**
 * Chooses the terminal type for JLine. Recent terminal emulators have terminal types, such as
 * xterm-ghostty, that most terminfo databases do not contain. Nearly all of these emulators
 * understand the escape sequences of xterm. For an unknown type, JLine would print a warning and
 * use the type ansi, which has fewer capabilities than xterm.
 */
final class ChatTerminalType {
  private static final String DEFAULT = "xterm-256color";

  private ChatTerminalType() {}

  /**
   * Returns {@code term} if infocmp(1) can describe this terminal type, otherwise {@code
   * xterm-256color}. Blocks until the process of infocmp has ended.
   */
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
