package switchboard.net.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes and opens one engine. Providers are found by {@link java.util.ServiceLoader}. {@link
 * switchboard.net.Network#system} opens the usable engine with the highest preference.
 *
 * <p>A module declares its provider with {@code provides EngineProvider with …} in its module
 * descriptor. A jar on the class path declares its provider in a file in {@code META-INF/services}.
 *
 * @since 0.1.0
 */
public interface EngineProvider {

  /** {@return the name of the engine, equal to {@link Engine#name()}} */
  String name();

  /** {@return the rank of this engine; the usable engine with the highest rank is opened} */
  int preference();

  /**
   * Returns why the engine cannot be used on this machine.
   *
   * @return the reason as one sentence; null if the engine can be used
   */
  @Nullable String unusableReason();

  /**
   * Returns why the engine runs slower on this machine than it could, and how the user can change
   * that. Called only if {@link #unusableReason} returns null.
   *
   * @return the reason as a phrase that continues a sentence; null if the engine runs at full speed
   */
  default @Nullable String slowReason() {
    return null;
  }

  /**
   * Returns the options of the {@code java} command that are missing in this JVM and would make the
   * engine usable or faster.
   *
   * @return the options, such as {@code --enable-native-access=ALL-UNNAMED}. An option names the
   *     module of the engine, or {@code ALL-UNNAMED} if the engine is on the class path. Empty if
   *     no option would help
   */
  default List<String> missingJvmOptions() {
    return List.of();
  }

  /** {@return a new engine, which the caller closes} */
  Engine open();
}
