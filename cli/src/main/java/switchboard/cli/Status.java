package switchboard.cli;

/** The exit statuses that all commands share. */
final class Status {
  static final int DONE = 0;

  /** Refused, reset, unreachable, not found. */
  static final int NETWORK = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** What arrived is not what was sent. */
  static final int INTEGRITY = 3;

  /** A limit, a name that is taken, what would be overwritten, or was not asked for expressly. */
  static final int POLICY = 4;

  static final int TIMEOUT = 124;

  /** A process that a signal ended: this and the signal's number. */
  static final int SIGNAL = 128;

  private Status() {}
}
