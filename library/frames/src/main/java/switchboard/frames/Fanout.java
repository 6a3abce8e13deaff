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
 * Offers each message to the send queues of all subscribers. A message is encoded once, all
 * subscribers receive messages in the same order, and a slow subscriber does not delay the others.
 * Safe for use by any number of threads.
 *
 * <p>Nothing slows a sender down: a subscriber whose send queue overflows is disconnected, even if
 * it reads, when others send faster than its connection can carry. Limit the rate of senders, or
 * subscribe a {@link SendQueue} with other bounds.
 *
 * <pre>{@code
 * try (var subscription = room.subscribe(connection)) {
 *   frames.forEach(room::offer);
 * }
 * }</pre>
 *
 * @param <F> the type of the messages
 * @since 0.1.0
 */
public final class Fanout<F> {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private static final Log LOG = Log.named("switchboard.frames");

  private final Codec<F> codec;
  private final MemoryBudget budget;
  private final Set<SendQueue<F>> members = ConcurrentHashMap.newKeySet();

  /**
   * Creates a fan-out without subscribers.
   *
   * @param codec encodes the messages
   */
  public Fanout(Codec<F> codec) {
    this(codec, MemoryBudget.ofProcess());
  }

  Fanout(Codec<F> codec, MemoryBudget budget) {
    this.codec = codec;
    this.budget = budget;
  }

  /** The subscription of one connection or send queue, until it is closed. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {

    /** Ends the subscription. Closing it again has no effect. The connection stays open. */
    @Override
    void close();
  }

  /**
   * Subscribes a connection, for which this method creates a {@link SendQueue} of at most {@link
   * SendQueue#BYTES_MAX} that disconnects on overflow. Closing the subscription blocks until all
   * messages that were offered before have been sent, but for at most two seconds, so a handler can
   * return right after it.
   *
   * @param connection the subscriber; only the new send queue may write to it until the
   *     subscription is closed
   * @return the subscription
   */
  public Subscription subscribe(Connection connection) {
    var queue = new SendQueue<>(connection, codec);
    Subscription subscription = subscribe(queue);
    return () -> {
      subscription.close();
      queue.close();
      try (var _ = Deadline.after(CLOSE_TIMEOUT)) {
        queue.awaitSent();
      } catch (IOException notSent) {
        // Timed out, interrupted, or the connection was lost: unsent messages are discarded.
      }
    };
  }

  /**
   * Subscribes a send queue, which may also be subscribed to other fan-outs. Closing the
   * subscription does not block and does not close the queue.
   *
   * @param queue the subscriber
   * @return the subscription
   */
  public Subscription subscribe(SendQueue<F> queue) {
    members.add(queue);
    return () -> members.remove(queue);
  }

  /** {@return the number of subscribers} */
  public int size() {
    return members.size();
  }

  /**
   * Returns whether {@link #offer} accepts a message. It does not if the codec cannot encode it,
   * for example because it is too long. Encodes the message, as {@link Codec#fits} does.
   *
   * @param frame the message
   * @return false if {@link #offer} throws {@link IllegalArgumentException} for it
   */
  public boolean fits(F frame) {
    return codec.fits(frame);
  }

  /**
   * Offers a message to every subscriber; never blocks. A subscriber whose connection is lost stays
   * subscribed until its subscription is closed. If offering to a subscriber throws an unexpected
   * exception, that connection is aborted, and the others still receive the message.
   *
   * @param frame the message
   * @return the number of send queues that accepted it
   * @throws IllegalArgumentException if the codec cannot encode the message; no subscriber receives
   *     it then
   */
  public int offer(F frame) {
    return offer(frame, null);
  }

  /**
   * Offers a message to every subscriber except one, such as its sender; otherwise as {@link
   * #offer(Object)}.
   *
   * @param frame the message
   * @param except the send queue that does not receive it, or null for none
   * @return the number of send queues that accepted it
   * @throws IllegalArgumentException if the codec cannot encode the message; no subscriber receives
   *     it then
   */
  public int offer(F frame, @Nullable SendQueue<F> except) {
    var message = new EncodedMessage(codec.encode(frame), budget);
    int taken = 0;
    synchronized (this) { // so that all subscribers receive messages in the same order
      for (SendQueue<F> member : members) {
        if (member != except && offer(message, member)) {
          taken++;
        }
      }
    }
    return taken;
  }

  private boolean offer(EncodedMessage message, SendQueue<F> member) {
    try {
      return member.offer(message);
    } catch (RuntimeException | Error e) { // out of memory, or a fault of the connection
      // The connection is aborted because it would otherwise miss one message and get the next.
      WakeList.tell(() -> member.lose(e));
      LOG.write(Level.WARNING, e, "fan-out: offering to a subscriber failed, connection aborted");
      return false;
    }
  }
}
