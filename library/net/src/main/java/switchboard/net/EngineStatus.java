package switchboard.net;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.Capability;
import switchboard.net.spi.Engine;
import switchboard.net.spi.EngineProvider;

/** What {@link Network#engines} has found out about one engine. Immutable. */
public final class EngineStatus {
  private final String name;
  private final boolean chosen;
  private final @Nullable String unusableBecause;
  private final @Nullable String slowBecause;
  private final Set<Capability> capabilities;
  private final List<String> missingOptions;

  /** Asks the provider, and opens the engine for a moment if it can be used. */
  public EngineStatus(EngineProvider provider, @Nullable String unusableBecause, boolean chosen) {
    this.name = provider.name();
    this.unusableBecause = unusableBecause;
    this.slowBecause = unusableBecause == null ? provider.slowReason() : null;
    this.chosen = chosen;
    this.capabilities = unusableBecause == null ? capabilities(provider) : Set.of();
    this.missingOptions = List.copyOf(provider.missingJvmOptions());
  }

  private static Set<Capability> capabilities(EngineProvider provider) {
    try (Engine engine = provider.open()) {
      return Set.copyOf(engine.capabilities());
    }
  }

  /** Returns its name, short and in lower case: {@code epoll}. */
  public String name() {
    return name;
  }

  /** Returns why it can't be used on this machine; null when it can. */
  public @Nullable String unusableReason() {
    return unusableBecause;
  }

  /** Returns what keeps it from its full speed, and what to do; null if nothing does. */
  public @Nullable String slowReason() {
    return slowBecause;
  }

  /** Returns whether {@link Network#system} takes it. */
  public boolean isSelected() {
    return chosen;
  }

  /** Returns what it can do; empty if it can't be used. */
  public Set<Capability> capabilities() {
    return capabilities;
  }

  /**
   * Returns the options of java that this JVM was started without and that would make the engine
   * usable or faster, such as {@code --add-opens java.base/java.lang=switchboard.net}; empty if no
   * option would.
   */
  public List<String> missingJvmOptions() {
    return missingOptions;
  }

  /** Whether it can be used. */
  public boolean isUsable() {
    return unusableBecause == null;
  }

  /** In a sentence without its name. */
  public String description() {
    if (unusableBecause != null) {
      return unusableBecause;
    }
    String usable = "usable, " + features(capabilities);
    return slowBecause == null ? usable : usable + "; slower than possible: " + slowBecause;
  }

  /** Tells of what makes an engine fast whether it is there. */
  static String features(Set<Capability> capabilities) {
    var zeroCopy = EnumSet.of(Capability.ZERO_COPY_SEND, Capability.ZERO_COPY_RECEIVE);
    zeroCopy.retainAll(capabilities);
    String files =
        switch (zeroCopy.size()) {
          case 0 -> "no";
          case 1 -> zeroCopy.contains(Capability.ZERO_COPY_SEND) ? "send only" : "receive only";
          default -> "yes";
        };
    boolean loops = capabilities.contains(Capability.EVENT_LOOPS);
    return "event loops: " + (loops ? "yes" : "no") + ", zero-copy files: " + files;
  }

  @Override
  public String toString() {
    return name + ": " + description();
  }
}
