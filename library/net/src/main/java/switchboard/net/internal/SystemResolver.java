package switchboard.net.internal;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Failure;
import switchboard.net.NameLookupFailedException;
import switchboard.net.NameNotFoundException;
import switchboard.net.Resolver;
import switchboard.net.spi.support.Waiting;

/**
 * Resolves host names with the system's resolver, {@code getaddrinfo(3)}. That function blocks in
 * native code and cannot be interrupted, so it runs on a bounded pool of platform threads. If the
 * calling thread times out or is interrupted, the call ends immediately, but the lookup continues.
 * {@link #abandoned} returns the number of such lookups.
 */
public final class SystemResolver implements Resolver {
  private static final int THREADS_MAX = 8;
  private static final int WAITING_MAX = 1_000;

  private final ThreadPoolExecutor pool;
  private final AtomicLong abandoned = new AtomicLong();
  private final Lookup lookup;
  private final LookupFailures failures;

  /** The function that looks up host names. Tests replace it. */
  interface Lookup {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  private static final class Shared {
    static final SystemResolver INSTANCE = new SystemResolver(InetAddress::getAllByName);
  }

  SystemResolver(Lookup lookup) {
    this.lookup = lookup;
    this.failures = new LookupFailures(lookup);
    var threads = Thread.ofPlatform().daemon().name("switchboard-resolver-", 0).factory();
    this.pool =
        new ThreadPoolExecutor(
            THREADS_MAX,
            THREADS_MAX,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_MAX),
            threads);
    pool.allowCoreThreadTimeOut(true);
  }

  public static SystemResolver instance() {
    return Shared.INSTANCE;
  }

  /**
   * Returns the number of lookups whose calling thread timed out or was interrupted before the
   * result arrived. A high number indicates a name server that does not respond.
   */
  public long abandoned() {
    return abandoned.get();
  }

  @Override
  public List<Address.Inet> resolve(String host, int port) throws IOException {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      // RFC 6761 §6.3: never sent to a server. IPv4 comes first, because most tools listen there.
      return List.of(Address.loopback(port), Address.loopback6(port));
    }
    var question = new Question(name, Thread.currentThread());
    try {
      pool.execute(question);
    } catch (RejectedExecutionException full) {
      throw lookupFailed(host, "too many lookups are waiting for the system's resolver");
    }
    try {
      while (!question.done) {
        Waiting.park(this);
      }
    } catch (IOException timedOutOrInterrupted) {
      abandoned.incrementAndGet();
      pool.remove(question);
      throw timedOutOrInterrupted;
    }
    Throwable failure = question.failure;
    if (failure != null) {
      throw lookupFailed(host, "the system's resolver has failed: " + failure);
    }
    String reason = question.reason;
    if (reason != null) {
      throw lookupFailed(host, reason);
    }
    InetAddress[] found = question.answer;
    if (found == null || found.length == 0) {
      throw new NameNotFoundException(failure(host, "no such host name"));
    }
    return Arrays.stream(found).map(ip -> address(ip, port)).distinct().toList();
  }

  private static NameLookupFailedException lookupFailed(String host, String reason) {
    return new NameLookupFailedException(failure(host, reason));
  }

  private static Failure failure(String host, String reason) {
    return new Failure("resolve '" + host + "'", null, null, reason);
  }

  private static Address.Inet address(InetAddress ip, int port) {
    String zone = "";
    if (ip instanceof Inet6Address six && six.isLinkLocalAddress()) {
      NetworkInterface scope = six.getScopedInterface();
      zone = scope == null ? "" : scope.getName();
    }
    return new Address.Inet(ip, port, zone);
  }

  /** One lookup, which a thread of the pool performs for the calling thread. */
  private final class Question implements Runnable {
    private final String host;
    private final Thread asker;
    private InetAddress @Nullable [] answer; // published by done, as are the next two
    private @Nullable Throwable failure;
    private @Nullable String reason;
    private volatile boolean done;

    Question(String host, Thread asker) {
      this.host = host;
      this.asker = asker;
    }

    @Override
    public void run() {
      try {
        answer = lookup.all(host);
      } catch (UnknownHostException none) {
        reason = failures.reason(host, none);
      } catch (RuntimeException | Error e) {
        failure = e; // unlike an UnknownHostException, this does not depend on the name
      } finally {
        done = true;
        LockSupport.unpark(asker);
      }
    }
  }
}
