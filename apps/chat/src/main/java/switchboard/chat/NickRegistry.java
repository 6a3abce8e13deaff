package switchboard.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that are in use in a {@link Chat}. Each name belongs to one holder. No other holder can
 * take this name or a name that looks like it. Checking a name and taking it is one atomic
 * operation. Thread-safe.
 *
 * @param <T> the type of the holders: members or rooms
 */
final class NickRegistry<T> {
  // Both maps are guarded by this.
  private final Map<String, T> byKey = new HashMap<>();
  private final Map<String, T> bySkeleton = new HashMap<>();

  /**
   * Assigns a name to {@code holder}.
   *
   * @return null if the name was assigned; otherwise the holder that already has this name, or a
   *     name that looks like it
   */
  @Nullable T take(String name, T holder) {
    return exchange(null, name, holder);
  }

  /**
   * Assigns the name {@code after} to {@code holder}, like {@link #take}. If the name was assigned
   * and {@code before} is not null, also releases {@code before}, the previous name of the same
   * holder.
   */
  @Nullable T exchange(@Nullable String before, String after, T holder) {
    String key = NickRules.key(after);
    Set<String> skeletons = NickRules.skeletons(after);
    synchronized (this) {
      T other = otherHolder(key, skeletons, holder);
      if (other == null) {
        if (before != null) {
          release(before, holder);
        }
        byKey.put(key, holder);
        skeletons.forEach(skeleton -> bySkeleton.put(skeleton, holder));
      }
      return other;
    }
  }

  private @Nullable T otherHolder(String key, Set<String> skeletons, T holder) {
    T same = byKey.get(key);
    if (same != null && same != holder) {
      return same;
    }
    for (String skeleton : skeletons) {
      T similar = bySkeleton.get(skeleton);
      if (similar != null && similar != holder) {
        return similar;
      }
    }
    return null;
  }

  /** Releases a name if it belongs to {@code holder}. */
  synchronized void release(String name, T holder) {
    byKey.remove(NickRules.key(name), holder);
    NickRules.skeletons(name).forEach(skeleton -> bySkeleton.remove(skeleton, holder));
  }

  synchronized @Nullable T find(String name) {
    return byKey.get(NickRules.key(name));
  }

  /** Returns all holders, in no particular order. */
  synchronized List<T> holders() {
    return new ArrayList<>(byKey.values());
  }

  synchronized int size() {
    return byKey.size();
  }
}
