package switchboard.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import switchboard.net.Connection;
import switchboard.net.Network;

/**
 * What a command finds around itself; tests bring their own. Any thread.
 *
 * @param networkSupplier opens the network when it is first needed
 * @param environment the environment variables
 * @param terminals the descriptors, 0 to 2, that are terminals
 * @param signals whether SIGINT and SIGTERM of this process are for the command
 */
record Surroundings(
    Supplier<Network> networkSupplier,
    Map<String, String> environment,
    Terminals terminals,
    boolean signals) {

  /** Tells which of the standard streams are terminals. */
  @FunctionalInterface
  interface Terminals {
    boolean isTerminal(int descriptor);
  }

  static Surroundings ofThisProcess() {
    return new Surroundings(Network::system, System.getenv(), Surroundings::isTerminal, true);
  }

  Network network() {
    return networkSupplier.get();
  }

  /** Standard input and output as a connection; its reads heed interruption, unlike System.in. */
  Connection standardStreams() throws IOException {
    return network().connect("-");
  }

  boolean isTerminal(int... descriptors) {
    for (int descriptor : descriptors) {
      if (!terminals.isTerminal(descriptor)) {
        return false;
      }
    }
    return true;
  }

  /** Whether colour is welcome on that descriptor (no-color.org). */
  boolean isColourful(int descriptor) {
    return terminals.isTerminal(descriptor)
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  /** The same, where colour is not welcome. */
  Surroundings withoutColour() {
    var other = new HashMap<>(environment);
    other.put("NO_COLOR", "1");
    return new Surroundings(networkSupplier, other, terminals, signals);
  }

  /**
   * The same over the engine of that name.
   *
   * @throws UsageException with the reason, when there is none or it can't be used
   */
  Surroundings overEngine(String name) {
    try {
      Network network = Network.named(name);
      return new Surroundings(() -> network, environment, terminals, signals);
    } catch (IllegalStateException e) {
      throw new UsageException("--engine: " + e.getMessage());
    }
  }

  /** The JDK knows only whether all of them are; the kernel of Linux tells of each. */
  private static boolean isTerminal(int descriptor) {
    try {
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException elsewhere) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }
}
