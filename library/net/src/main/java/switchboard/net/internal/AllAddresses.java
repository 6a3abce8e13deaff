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
 * Opens a socket on each address of a host name, all with the same port. Skips the addresses that
 * this machine does not have. If the socket for one of the other addresses cannot be opened, no
 * socket stays open. Used by {@link Network}. Confined to one thread.
 *
 * @param <T> the type of the sockets
 */
public final class AllAddresses<T> {
  /**
   * The maximum number of attempts if the system chooses the port. Several attempts may be needed,
   * because the port that the system has chosen for the first address may be in use on another
   * address.
   */
  static final int PORTS_MAX = 20;

  /**
   * The errors after which an address is skipped: this machine does not have the address, or does
   * not support IPv6.
   */
  private static final Set<String> LACKING = Set.of("EADDRNOTAVAIL", "EAFNOSUPPORT");

  private final Opening<T> opening;
  private final Function<T, Address> local;
  private final Consumer<T> close;
  private final List<T> opened = new ArrayList<>();
  private @Nullable IOException firstLack;

  /** Opens a socket on one address. */
  public interface Opening<T> {
    T at(Address.Inet address) throws IOException;
  }

  public AllAddresses(Opening<T> opening, Function<T, Address> local, Consumer<T> close) {
    this.opening = opening;
    this.local = local;
    this.close = close;
  }

  /**
   * Opens a socket on each of {@code addresses}. If the port is 0, the system chooses a port for
   * the first address, and the other sockets use the same port. Addresses that this machine does
   * not have are skipped.
   *
   * @return at least one socket
   * @throws IOException if a socket cannot be opened for another reason, or if this machine has
   *     none of the addresses; in both cases, no socket stays open
   */
  public List<T> open(List<Address.Inet> addresses) throws IOException {
    for (int attempt = 1; !tryOpen(addresses, attempt < PORTS_MAX); attempt++) {
      // Try again, with another port that the system chooses.
    }
    IOException lack = firstLack;
    if (opened.isEmpty()) {
      throw lack == null ? new IOException("no address to listen on") : lack;
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
