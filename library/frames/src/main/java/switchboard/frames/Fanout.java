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
 * Sends each message to all subscribers, through a {@link SendQueue} for each subscriber. A message
 * is encoded once. All subscribers receive the messages in the same order, and a slow subscriber
 * does not delay the others. Safe for use by any number of threads.
 *
 * <p>Senders are never slowed down. If they send faster than the connection of a subscriber can
 * transmit, the send queue of this subscriber overflows, and the subscriber is disconnected, even
 * if it reads all the time. To avoid this, limit the rate of senders, or subscribe a {@link
 * SendQueue} with a higher limit or another {@link SendQueue.Overflow}.
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

  /**
   * The subscription of one connection or send queue to a fan-out. It lasts until {@link #close} is
   * called.
   */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {

    /** Ends the subscription; the connection stays open. A second call has no effect. */
    @Override
    void close();
  }

  /**
   * Subscribes a connection. This method creates a {@link SendQueue} with the default limit for the
   * connection. Closing the subscription blocks until all messages that were offered before have
   * been sent, for at most two seconds. Messages that are still unsent after two seconds are
   * discarded. When the subscription has been closed, the connection can be closed.
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
        // The wait timed out or was interrupted, or the connection was lost: unsent messages are
        // discarded.
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
   * Returns whether the codec can encode a message. A message that is too long cannot be encoded,
   * for example. Like {@link Codec#fits}, this method may encode the message to find out.
   *
   * @param frame the message
   * @return false if {@link #offer} would throw {@link IllegalArgumentException} for this message
   */
  public boolean fits(F frame) {
    return codec.fits(frame);
  }

  /**
   * Offers a message to every subscriber; never blocks. A subscriber whose connection is lost stays
   * subscribed until its subscription is closed. If offering the message to one subscriber throws
   * an unexpected exception, the connection of that subscriber is aborted, and the other
   * subscribers still receive the message.
   *
   * @param frame the message
   * @return the number of send queues that accepted the message
   * @throws IllegalArgumentException if the codec cannot encode the message; then no subscriber
   *     receives the message
   */
  public int offer(F frame) {
    return offer(frame, null);
  }

  /**
   * Offers a message to every subscriber except one, such as the sender of the message. Apart from
   * that, this method works like {@link #offer(Object)}.
   *
   * @param frame the message
   * @param except the send queue that does not receive the message, or null to offer it to all
   * @return the number of send queues that accepted the message
   * @throws IllegalArgumentException if the codec cannot encode the message; then no subscriber
   *     receives the message
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
      // Memory was short, or the connection threw an unexpected exception.
    } catch (RuntimeException | Error e) {
      // Without the abort, this connection would miss one message and receive the next one.
      WakeList.tell(() -> member.lose(e));
      LOG.write(Level.WARNING, e, "fan-out: offering to a subscriber failed, connection aborted");
      return false;
    }
  }
}
