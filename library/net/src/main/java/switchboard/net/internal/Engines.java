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
 * Finds the installed engines and opens one of them. The system property {@code
 * switchboard.engine=NAME} selects the engine.
 */
public final class Engines {
  /** The engine that works on every platform of the JDK. */
  private static final String PORTABLE = "nio";

  private Engines() {}

  /**
   * Opens the engine that the system property {@code switchboard.engine} names; if the property is
   * not set, opens the usable engine with the highest preference.
   */
  public static Engine best() {
    return open(System.getProperty("switchboard.engine"));
  }

  /**
   * Opens the engine with the given name; if {@code name} is null, opens the usable engine with the
   * highest preference.
   *
   * @throws IllegalStateException if there is no such engine or it cannot be used; the message
   *     contains the reason
   */
  public static Engine open(@Nullable String name) {
    return open(name, providers());
  }

  /** Opens an engine of {@code providers}, which must be in descending order of preference. */
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

  /** Returns the status of all installed engines, in descending order of preference. */
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
   * Returns the options of the java command that are missing in this JVM and would make the engine
   * faster. If {@code best} is true and the system property {@code switchboard.engine} is not set,
   * the result also contains the options that would make an engine with a higher preference usable.
   *
   * @param engine the name of the engine
   * @param best whether {@link #best} has opened the engine
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
    return List.of(); // an engine without a provider, such as the in-memory engine
  }

  private static List<EngineProvider> providers() {
    var found = new ArrayList<EngineProvider>();
    ServiceLoader.load(EngineProvider.class, Engines.class.getClassLoader()).forEach(found::add);
    found.sort(Comparator.comparingInt(EngineProvider::preference).reversed());
    return found;
  }
}
