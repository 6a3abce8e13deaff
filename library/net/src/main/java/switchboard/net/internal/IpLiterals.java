package switchboard.net.internal;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses that are written as numbers, without ever asking a name server. */
public final class IpLiterals {
  private IpLiterals() {}

  /** The address, or null when {@code text} is a name. */
  static @Nullable public InetAddress parse(String text) {
    boolean couldBe = text.contains(":") || text.matches("[0-9]+(\\.[0-9]+){3}");
    if (!couldBe) {
      return null; // ofLiteral would take "1" or "127.1" too, which nobody means as an address
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }
}
