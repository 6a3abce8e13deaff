package switchboard.cli.console;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import switchboard.net.Connection;
import switchboard.net.Network;

/**
 * The environment of a command: network, environment variables, terminals and signals. Tests create
 * other environments. Thread-safe.
 *
 * @param networkSupplier returns the network; the first call opens the network
 * @param variables the environment variables
 * @param terminals reports which of the file descriptors 0 to 2 are terminals
 * @param signals whether the command may install handlers for SIGINT and SIGTERM in this process
 */
public record Environment(
    Supplier<Network> networkSupplier,
    Map<String, String> variables,
    Terminals terminals,
    boolean signals) {
  private static final int DEFAULT_COLUMNS = 80;

  /** Reports which of the standard streams of the process are terminals. */
  @FunctionalInterface
  public interface Terminals {
    /** Returns whether {@code descriptor}, from 0 to 2, is a terminal. */
    boolean isTerminal(int descriptor);

    /** Returns the current number of columns of the terminal, or 0 if unknown. */
    default int columns(int descriptor) {
      return 0;
    }
  }

  /** Returns the environment of this process. */
  public static Environment ofThisProcess() {
    return new Environment(Network::system, System.getenv(), new ProcessTerminals(), true);
  }

  /** Returns the network. The first call of this method opens the network. */
  public Network network() {
    return networkSupplier.get();
  }

  /**
   * Returns standard input and output as a connection. Unlike a read from System.in, a read from
   * this connection can be interrupted.
   */
  public Connection standardStreams() throws IOException {
    return network().connect("-");
  }

  /** Returns whether all of {@code descriptors}, from 0 to 2, are terminals. */
  public boolean isTerminal(int... descriptors) {
    for (int descriptor : descriptors) {
      if (!terminals.isTerminal(descriptor)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether to print colours on {@code descriptor} (no-color.org). */
  public boolean isColourful(int descriptor) {
    return isSteerable(descriptor) && variables.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /**
   * Returns whether {@code descriptor} is a terminal that supports escape sequences. If TERM
   * (term(7)) is unset, {@code dumb} or {@code unknown}, the terminal might print escape sequences
   * as text.
   */
  public boolean isSteerable(int descriptor) {
    return terminals.isTerminal(descriptor)
        && !Set.of("", "dumb", "unknown").contains(variables.getOrDefault("TERM", ""));
  }

  /** Returns the number of columns of the terminal on standard error, or 80 if unknown. */
  int columns() {
    int columns = terminals.columns(2);
    return columns > 0 ? columns : DEFAULT_COLUMNS;
  }

  /** Returns a copy of this environment in which no colours are printed. */
  public Environment withoutColour() {
    var other = new HashMap<>(variables);
    other.put("NO_COLOR", "1");
    return new Environment(networkSupplier, other, terminals, signals);
  }

  /**
   * Returns a copy of this environment with a new network that uses the engine {@code name}. The
   * caller must close the network.
   *
   * @throws IllegalStateException if no engine has this name, or the engine cannot be used on this
   *     machine
   */
  public Environment overEngine(String name) {
    Network network = Network.open(name);
    return new Environment(() -> network, variables, terminals, signals);
  }
}
