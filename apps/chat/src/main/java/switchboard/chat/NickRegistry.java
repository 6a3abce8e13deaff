package switchboard.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that are in use in a {@link Chat}. Each belongs to one holder, and no other holder gets
 * one that looks like it. Both are decided in one step. Any thread.
 *
 * @param <T> a person or a room
 */
final class NickRegistry<T> {
  private final Map<String, T> byKey = new HashMap<>(); // guarded by this, like the next one
  private final Map<String, T> bySkeleton = new HashMap<>();

  /**
   * Gives {@code holder} a name.
   *
   * @return null, or the other holder of this name or of one that looks like it; then nothing has
   *     changed
   */
  @Nullable T take(String name, T holder) {
    return exchange(null, name, holder);
  }

  /** Like {@link #take}, and gives back the name that {@code holder} had {@code before}. */
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

  /** Gives a name back, if it is {@code holder}'s. */
  synchronized void release(String name, T holder) {
    byKey.remove(NickRules.key(name), holder);
    NickRules.skeletons(name).forEach(skeleton -> bySkeleton.remove(skeleton, holder));
  }

  synchronized @Nullable T find(String name) {
    return byKey.get(NickRules.key(name));
  }

  /** All holders, in no order. */
  synchronized List<T> holders() {
    return new ArrayList<>(byKey.values());
  }

  synchronized int size() {
    return byKey.size();
  }
}
