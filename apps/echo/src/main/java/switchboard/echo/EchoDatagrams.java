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
 * Sends every datagram back to where it came from, empty ones included (RFC 862). For any datagram
 * server; runs on the threads of that server.
 *
 * <p>Anybody can write any source address into a datagram, so an echo over UDP can be made to send
 * to others, and two echoes, or one and itself, to send to each other for ever (CERT CA-1996-01).
 * It never sends more than it receives, and does not answer a datagram
 *
 * <ul>
 *   <li>whose source port is one of this server's own, at whatever address: it is this server, or
 *       another that is set up like it, as FreeBSD's inetd decides
 *   <li>whose source port is below 1024, where services are and clients are not, as OpenBSD's inetd
 *       decides
 *   <li>that was sent to a multicast group or a broadcast address, to which many echoes would
 *       answer, where the engine can tell
 *   <li>beyond {@link #perSecond} a second for each source address; of IPv6, each /64
 *   <li>that has come {@link #REPEATS_MAX} times from the same address and port with the same
 *       content, each within a minute of the one before: one datagram is left out then, which ends
 *       a loop at any pace, and the count begins again
 * </ul>
 *
 * <p>The first of each kind is logged at WARNING, and again after ten seconds without one.
 */
public final class EchoDatagrams implements DatagramHandler {
  /** How many datagrams a second are answered for each source address, unless it is set. */
  public static final int PER_SECOND = 10_000;

  /** How often the same datagram is answered before one is left out. */
  public static final int REPEATS_MAX = 10_000;

  private static final int SERVICE_PORTS_END = 1024;
  private static final int PREFIX_BYTES = 8;

  private final int perSecond;
  private final SourceRateLimiter rates;
  private final LoopDetector repeats = new LoopDetector(REPEATS_MAX);
  private final long seed = new SplittableRandom().nextLong(); // nobody can choose who shares
  private final DroppedDatagrams ownPort =
      new DroppedDatagrams("its source port is this server's own, so an answer could loop");
  private final DroppedDatagrams servicePort =
      new DroppedDatagrams("its source port is a service's, below 1024, so an answer could loop");
  private final DroppedDatagrams toMany =
      new DroppedDatagrams("it was sent to a multicast group or a broadcast address");
  private final DroppedDatagrams tooFast;
  private final DroppedDatagrams tooOften =
      new DroppedDatagrams(
          "it has come " + REPEATS_MAX + " times, as if it circulated between two echo servers");
  private volatile Set<Integer> ownPorts = Set.of();

  /** An echo that answers at most {@link #PER_SECOND} a second for each source address. */
  public EchoDatagrams() {
    this(PER_SECOND);
  }

  /**
   * An echo with a limit of its own.
   *
   * @param perSecond how many datagrams a second are answered for each source address, and how many
   *     at once; 0 = unlimited
   */
  public EchoDatagrams(int perSecond) {
    if (perSecond < 0) {
      throw new IllegalArgumentException("a rate of " + perSecond + " is negative; 0 = unlimited");
    }
    this.perSecond = perSecond;
    this.rates = new SourceRateLimiter(perSecond);
    this.tooFast =
        new DroppedDatagrams("more than " + perSecond + " a second came from its source address");
  }

  /** How many datagrams a second are answered for each source address; 0 = unlimited. */
  public int perSecond() {
    return perSecond;
  }

  /** How many datagrams have not been answered since it was made. */
  public long unanswered() {
    return List.of(ownPort, servicePort, toMany, tooFast, tooOften).stream()
        .mapToLong(DroppedDatagrams::count)
        .sum();
  }

  /**
   * Tells it the ports of all sockets that it serves; it finds out that of each datagram itself.
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

  /** Of IPv6 the prefix alone: its owner has 2^64 addresses (RFC 4291 §2.5.4). */
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

  /** Each bit of the result depends on each bit of {@code value} (SplitMix64's finalizer). */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
