package switchboard.net;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.Capability;
import switchboard.net.spi.Engine;
import switchboard.net.spi.EngineProvider;

/**
 * The state of one engine on this machine, as reported by {@link Network#engines}: whether the
 * engine can be used, and why it is slower than it could be. Immutable.
 *
 * @since 0.1.0
 */
public final class EngineStatus {
  private final String name;
  private final boolean chosen;
  private final @Nullable String unusableBecause;
  private final @Nullable String slowBecause;
  private final Set<Capability> capabilities;
  private final List<String> missingOptions;

  /**
   * Creates the status of an engine. If the engine can be used, opens it to read its capabilities,
   * and closes it again.
   *
   * @param provider the engine
   * @param unusableBecause why the engine cannot be used, as a sentence; null if it can be used
   * @param chosen whether {@link Network#system} uses this engine
   */
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

  /** {@return the name of the engine in lower case, such as {@code epoll}} */
  public String name() {
    return name;
  }

  /** {@return why the engine cannot be used on this machine; null if it can be used} */
  public @Nullable String unusableReason() {
    return unusableBecause;
  }

  /**
   * {@return why the engine is slower than it could be, and how to change that; null if it runs at
   * full speed}
   */
  public @Nullable String slowReason() {
    return slowBecause;
  }

  /** {@return whether {@link Network#system} uses this engine} */
  public boolean isSelected() {
    return chosen;
  }

  /** {@return the optional features of the engine; empty if it cannot be used} */
  public Set<Capability> capabilities() {
    return capabilities;
  }

  /**
   * Returns JVM options that are missing from the command line of this process and would make the
   * engine usable or faster, such as {@code --add-opens java.base/java.lang=switchboard.net}.
   *
   * @return complete options for the {@code java} command; empty if no option would help
   */
  public List<String> missingJvmOptions() {
    return missingOptions;
  }

  /** {@return whether the engine can be used on this machine} */
  public boolean isUsable() {
    return unusableBecause == null;
  }

  /**
   * {@return a sentence that states whether the engine can be used, which features it has and why
   * it is slow; the name of the engine is not a part of the sentence}
   */
  public String description() {
    if (unusableBecause != null) {
      return unusableBecause;
    }
    String usable = "usable, " + features(capabilities);
    return slowBecause == null ? usable : usable + "; slower than possible: " + slowBecause;
  }

  /**
   * Returns a text for people that states whether an engine has event loops and zero-copy file
   * transfers.
   */
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

  /** Returns the name of the engine and its {@link #description}. */
  @Override
  public String toString() {
    return name + ": " + description();
  }
}
