package switchboard.net.internal;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Parses numeric IP addresses. Never asks a name server. */
public final class IpLiterals {
  private IpLiterals() {}

  /** Returns the IP address in {@code text}, or null if {@code text} is a host name. */
  static @Nullable public InetAddress parse(String text) {
    boolean couldBe = text.contains(":") || text.matches("[0-9]+(\\.[0-9]+){3}");
    if (!couldBe) {
      return null; // ofLiteral would also accept "1" and "127.1"
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }
}
