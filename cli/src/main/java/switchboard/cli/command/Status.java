package switchboard.cli.command;

/** The exit statuses that all commands share. */
public final class Status {
  public static final int DONE = 0;

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

  private Status() {}
}
