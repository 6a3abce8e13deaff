package switchboard.cli.command;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The exit statuses that all commands share. docs/events.md describes them to users. */
public final class Status {
  public static final int SUCCESS = 0;

  /** Refused, reset, unreachable, not found. */
  public static final int NETWORK = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** What arrived is not what was sent. */
  public static final int INTEGRITY = 3;

  /** A limit, a name that is taken, what would be overwritten, or was not asked for expressly. */
  public static final int POLICY = 4;

  public static final int TIMEOUT = 124;

  /** A process that a signal ended: this and the signal's number. */
  public static final int SIGNAL = 128;

  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  /** Each status with its meaning, in ascending order. */
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
