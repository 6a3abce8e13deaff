package switchboard.net.spi;

import org.jspecify.annotations.Nullable;

/** How an engine is found: a service of {@link java.util.ServiceLoader}. */
public interface EngineProvider {

  /** Short, lower case, as {@link Engine#name()}. */
  String name();

  /** Of several usable engines the one with the highest preference is taken. */
  int preference();

  /** Why it can't be used on this machine, in a sentence; null when it can. */
  @Nullable String unusableBecause();

  /**
   * What keeps it from its full speed on this machine, and what to do, in half a sentence; null if
   * nothing does. Asked only when it can be used.
   */
  default @Nullable String slowBecause() {
    return null;
  }

  /** Opens a new engine. */
  Engine open();
}
