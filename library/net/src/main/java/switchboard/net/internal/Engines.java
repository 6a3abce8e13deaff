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
 * Finds the engines that are installed and opens one. The system property {@code
 * switchboard.engine=NAME} selects it.
 */
public final class Engines {
  /** The engine that works on every platform of the JDK. */
  private static final String PORTABLE = "nio";

  private Engines() {}

  /** Opens the engine that the system property names, or else the best usable one. */
  public static Engine best() {
    return open(System.getProperty("switchboard.engine"));
  }

  /**
   * Opens the engine with that name; if {@code name} is null, the best usable one.
   *
   * @throws IllegalStateException if there is none or it cannot be used; the message says why
   */
  public static Engine open(@Nullable String name) {
    return open(name, providers());
  }

  /** Opens an engine of {@code providers}, which are sorted with the best first. */
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
                + " is missing: add the module switchboard.engine.nio, or, if jars were merged,"
                + " its line in META-INF/services/"
                + EngineProvider.class.getName();
    return "no engine can be used" + tried + missing;
  }

  private static String unusable(
      String name, List<String> reasons, List<EngineProvider> providers) {
    return reasons.isEmpty()
        ? "unknown engine '" + name + "'; known engines: " + names(providers)
        : "engine " + name + " can't be used: " + String.join("; ", reasons);
  }

  private static String names(List<EngineProvider> providers) {
    return String.join(", ", providers.stream().map(EngineProvider::name).toList());
  }

  /** Returns the status of all installed engines, the best first. */
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
   * Returns the options of the java command that this JVM lacks and that would help: they would
   * make this engine faster, or make a better one usable if {@link #best} may select it.
   *
   * @param engine the name of the engine
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
    return List.of(); // an engine without a provider, such as the one in memory
  }

  private static List<EngineProvider> providers() {
    var found = new ArrayList<EngineProvider>();
    ServiceLoader.load(EngineProvider.class, Engines.class.getClassLoader()).forEach(found::add);
    found.sort(Comparator.comparingInt(EngineProvider::preference).reversed());
    return found;
  }
}
