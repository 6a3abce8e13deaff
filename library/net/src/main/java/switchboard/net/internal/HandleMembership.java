package switchboard.net.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.Membership;
import switchboard.net.spi.DatagramHandle;

/** The implementation of {@link Membership} over the handle of any engine. */
final class HandleMembership implements Membership {
  private final Datagrams socket;
  private final Address.Inet group;
  private final DatagramHandle.Joined joined;
  private final AtomicBoolean left = new AtomicBoolean();

  HandleMembership(Datagrams socket, Address.Inet group, DatagramHandle.Joined joined) {
    this.socket = socket;
    this.group = group;
    this.joined = joined;
  }

  @Override
  public Address.Inet group() {
    return group;
  }

  @Override
  public String interfaceName() {
    return joined.interfaceName();
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen() && !left.get();
  }

  @Override
  public void close() {
    if (left.compareAndSet(false, true) && socket.isOpen()) {
      HandleOwner.quietly(joined::leave);
    }
  }

  @Override
  public String toString() {
    return socket + " in " + group.host() + " on " + interfaceName();
  }
}
