package switchboard.net.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Network;
import switchboard.net.NetworkError;

/**
 * Opens a socket at each address of a name, all at one port, or none at all. Used by {@link
 * Network}. Belongs to one thread.
 *
 * @param <T> a socket
 */
public final class AllAddresses<T> {
  /** How often another port is tried where the system chose one that is taken elsewhere. */
  static final int PORTS_MAX = 20;

  /** This machine lacks the address, or IPv6 altogether: the other addresses are enough. */
  private static final Set<String> LACKING = Set.of("EADDRNOTAVAIL", "EAFNOSUPPORT");

  private final Opening<T> opening;
  private final Function<T, Address> local;
  private final Consumer<T> close;
  private final List<T> opened = new ArrayList<>();
  private @Nullable IOException firstLack;

  /** Opens a socket at one address. */
  public interface Opening<T> {
    T at(Address.Inet address) throws IOException;
  }

  public AllAddresses(Opening<T> opening, Function<T, Address> local, Consumer<T> close) {
    this.opening = opening;
    this.local = local;
    this.close = close;
  }

  /**
   * Opens one at each of {@code addresses}. Port 0 means the port that the system chooses for the
   * first of them.
   *
   * @return at least one
   * @throws IOException of the first address that cannot be had, unless this machine lacks it and
   *     has another one; then all others are closed
   */
  public List<T> open(List<Address.Inet> addresses) throws IOException {
    for (int attempt = 1; !tryOpen(addresses, attempt < PORTS_MAX); attempt++) {
      // Another port, which the system chooses.
    }
    IOException lack = firstLack;
    if (opened.isEmpty()) {
      throw lack == null ? new IOException("no address to listen at") : lack;
    }
    return List.copyOf(opened);
  }

  private boolean tryOpen(List<Address.Inet> addresses, boolean another) throws IOException {
    boolean complete = false;
    try {
      for (Address.Inet each : addresses) {
        boolean isChosen = each.port() == 0 && !opened.isEmpty();
        try {
          opened.add(opening.at(isChosen ? each.withPort(chosenPort()) : each));
        } catch (AddressUnavailableException e) {
          if (isChosen && another && !isLacking(e)) {
            return false;
          }
          requireLacking(e);
        } catch (IOException e) {
          requireLacking(e);
        }
      }
      complete = true;
      return true;
    } finally {
      if (!complete) {
        opened.forEach(close);
        opened.clear();
      }
    }
  }

  private int chosenPort() {
    return local.apply(opened.getFirst()) instanceof Address.Inet inet ? inet.port() : 0;
  }

  private void requireLacking(IOException e) throws IOException {
    if (!isLacking(e)) {
      throw e;
    }
    if (firstLack == null) {
      firstLack = e;
    }
  }

  private static boolean isLacking(IOException e) {
    return e instanceof NetworkError error && LACKING.contains(error.errno().orElse(""));
  }
}
