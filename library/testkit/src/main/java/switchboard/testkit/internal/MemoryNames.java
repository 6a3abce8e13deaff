package switchboard.testkit.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import switchboard.net.Address;
import switchboard.net.Resolver;

/**
 * The resolver of a network in memory. {@code localhost} and all names that end with {@code
 * .localhost} resolve to the loopback addresses (RFC 6761 §6.3). Every other name is assigned a
 * different address at the first lookup. Safe for use by several threads.
 */
public final class MemoryNames implements Resolver {
  private final Map<String, InetAddress> hosts = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  @Override
  public List<Address.Inet> resolve(String host, int port) {
    String lower = host.toLowerCase(Locale.ROOT);
    String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return List.of(Address.loopback(port), Address.loopback6(port));
    }
    return List.of(new Address.Inet(hosts.computeIfAbsent(name, _ -> next()), port, ""));
  }

  /** Returns the next address of 10.0.0.0/8, which RFC 1918 reserves for private networks. */
  private InetAddress next() {
    int number = count.incrementAndGet();
    byte[] ip = {10, (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
    try {
      return InetAddress.getByAddress(ip);
    } catch (UnknownHostException impossible) { // four bytes are an address
      throw new AssertionError(impossible);
    }
  }
}
