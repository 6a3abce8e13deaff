package switchboard.server.internal;

import java.util.function.Predicate;
import switchboard.server.Server;

/** The state of a running server that its API does not show, for tests. */
public final class Internals {
  private Internals() {}

  /** Returns the number of occupied connection slots. */
  public static int slots(Server server) {
    return calls(server).slots();
  }

  /** Returns the number of accepted connections that wait for a slot. */
  public static int waiting(Server server) {
    return calls(server).waiting();
  }

  /** Returns the number of calls for which {@code condition} is true. */
  public static int calls(Server server, Predicate<ServedCall> condition) {
    int[] found = {0};
    calls(server).forEach(call -> found[0] += condition.test(call) ? 1 : 0);
    return found[0];
  }

  /** Returns the number of calls that the server has ended. */
  public static int ended(Server server) {
    return calls(server, ServedCall::isEnded);
  }

  /** Returns the number of calls whose handler is blocked. */
  public static int blocked(Server server) {
    return calls(
        server,
        call -> {
          Thread handler = call.thread();
          return handler != null && handler.getState() == Thread.State.WAITING;
        });
  }

  /** Returns the number of bytes transferred in the only call. */
  public static long activity(Server server) {
    long[] found = {0};
    calls(server)
        .forEach(call -> found[0] = ((ServedConnection) call.connection()).traffic().activity());
    return found[0];
  }

  /** Returns the number of addresses for which calls are counted. */
  public static int countedAddresses(Server server) {
    return calls(server).hosts();
  }

  static ActiveCalls calls(Server server) {
    return ((RunningServer) server).calls();
  }
}
