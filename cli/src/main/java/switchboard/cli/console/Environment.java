package switchboard.cli.console;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import switchboard.net.Connection;
import switchboard.net.Network;

/**
 * What a command finds around itself; tests bring their own. Any thread.
 *
 * @param networkSupplier opens the network when it is first needed
 * @param variables the environment variables
 * @param terminals the descriptors, 0 to 2, that are terminals
 * @param signals whether SIGINT and SIGTERM of this process are for the command
 */
public record Environment(
    Supplier<Network> networkSupplier,
    Map<String, String> variables,
    Terminals terminals,
    boolean signals) {
  private static final int USUAL_COLUMNS = 80;

  /** Tells which of the standard streams are terminals. */
  @FunctionalInterface
  public interface Terminals {
    boolean isTerminal(int descriptor);

    /** Returns how many columns the terminal has now; 0 where that is not known. */
    default int columns(int descriptor) {
      return 0;
    }
  }

  public static Environment ofThisProcess() {
    return new Environment(Network::system, System.getenv(), new ProcessTerminals(), true);
  }

  public Network network() {
    return networkSupplier.get();
  }

  /** Standard input and output as a connection; its reads heed interruption, unlike System.in. */
  public Connection standardStreams() throws IOException {
    return network().connect("-");
  }

  public boolean isTerminal(int... descriptors) {
    for (int descriptor : descriptors) {
      if (!terminals.isTerminal(descriptor)) {
        return false;
      }
    }
    return true;
  }

  /** Whether colour is welcome on that descriptor (no-color.org). */
  public boolean isColourful(int descriptor) {
    return isSteerable(descriptor) && variables.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /**
   * Whether that descriptor is a terminal that understands escape sequences. TERM tells (term(7));
   * without one, or with {@code dumb}, the terminal may show them as they are.
   */
  public boolean isSteerable(int descriptor) {
    return terminals.isTerminal(descriptor)
        && !Set.of("", "dumb", "unknown").contains(variables.getOrDefault("TERM", ""));
  }

  /** The width of the terminal of standard error; 80 where it does not tell, as most do. */
  int columns() {
    int columns = terminals.columns(2);
    return columns > 0 ? columns : USUAL_COLUMNS;
  }

  /** The same, where colour is not welcome. */
  public Environment withoutColour() {
    var other = new HashMap<>(variables);
    other.put("NO_COLOR", "1");
    return new Environment(networkSupplier, other, terminals, signals);
  }

  /**
   * Returns the same with a network over another engine.
   *
   * @throws IllegalStateException if there is no engine of that name, or it cannot be used here
   */
  public Environment overEngine(String name) {
    Network network = Network.open(name);
    return new Environment(() -> network, variables, terminals, signals);
  }
}
