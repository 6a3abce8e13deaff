package switchboard.cli.console;

import java.io.Console;
import java.io.IOException;
import java.util.Optional;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.StandardDescriptor;

/**
 * Reports which standard streams of this process are terminals, and how wide the terminals are.
 * Calls isatty(3) and TIOCGWINSZ (ioctl_tty(2)) through JLine. Loads JLine only if a stream is a
 * device that can be a terminal. Thread-safe.
 */
final class ProcessTerminals implements Environment.Terminals {
  private static final SystemStream[] STREAMS = {
    SystemStream.Input, SystemStream.Output, SystemStream.Error
  };

  /**
   * Holds the terminal provider of JLine, which is loaded when this class is first used. The
   * provider is null if native access is denied.
   */
  private static final class Native {
    static final @Nullable TerminalProvider PROVIDER = load();

    private static @Nullable TerminalProvider load() {
      try {
        TerminalProvider provider = TerminalProvider.load("ffm");
        provider.isSystemStream(SystemStream.Error); // links the native functions, or fails
        return provider;
      } catch (IOException | RuntimeException | LinkageError denied) {
        return null;
      }
    }
  }

  @Override
  public boolean isTerminal(int descriptor) {
    if (!new StandardDescriptor(descriptor).canBeTerminal()) {
      return false;
    }
    TerminalProvider provider = Native.PROVIDER;
    return provider != null
        ? provider.isSystemStream(STREAMS[descriptor])
        : Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  @Override
  public int columns(int descriptor) {
    TerminalProvider provider = isTerminal(descriptor) ? Native.PROVIDER : null;
    return provider == null ? 0 : Math.max(0, provider.systemStreamWidth(STREAMS[descriptor]));
  }
}
