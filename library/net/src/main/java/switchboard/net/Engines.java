package switchboard.net;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import switchboard.net.spi.Engine;
import switchboard.net.spi.EngineProvider;

/**
 * Finds the engines that are there and chooses one: {@code -Dswitchboard.engine=NAME} forces it.
 */
final class Engines {
  private Engines() {}

  static Engine best() {
    String forced = System.getProperty("switchboard.engine");
    for (EngineProvider provider : providers()) {
      String reason = provider.unusableBecause();
      if (forced != null && forced.equals(provider.name()) && reason != null) {
        throw new IllegalStateException("engine " + forced + " can't be used: " + reason);
      }
      if (reason == null && (forced == null || forced.equals(provider.name()))) {
        return provider.open();
      }
    }
    throw new IllegalStateException(
        forced == null
            ? "no engine found; add the module switchboard.engine.nio"
            : "there is no engine " + forced + "; there are: " + report());
  }

  static List<String> report() {
    return providers().stream()
        .map(provider -> {
          String reason = provider.unusableBecause();
          return provider.name() + ": " + (reason == null ? "usable" : reason);
        })
        .toList();
  }

  private static List<EngineProvider> providers() {
    var found = new ArrayList<EngineProvider>();
    ServiceLoader.load(EngineProvider.class, Engines.class.getClassLoader()).forEach(found::add);
    found.sort(Comparator.comparingInt(EngineProvider::preference).reversed());
    return found;
  }
}
