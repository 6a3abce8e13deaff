package switchboard.cli.command;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The exit statuses of all commands, as documented in docs/events.md. */
public final class Status {
  /** The command did what was requested. */
  public static final int SUCCESS = 0;

  /** A network error: connection refused or reset, host unreachable or not found. */
  public static final int NETWORK = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** An integrity error: the received data differ from the sent data. */
  public static final int INTEGRITY = 3;

  /**
   * The request was refused by a rule: a limit, a name in use, an existing file, or a missing
   * confirmation.
   */
  public static final int POLICY = 4;

  /** A timeout expired. timeout(1) uses the same status. */
  public static final int TIMEOUT = 124;

  /**
   * The exit status of a process that a signal has ended is this number plus the number of the
   * signal.
   */
  public static final int SIGNAL = 128;

  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  /** A map from each exit status to its meaning, in ascending order of the status. */
  public static final Map<Integer, String> MEANINGS = meanings();

  private Status() {}

  private static Map<Integer, String> meanings() {
    var meanings = new TreeMap<Integer, String>();
    meanings.put(SUCCESS, "success");
    meanings.put(NETWORK, "network error");
    meanings.put(USAGE, "usage error");
    meanings.put(INTEGRITY, "integrity error");
    meanings.put(POLICY, "refused by policy");
    meanings.put(TIMEOUT, "timeout");
    meanings.put(SIGNAL + SIGINT, "interrupted");
    meanings.put(SIGNAL + SIGTERM, "terminated");
    return Collections.unmodifiableMap(meanings);
  }
}
