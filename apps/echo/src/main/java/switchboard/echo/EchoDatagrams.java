package switchboard.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import switchboard.net.Address;
import switchboard.net.Ticker;
import switchboard.server.Datagram;
import switchboard.server.DatagramHandler;

/**
 * A datagram handler that sends every datagram back to its sender, including empty datagrams (RFC
 * 862).
 *
 * <p>The source address of a datagram can be forged. An attacker could therefore make a UDP echo
 * server send datagrams to other hosts, or make two echo servers send datagrams to each other for
 * ever (CERT CA-1996-01). This handler never sends more bytes than it receives. It drops a datagram
 *
 * <ul>
 *   <li>whose source port equals a port of this server, for any source address: the sender is
 *       probably this server or another echo server (FreeBSD's inetd does the same);
 *   <li>whose source port is below 1024, because such ports are used by services and not by clients
 *       (OpenBSD's inetd does the same);
 *   <li>that was sent to a multicast group or a broadcast address, because many echo servers would
 *       answer such a datagram. The handler can detect this only if the I/O engine reports the
 *       destination address;
 *   <li>that exceeds the limit {@link #perSecond} for its source address, or for the /64 prefix of
 *       an IPv6 address;
 *   <li>that has arrived {@link #REPEATS_MAX} times from the same address and port with the same
 *       content, with less than a minute between two arrivals. Dropping one datagram ends a loop
 *       between two servers. The count then starts again at zero.
 * </ul>
 *
 * <p>For each of these reasons, the first dropped datagram is logged at level WARNING. A further
 * datagram that is dropped for the same reason is logged only if no datagram was dropped for this
 * reason in the ten seconds before.
 */
public final class EchoDatagrams implements DatagramHandler {
  /** The default limit on datagrams per second from each source address. */
  public static final int PER_SECOND = 10_000;

  /**
   * The number of identical datagrams from the same source that are answered before one identical
   * datagram is dropped.
   */
  public static final int REPEATS_MAX = 10_000;

  private static final int SERVICE_PORTS_END = 1024;
  private static final int PREFIX_BYTES = 8;

  private final int perSecond;
  private final SourceRateLimiter rates;
  private final LoopDetector repeats = new LoopDetector(REPEATS_MAX);
  private final long seed =
      new SplittableRandom()
          .nextLong(); // random, so that a sender cannot choose a slot of another sender
  private final DroppedDatagrams ownPort =
      new DroppedDatagrams("its source port is a port of this server, so a reply could loop");
  private final DroppedDatagrams servicePort =
      new DroppedDatagrams(
          "its source port is below 1024 and belongs to a service, so a reply could loop");
  private final DroppedDatagrams toMany =
      new DroppedDatagrams("it was sent to a multicast group or a broadcast address");
  private final DroppedDatagrams tooFast;
  private final DroppedDatagrams tooOften =
      new DroppedDatagrams(
          "it has arrived " + REPEATS_MAX + " times, and may circulate between two echo servers");
  private volatile Set<Integer> ownPorts = Set.of();

  /** Creates a handler with the limit {@link #PER_SECOND}. */
  public EchoDatagrams() {
    this(PER_SECOND);
  }

  /**
   * Creates a handler with another limit.
   *
   * @param perSecond the number of datagrams per second from each source address that are answered;
   *     also the maximum number of datagrams in a burst; 0 for no limit
   */
  public EchoDatagrams(int perSecond) {
    if (perSecond < 0) {
      throw new IllegalArgumentException("negative rate: " + perSecond + "; 0 means unlimited");
    }
    this.perSecond = perSecond;
    this.rates = new SourceRateLimiter(perSecond);
    this.tooFast =
        new DroppedDatagrams("its source address exceeds " + perSecond + " datagrams per second");
  }

  /** Returns the limit on datagrams per second from each source address; 0 for no limit. */
  public int perSecond() {
    return perSecond;
  }

  /** Returns the number of datagrams that were dropped. */
  public long unanswered() {
    return List.of(ownPort, servicePort, toMany, tooFast, tooOften).stream()
        .mapToLong(DroppedDatagrams::count)
        .sum();
  }

  /**
   * Sets the ports of all sockets of the server. Even if this method is not called, the handler
   * checks the port of the socket at which a datagram arrives.
   */
  void ownPorts(Set<Integer> ports) {
    ownPorts = Set.copyOf(ports);
  }

  @Override
  public void handle(Datagram message) throws IOException {
    if (message.sender() instanceof Address.Inet source
        && message.local() instanceof Address.Inet local
        && !mayAnswer(source, local, message)) {
      return;
    }
    message.reply(message.content());
  }

  private boolean mayAnswer(Address.Inet source, Address.Inet local, Datagram message) {
    long now = Ticker.current().nanos();
    DroppedDatagrams reason = null;
    if (source.port() == local.port() || ownPorts.contains(source.port())) {
      reason = ownPort;
    } else if (source.port() < SERVICE_PORTS_END) {
      reason = servicePort;
    } else if (!message.destination().equals(local)) {
      reason = toMany;
    } else if (!rates.tryTake(hash(source), now)) {
      reason = tooFast;
    } else if (repeats.isOneTooMany(hash(source, message.content()), now)) {
      reason = tooOften;
    }
    if (reason != null) {
      reason.add(source, now);
    }
    return reason == null;
  }

  /**
   * Returns a hash of an IPv4 address or of the first 64 bits of an IPv6 address, because an IPv6
   * host may use all addresses with the same prefix.
   */
  private long hash(Address.Inet source) {
    byte[] ip = source.ip().getAddress();
    long prefix = 0;
    for (int i = 0; i < Math.min(ip.length, PREFIX_BYTES); i++) {
      prefix = (prefix << Byte.SIZE) | (ip[i] & 0xFF);
    }
    return mix(prefix ^ seed);
  }

  private long hash(Address.Inet source, ByteBuffer content) {
    var sum = new CRC32C();
    sum.update(source.ip().getAddress());
    sum.update(content.duplicate());
    return mix(
        mix(sum.getValue() ^ seed) + ((long) source.port() << Integer.SIZE) + content.remaining());
  }

  /**
   * Mixes the bits of {@code value}: each bit of the result depends on all bits of {@code value}
   * (finalizer of SplitMix64).
   */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
