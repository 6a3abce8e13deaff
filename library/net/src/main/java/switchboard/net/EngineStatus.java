package switchboard.net;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Network#engines} has found out about one engine. Immutable.
 *
 * @param name short, lower case: {@code epoll}
 * @param unusableBecause why it can't be used on this machine; null when it can
 * @param slowBecause what keeps it from its full speed, and what to do; null if nothing does
 * @param chosen whether {@link Network#system} takes it
 */
public record EngineStatus(
    String name, @Nullable String unusableBecause, @Nullable String slowBecause, boolean chosen) {

  /** Whether it can be used. */
  public boolean isUsable() {
    return unusableBecause == null;
  }

  /** In a sentence without its name. */
  public String sentence() {
    if (unusableBecause != null) {
      return unusableBecause;
    }
    return slowBecause == null ? "usable" : "usable, but slower: " + slowBecause;
  }

  @Override
  public String toString() {
    return name + ": " + sentence();
  }
}
