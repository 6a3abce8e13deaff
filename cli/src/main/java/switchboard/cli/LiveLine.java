package switchboard.cli;

import switchboard.bench.Load;

/**
 * What the last second of a load has given, at the bottom of a terminal; nothing elsewhere. Belongs
 * to one thread; close it before saying anything else.
 */
final class LiveLine implements AutoCloseable {
  private static final String ERASE_LINE = "\r\033[K";

  private final Voice voice;
  private final boolean shown;
  private String about = "";
  private boolean onScreen;

  LiveLine(Surroundings around, Voice voice) {
    this.voice = voice;
    this.shown = around.isTerminal(2) && !voice.isJson();
  }

  /** What comes now, in a word or two. */
  void about(String what) {
    about = what + ": ";
  }

  void tell(Load.Second second) {
    if (shown) {
      onScreen = true;
      voice.prompt(
          ERASE_LINE
              + about
              + (second.warmingUp() ? "warming up, " : "")
              + BenchReport.number(second.perSecond())
              + " a second, 50 %: "
              + BenchReport.number(second.microsMiddle())
              + " µs, 99 %: "
              + BenchReport.number(second.micros99())
              + " µs");
    }
  }

  @Override
  public void close() {
    if (onScreen) {
      voice.prompt(ERASE_LINE);
    }
  }
}
