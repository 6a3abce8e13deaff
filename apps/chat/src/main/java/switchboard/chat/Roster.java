package switchboard.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client has learnt from the lines of its hub: who is about, and whether the hub says back
 * what its person says. Only ever a guess, for completion and for the screen. Any thread.
 */
final class Roster {
  /** So many names are remembered; the one not heard of for longest is forgotten first. */
  static final int NICKS_MAX = 1_000;

  private static final int NICK_LENGTH_MAX = 40;

  private static final String NAME = "([^\\s:,]+)";
  private static final Pattern SAID =
      Pattern.compile("\\S*#\\d+ \\d\\d:\\d\\d (?:\\* )?" + NAME + "[: ].*");
  private static final Pattern TOLD = Pattern.compile(NAME + " to " + NAME + ": .*");
  private static final Pattern COMES = Pattern.compile("-- (?:\\S+: )?" + NAME + " has come");
  private static final Pattern GOES =
      Pattern.compile("-- (?:\\S+: )?" + NAME + " (?:has left|has lost|was too slow).*");
  private static final Pattern RENAMED =
      Pattern.compile("-- (?:\\S+: )?" + NAME + " is now called " + NAME);
  private static final Pattern LISTED =
      Pattern.compile(
          "-- (?:you are \\S+, in \\S+ with:|in \\S+, \\d+:| ) ?(.*?)(?: and \\d+ more)?");
  private static final Pattern WORD = Pattern.compile("[^\\s,]+");

  private final SequencedSet<String> nicks =
      new LinkedHashSet<>(); // guarded by this, like all below
  private boolean inRoom;
  private boolean hearsHimself = true;

  /** Learns from a line of the hub. */
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
      inRoom = !line.endsWith(", in no room");
    } else if (line.startsWith("-- you have left ")) {
      inRoom = !line.endsWith("; /join another");
    } else if (line.equals("-- you no longer hear yourself")) {
      hearsHimself = false;
    } else if (line.equals("-- you hear yourself again")) {
      hearsHimself = true;
    }
  }

  /** Names with commas between. */
  private void addListed(String names) {
    WORD.matcher(names).results().map(MatchResult::group).forEach(this::add);
  }

  private void add(String nick) {
    if (nick.length() > NICK_LENGTH_MAX) {
      return; // no hub of ours gives such names
    }
    nicks.remove(nick);
    nicks.addFirst(nick);
    if (nicks.size() > NICKS_MAX) {
      nicks.removeLast();
    }
  }

  /** Who was heard of, the last one first. */
  synchronized List<String> nicks() {
    return List.copyOf(nicks);
  }

  /** Whether its person sits in a room. */
  synchronized boolean isInRoom() {
    return inRoom;
  }

  /** Whether the hub says {@code line} back to who says it. */
  synchronized boolean echoes(String line) {
    boolean said = !line.startsWith("/") || line.startsWith("//") || line.matches("/me\\s+\\S.*");
    return inRoom && hearsHimself && said && !line.isBlank();
  }
}
