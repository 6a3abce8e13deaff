package switchboard.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import switchboard.cli.command.UsageException;
import switchboard.net.internal.TerminalText;

/**
 * Rejects command-line arguments that are not valid UTF-8. The JVM replaces each malformed byte by
 * U+FFFD, so a file name with malformed bytes would become the name of a different file, or of no
 * file.
 */
final class TypedArguments {
  private static final char REPLACEMENT = '\uFFFD';
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private TypedArguments() {}

  /**
   * Fails if an argument is not valid UTF-8. Accepts all arguments if the file /proc/self/cmdline
   * (proc(5)) cannot be read.
   *
   * @throws UsageException if an argument is malformed. The message shows the argument, with bytes
   *     that are not UTF-8 as {@code \xff}
   */
  static void requireDecoded(String... arguments) throws UsageException {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].indexOf(REPLACEMENT) >= 0) {
        requireUtf8(i, arguments.length);
      }
    }
  }

  private static void requireUtf8(int index, int count) throws UsageException {
    List<byte[]> typed = typed();
    if (typed.size() < count) {
      return;
    }
    byte[] bytes = typed.get(typed.size() - count + index);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new UsageException(
          "'"
              + TerminalText.escape(bytes)
              + "' is not valid UTF-8: rename the file, or type the name in UTF-8");
    }
  }

  /**
   * Returns the arguments of this process as bytes, including the arguments of the JVM. Returns an
   * empty list if /proc/self/cmdline cannot be read.
   */
  private static List<byte[]> typed() {
    byte[] all;
    try {
      all = Files.readAllBytes(COMMAND_LINE);
    } catch (IOException e) {
      return List.of();
    }
    var typed = new ArrayList<byte[]>();
    int start = 0;
    for (int at = 0; at < all.length; at++) {
      if (all[at] == 0) {
        typed.add(Arrays.copyOfRange(all, start, at));
        start = at + 1;
      }
    }
    return typed;
  }
}
