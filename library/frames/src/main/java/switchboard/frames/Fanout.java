package switchboard.frames;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.Deadline;

/**
 * A room: what is offered to it reaches every member, encoded once, in the same order for all, and
 * a slow member holds nobody up. Any thread.
 *
 * <pre>{@code
 * try (var seat = room.join(connection)) {
 *   frames.forEach(room::offer);
 * }
 * }</pre>
 *
 * @param <F> a message
 */
public final class Fanout<F> {
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Codec<F> codec;
  private final Set<Outbox<F>> members = ConcurrentHashMap.newKeySet();

  /** An empty room whose messages {@code codec} encodes. */
  public Fanout(Codec<F> codec) {
    this.codec = codec;
  }

  /** A place in the room, until it is closed. */
  @FunctionalInterface
  public interface Seat extends AutoCloseable {

    /** Leaves the room. Repeatable; the connection stays as it is. */
    @Override
    void close();
  }

  /**
   * Takes a seat with an {@link Outbox} of its own for {@code connection}. Closing this seat blocks
   * until what was offered before has been sent, for two seconds at most, so that a service may
   * return right after it and lose nothing.
   */
  public Seat join(Connection connection) {
    var outbox = new Outbox<>(connection, codec);
    Seat seat = join(outbox);
    return () -> {
      seat.close();
      outbox.close();
      try (var _ = Deadline.after(LAST_WORDS)) {
        outbox.awaitSent();
      } catch (IOException cut) {
        // He reads too slowly, or somebody is in a hurry: the rest is lost with the connection.
      }
    };
  }

  /** Takes a seat for one who has an outbox already, perhaps in other rooms too. */
  public Seat join(Outbox<F> outbox) {
    members.add(outbox);
    return () -> members.remove(outbox);
  }

  /** How many are in the room. */
  public int size() {
    return members.size();
  }

  /**
   * Offers {@code frame} to every member; never blocks. Members whose connection is lost are left
   * to those who seated them.
   *
   * @return how many took it
   */
  public int offer(F frame) {
    return offer(frame, null);
  }

  /** Like {@link #offer(Object)}, but passes over one member, such as who said it. */
  public int offer(F frame, @Nullable Outbox<F> except) {
    byte[] encoded = codec.encode(frame);
    int taken = 0;
    synchronized (this) { // so that all see the same order
      for (Outbox<F> member : members) {
        if (member != except && member.offerEncoded(encoded)) {
          taken++;
        }
      }
    }
    return taken;
  }
}
