package switchboard.frames;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import switchboard.frames.internal.EncodedMessage;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.internal.Log;
import switchboard.net.internal.MemoryBudget;
import switchboard.net.spi.support.WakeList;

/**
 * A room: what is offered to it reaches every member, encoded once, in the same order for all, and
 * a slow member holds nobody up. Any thread.
 *
 * <pre>{@code
 * try (var subscription = room.subscribe(connection)) {
 *   frames.forEach(room::offer);
 * }
 * }</pre>
 *
 * @param <F> a message
 */
public final class Fanout<F> {
  private static final Duration FINAL_MESSAGE = Duration.ofSeconds(2);

  private static final Log LOG = Log.named("switchboard.frames");

  private final Codec<F> codec;
  private final MemoryBudget budget;
  private final Set<SendQueue<F>> members = ConcurrentHashMap.newKeySet();

  /** An empty room whose messages {@code codec} encodes. */
  public Fanout(Codec<F> codec) {
    this(codec, MemoryBudget.ofProcess());
  }

  Fanout(Codec<F> codec, MemoryBudget budget) {
    this.codec = codec;
    this.budget = budget;
  }

  /** A place in the room, until it is closed. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {

    /** Leaves the room. Repeatable; the connection stays as it is. */
    @Override
    void close();
  }

  /**
   * Takes a seat with an {@link SendQueue} of its own for {@code connection}. Closing this seat
   * blocks until what was offered before has been sent, for two seconds at most, so that a service
   * may return right after it and lose nothing.
   */
  public Subscription subscribe(Connection connection) {
    var queue = new SendQueue<>(connection, codec);
    Subscription subscription = subscribe(queue);
    return () -> {
      subscription.close();
      queue.close();
      try (var _ = Deadline.after(FINAL_MESSAGE)) {
        queue.awaitSent();
      } catch (IOException cut) {
        // The peer reads too slowly, or is gone, or the caller is in a hurry: the rest is lost.
      }
    };
  }

  /** Takes a seat for one who has an outbox already, perhaps in other rooms too. */
  public Subscription subscribe(SendQueue<F> queue) {
    members.add(queue);
    return () -> members.remove(queue);
  }

  /** How many are in the room. */
  public int size() {
    return members.size();
  }

  /**
   * Returns whether {@link #offer} takes {@code frame}, instead of throwing: a line that became too
   * long by what was put before it, say. Encodes it, as {@link Codec#fits} does.
   */
  public boolean fits(F frame) {
    return codec.fits(frame);
  }

  /**
   * Offers {@code frame} to every member; never blocks. Members whose connection is lost are left
   * to those who seated them. A member for whom it fails in an unforeseen way is lost, and the
   * others get it.
   *
   * @return how many took it
   * @throws IllegalArgumentException when the codec can't express it, as {@link #fits} tells; then
   *     nobody got it
   */
  public int offer(F frame) {
    return offer(frame, null);
  }

  /** Like {@link #offer(Object)}, but passes over one member, such as who said it. */
  public int offer(F frame, @Nullable SendQueue<F> except) {
    var parcel = new EncodedMessage(codec.encode(frame), budget);
    int taken = 0;
    synchronized (this) { // so that all see the same order
      for (SendQueue<F> member : members) {
        if (member != except && offer(parcel, member)) {
          taken++;
        }
      }
    }
    return taken;
  }

  private boolean offer(EncodedMessage parcel, SendQueue<F> member) {
    try {
      return member.offer(parcel);
    } catch (RuntimeException | Error e) { // memory has run out, or its connection has a fault
      WakeList.tell(() -> member.lose(e)); // else it would miss one message and get the next
      LOG.write(Level.WARNING, e, "a member of a fan-out is lost");
      return false;
    }
  }
}
