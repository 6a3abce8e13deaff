package switchboard.engine.linux;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A kernel whose calls fail at random, depending on a seed, with errors that a real kernel may
 * report. Tests how the engine handles each failure. Safe for use by several threads.
 */
final class FailingKernel implements Kernel {
  private final Kernel below = new Libc();
  private final long seed;
  private final double chance;
  private final Errno[] failures;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /** The epoll instance that watches each descriptor. */
  private final Map<Integer, Watched> watched = new ConcurrentHashMap<>();

  private record Watched(int epoll, int events) {}

  /**
   * Makes each call fail with the probability {@code chance}. A call fails with one of those {@code
   * failures} that its system call can report.
   */
  FailingKernel(long seed, double chance, Errno... failures) {
    this.seed = seed;
    this.chance = chance;
    this.failures = failures;
  }

  /**
   * Decides whether a call fails. Returns zero if it does not fail; otherwise the result for one of
   * the errors {@code possible}.
   */
  private int failure(Errno... possible) {
    var random = new Random(seed * 31 + calls.getAndIncrement());
    random.nextInt(); // the first random numbers of neighbouring seeds are similar
    if (random.nextDouble() >= chance) {
      return 0;
    }
    Errno drawn = failures[random.nextInt(failures.length)];
    for (Errno each : possible) {
      if (each == drawn) {
        failed.incrementAndGet();
        return each.result();
      }
    }
    return 0;
  }

  /**
   * Returns {@code failure}. If the failure is EAGAIN although the socket may be ready, makes epoll
   * report the socket again.
   */
  private int again(int descriptor, int failure) {
    Watched by = watched.get(descriptor);
    if (Errno.EAGAIN.is(failure) && by != null) {
      var _ = below.epollControl(by.epoll, Platform.EPOLL_CTL_MOD, descriptor, by.events);
    }
    return failure;
  }

  /** {@return the number of calls that were made to fail} */
  long failed() {
    return failed.get();
  }

  @Override
  public int socket(int family, int type) {
    int failure = failure(Errno.EMFILE, Errno.ENOBUFS);
    return failure != 0 ? failure : below.socket(family, type);
  }

  @Override
  public int bind(int descriptor, byte[] address) {
    return below.bind(descriptor, address);
  }

  @Override
  public int listen(int descriptor, int backlog) {
    return below.listen(descriptor, backlog);
  }

  @Override
  public int accept(int descriptor, byte[] address, int[] length) {
    int failure = failure(Errno.EINTR, Errno.EAGAIN, Errno.EMFILE, Errno.ENOBUFS);
    return failure != 0 ? again(descriptor, failure) : below.accept(descriptor, address, length);
  }

  @Override
  public int connect(int descriptor, byte[] address) {
    return below.connect(descriptor, address);
  }

  @Override
  public int recv(int descriptor, MemorySegment target, long bytes) {
    int failure = failure(Errno.EINTR, Errno.EAGAIN, Errno.ECONNRESET);
    return failure != 0 ? again(descriptor, failure) : below.recv(descriptor, target, bytes);
  }

  @Override
  public int send(int descriptor, MemorySegment source, long bytes) {
    int failure = failure(Errno.EINTR, Errno.EAGAIN, Errno.ENOBUFS, Errno.ECONNRESET);
    return failure != 0 ? again(descriptor, failure) : below.send(descriptor, source, bytes);
  }

  @Override
  public int sendmsg(int descriptor, MemorySegment message) {
    int failure = failure(Errno.EINTR, Errno.EAGAIN, Errno.ENOBUFS, Errno.ECONNRESET);
    return failure != 0 ? again(descriptor, failure) : below.sendmsg(descriptor, message);
  }

  @Override
  public int recvmsg(int descriptor, MemorySegment message) {
    int failure = failure(Errno.EINTR, Errno.EAGAIN);
    return failure != 0 ? again(descriptor, failure) : below.recvmsg(descriptor, message);
  }

  @Override
  public int recvfrom(
      int descriptor, MemorySegment target, long bytes, byte[] address, int[] length) {
    int failure = failure(Errno.EINTR, Errno.EAGAIN);
    return failure != 0
        ? again(descriptor, failure)
        : below.recvfrom(descriptor, target, bytes, address, length);
  }

  @Override
  public int sendto(int descriptor, MemorySegment source, long bytes, byte[] address) {
    int failure = failure(Errno.EINTR, Errno.EAGAIN, Errno.ENOBUFS);
    return failure != 0
        ? again(descriptor, failure)
        : below.sendto(descriptor, source, bytes, address);
  }

  @Override
  public int shutdown(int descriptor, int how) {
    return below.shutdown(descriptor, how);
  }

  @Override
  public int getsockopt(int descriptor, int level, int name, int[] value) {
    return below.getsockopt(descriptor, level, name, value);
  }

  @Override
  public int setsockopt(int descriptor, int level, int name, int[] value) {
    return below.setsockopt(descriptor, level, name, value);
  }

  @Override
  public int setsockopt(int descriptor, int level, int name, byte[] value) {
    return below.setsockopt(descriptor, level, name, value);
  }

  @Override
  public int getsockname(int descriptor, byte[] address, int[] length) {
    return below.getsockname(descriptor, address, length);
  }

  @Override
  public int getpeername(int descriptor, byte[] address, int[] length) {
    return below.getpeername(descriptor, address, length);
  }

  @Override
  public void close(int descriptor) {
    watched.remove(descriptor);
    below.close(descriptor);
  }

  @Override
  public int poll(int descriptor, int events) {
    return below.poll(descriptor, events);
  }

  @Override
  public int epollCreate() {
    return below.epollCreate();
  }

  @Override
  public int epollControl(int epoll, int operation, int descriptor, int events) {
    watched.put(descriptor, new Watched(epoll, events));
    return below.epollControl(epoll, operation, descriptor, events);
  }

  @Override
  public int epollWait(int epoll, MemorySegment events, int eventsMax, int timeoutMillis) {
    int failure = failure(Errno.EINTR);
    return failure != 0 ? failure : below.epollWait(epoll, events, eventsMax, timeoutMillis);
  }

  @Override
  public int eventfd() {
    return below.eventfd();
  }

  @Override
  public int signal(int eventfd) {
    return below.signal(eventfd);
  }

  @Override
  public String toString() {
    return "seed " + seed + ", " + failed + " of " + calls + " calls failed";
  }

  @Override
  public int unacknowledged(int descriptor) {
    return below.unacknowledged(descriptor);
  }

  @Override
  public int duplicate(int descriptor) {
    int failure = failure(Errno.EMFILE);
    return failure != 0 ? failure : below.duplicate(descriptor);
  }

  @Override
  public int pipe(int[] ends) {
    int failure = failure(Errno.EMFILE);
    return failure != 0 ? failure : below.pipe(ends);
  }

  @Override
  public int resizePipe(int pipe, int bytes) {
    int failure = failure(Errno.EPERM);
    return failure != 0 ? failure : below.resizePipe(pipe, bytes);
  }

  @Override
  public int read(int descriptor, MemorySegment target, long bytes) {
    return below.read(descriptor, target, bytes);
  }

  @Override
  public int sendfile(int socket, int file, long position, long bytes) {
    int failure = again(socket, failure(Errno.EINTR, Errno.EAGAIN, Errno.EINVAL));
    return failure != 0 ? failure : below.sendfile(socket, file, position, bytes);
  }

  @Override
  public int splice(int socket, int pipe, long bytes) {
    int failure = again(socket, failure(Errno.EINTR, Errno.EAGAIN, Errno.EINVAL));
    return failure != 0 ? failure : below.splice(socket, pipe, bytes);
  }

  @Override
  public int splice(int pipe, int file, long position, long bytes) {
    int failure = failure(Errno.EINTR, Errno.EINVAL);
    return failure != 0 ? failure : below.splice(pipe, file, position, bytes);
  }
}
