package switchboard.net.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an engine is found: a service of {@link java.util.ServiceLoader}. */
public interface EngineProvider {

  /** Short, lower case, as {@link Engine#name()}. */
  String name();

  /** Of several usable engines the one with the highest preference is taken. */
  int preference();

  /** Why it can't be used on this machine, in a sentence; null when it can. */
  @Nullable String unusableReason();

  /**
   * What keeps it from its full speed on this machine, and what to do, in half a sentence; null if
   * nothing does. Asked only when it can be used.
   */
  default @Nullable String slowReason() {
    return null;
  }

  /**
   * Returns the options of java that this JVM was started without and that would make the engine
   * usable or faster, such as {@code --enable-native-access=ALL-UNNAMED}; empty if no option would.
   * An option names the module of the engine, or {@code ALL-UNNAMED} on the class path.
   */
  default List<String> missingJvmOptions() {
    return List.of();
  }

  /** Opens a new engine. */
  Engine open();
}
