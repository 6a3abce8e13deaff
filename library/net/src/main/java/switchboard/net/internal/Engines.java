package switchboard.net.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import switchboard.net.EngineStatus;
import switchboard.net.spi.Engine;
import switchboard.net.spi.EngineProvider;

/**
 * Finds the engines that are there and chooses one: {@code -Dswitchboard.engine=NAME} forces it.
 */
public final class Engines {
  /** The engine that works wherever a JDK does. */
  private static final String PORTABLE = "nio";

  private Engines() {}

  public static Engine best() {
    return open(System.getProperty("switchboard.engine"));
  }

  /**
   * Opens the engine of that name, or without one the best that works.
   *
   * @throws IllegalStateException with the reason, when it can't be
   */
  public static Engine open(@Nullable String name) {
    return open(name, providers());
  }

  /** Opens one of {@code providers}, which are there with the best first. */
  static Engine open(@Nullable String name, List<EngineProvider> providers) {
    var reasons = new ArrayList<String>();
    for (EngineProvider provider : providers) {
      if (name == null || name.equals(provider.name())) {
        String reason = provider.unusableReason();
        if (reason == null) {
          return provider.open();
        }
        reasons.add((name == null ? provider.name() + ": " : "") + reason);
      }
    }
    throw new IllegalStateException(
        name == null ? noneUsable(reasons, providers) : unusable(name, reasons, providers));
  }

  private static String noneUsable(List<String> reasons, List<EngineProvider> providers) {
    String tried = reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
    String missing =
        providers.stream().anyMatch(each -> each.name().equals(PORTABLE))
            ? ""
            : "; the portable engine "
                + PORTABLE
                + " is not there: add the module switchboard.engine.nio, or, if jars were merged,"
                + " its line in META-INF/services/"
                + EngineProvider.class.getName();
    return "no engine can be used" + tried + missing;
  }

  private static String unusable(
      String name, List<String> reasons, List<EngineProvider> providers) {
    return reasons.isEmpty()
        ? "there is no engine " + name + "; there are: " + names(providers)
        : "engine " + name + " can't be used: " + String.join("; ", reasons);
  }

  private static String names(List<EngineProvider> providers) {
    return String.join(", ", providers.stream().map(EngineProvider::name).toList());
  }

  /** All that are there, the best first. */
  public static List<EngineStatus> report() {
    String forced = System.getProperty("switchboard.engine");
    var found = new ArrayList<EngineStatus>();
    boolean taken = false;
    for (EngineProvider provider : providers()) {
      String unusable = provider.unusableReason();
      boolean takes =
          !taken && unusable == null && (forced == null || forced.equals(provider.name()));
      taken |= takes;
      found.add(new EngineStatus(provider, unusable, takes));
    }
    return List.copyOf(found);
  }

  /**
   * Returns the options of java that this JVM was started without and that would make the engine of
   * that name faster, or a better engine usable if {@link #best} is free to take one.
   *
   * @param best whether {@link #best} has opened it
   */
  public static List<String> missingOptions(String engine, boolean best) {
    boolean forced = System.getProperty("switchboard.engine") != null;
    var options = new LinkedHashSet<String>();
    for (EngineProvider provider : providers()) {
      boolean own = provider.name().equals(engine);
      if (own || (best && !forced)) {
        options.addAll(provider.missingJvmOptions());
      }
      if (own) {
        return List.copyOf(options);
      }
    }
    return List.of(); // no service, so nobody knows its options: the memory engine
  }

  private static List<EngineProvider> providers() {
    var found = new ArrayList<EngineProvider>();
    ServiceLoader.load(EngineProvider.class, Engines.class.getClassLoader()).forEach(found::add);
    found.sort(Comparator.comparingInt(EngineProvider::preference).reversed());
    return found;
  }
}
