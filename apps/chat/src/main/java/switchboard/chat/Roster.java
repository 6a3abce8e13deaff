package switchboard.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The state of a chat, as a client infers it from the lines of a hub: the nicks of active members,
 * and whether the hub sends the user's own messages back. This state may be wrong. Use it only to
 * complete nicks that the user types, and to decide what to display. Thread-safe.
 */
final class Roster {
  /**
   * The maximum number of remembered nicks. If there are more, the nick that was not active for the
   * longest time is removed.
   */
  static final int NICKS_MAX = 1_000;

  private static final int NICK_LENGTH_MAX = 40;

  private static final String NAME = "([^\\s:,]+)";
  private static final Pattern SAID =
      Pattern.compile("\\S*#\\d+ \\d\\d:\\d\\d (?:\\* )?" + NAME + "[: ].*");
  private static final Pattern TOLD = Pattern.compile(NAME + " to " + NAME + ": .*");
  private static final Pattern COMES = Pattern.compile("-- (?:\\S+: )?" + NAME + " has joined");
  private static final Pattern GOES =
      Pattern.compile("-- (?:\\S+: )?" + NAME + " (?:has left|has lost|was disconnected).*");
  private static final Pattern RENAMED =
      Pattern.compile("-- (?:\\S+: )?" + NAME + " is now called " + NAME);
  private static final Pattern LISTED =
      Pattern.compile(
          "-- (?:you are \\S+, in \\S+ with:|in \\S+ \\(\\d+\\):| ) ?(.*?)(?: and \\d+ more)?");
  private static final Pattern WORD = Pattern.compile("[^\\s,]+");

  // The fields are guarded by this.
  private final SequencedSet<String> nicks = new LinkedHashSet<>();
  private boolean inRoom;
  private boolean hearsHimself = true;

  /** Updates the state with the information in a line of the hub. */
  synchronized void hear(String line) {
    if (line.startsWith("-- ")) {
      learnFromNotice(line);
    } else {
      first(SAID, line).or(() -> first(TOLD, line)).ifPresent(this::add);
    }
  }

  private static Optional<String> first(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private void learnFromNotice(String line) {
    first(COMES, line).ifPresent(this::add);
    first(GOES, line).ifPresent(nicks::remove);
    Matcher renamed = RENAMED.matcher(line);
    if (renamed.matches()) {
      nicks.remove(renamed.group(1));
      add(renamed.group(2));
    }
    first(LISTED, line).ifPresent(this::addListed);
    if (line.startsWith("-- you are ") && line.contains(", in ")) {
      inRoom = true;
    } else if (line.startsWith("-- you are ") && line.endsWith(", not in a room")) {
      inRoom = false;
    } else if (line.startsWith("-- you have left ")) {
      inRoom = !line.endsWith("; /join another");
    } else if (line.equals("-- your own messages are hidden now")) {
      hearsHimself = false;
    } else if (line.equals("-- your own messages are shown now")) {
      hearsHimself = true;
    }
  }

  /** Adds the nicks in a list that is separated by commas. */
  private void addListed(String names) {
    WORD.matcher(names).results().map(MatchResult::group).forEach(this::add);
  }

  private void add(String nick) {
    if (nick.length() > NICK_LENGTH_MAX) {
      return; // no hub assigns or accepts such a long nick
    }
    nicks.remove(nick);
    nicks.addFirst(nick);
    if (nicks.size() > NICKS_MAX) {
      nicks.removeLast();
    }
  }

  /** Returns the remembered nicks, the most recently active first. */
  synchronized List<String> nicks() {
    return List.copyOf(nicks);
  }

  /** Returns whether the user of this client is in a room. */
  synchronized boolean isInRoom() {
    return inRoom;
  }

  /** Returns whether the hub sends {@code line} back to its sender. */
  synchronized boolean echoes(String line) {
    boolean isMessage =
        !line.startsWith("/") || line.startsWith("//") || line.matches("/me\\s+\\S.*");
    return inRoom && hearsHimself && isMessage && !line.isBlank();
  }
}
