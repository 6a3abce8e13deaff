package switchboard.scan;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Ticker;
import switchboard.net.spi.support.Waiting;

/**
 * One scan of one host. The scan starts as many virtual threads (workers) as probes may run at the
 * same time. Each worker repeatedly selects the next port and probes this port. The thread that
 * called {@link #run} waits until all workers have ended.
 */
final class HostScan {
  private final PortScan scan;
  private final Address.Inet host;
  private final Ports ports;
  private final Consumer<PortResult> results;
  private final ProbeConcurrency concurrency;
  private final Ticker ticker;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger working = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Thread caller = Thread.currentThread();
  private final Map<PortState, Integer> counts = new EnumMap<>(PortState.class); // guarded by this
  private int unreachable; // guarded by this

  HostScan(PortScan scan, Address.Inet host, Ports ports, Consumer<PortResult> results) {
    this.scan = scan;
    this.host = host;
    this.ports = ports;
    this.results = results;
    this.concurrency = new ProbeConcurrency(scan.concurrency());
    this.ticker = scan.network().ticker();
  }

  ScanSummary run() throws IOException {
    long start = ticker.nanos();
    int threads = Math.min(scan.concurrency(), ports.count());
    var workers = new ArrayList<Thread>(threads);
    working.set(threads);
    try {
      for (int i = 0; i < threads; i++) {
        workers.add(Thread.ofVirtual().name("switchboard-scan-" + i).start(this::work));
      }
      while (working.get() > 0 && failure.get() == null) {
        Waiting.park(this);
      }
    } finally {
      end(workers);
    }
    rethrow();
    Duration elapsed = Duration.ofNanos(ticker.nanos() - start);
    synchronized (this) {
      return ScanSummary.of(counts, unreachable, elapsed);
    }
  }

  /**
   * Interrupts the worker threads that are still running, and waits until all worker threads have
   * ended.
   */
  private void end(List<Thread> workers) {
    if (working.get() > 0) {
      workers.forEach(Thread::interrupt);
    }
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      caller.interrupt();
    }
  }

  private void rethrow() throws IOException {
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private void work() {
    try {
      ticker.run(this::probeAll);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    } finally {
      working.decrementAndGet();
      LockSupport.unpark(caller);
    }
  }

  private void probeAll() {
    try {
      while (failure.get() == null) {
        int index = next.getAndIncrement();
        if (index >= ports.count()) {
          return;
        }
        Address.Inet address = host.withPort(ports.at(index));
        report(address, probe(address));
      }
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    } catch (InterruptedException e) {
      failure.compareAndSet(null, new OperationInterruptedException());
    }
  }

  /** Probes a port until there is an answer, or no further attempt is allowed. */
  private ProbeOutcome probe(Address.Inet address) throws IOException, InterruptedException {
    var permit = concurrency.new Permit();
    int unanswered = 0;
    while (true) {
      permit.enter();
      ProbeOutcome answer = ConnectProbe.at(scan.network(), address, scan.timeout());
      if (answer.kind() == ProbeOutcome.Kind.SHORTAGE) {
        if (!permit.leaveShort()) {
          return answer;
        }
      } else {
        permit.leaveWell();
        unanswered++;
        if (answer.kind() != ProbeOutcome.Kind.SILENT || unanswered == scan.tries()) {
          return answer;
        }
      }
    }
  }

  private synchronized void report(Address.Inet address, ProbeOutcome answer) {
    counts.merge(answer.state(), 1, Integer::sum);
    if (answer.kind() == ProbeOutcome.Kind.NO_WAY) {
      unreachable++;
    }
    results.accept(new PortResult(address, answer.state(), answer.reason()));
  }
}
