package switchboard.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entity tag and the date by which a client recognizes one version of a resource (RFC 9110
 * §8.8). Immutable; used by {@link Preconditions}.
 *
 * @param entityTag with its quotes, and {@code W/} before it if it is weak; null if there is none
 * @param modified to the second; null if it is not known
 */
record Validators(@Nullable String entityTag, @Nullable Instant modified) {
  /** A resource that is made for each answer. */
  static final Validators NONE = new Validators(null, null);

  private static final Pattern TAG =
      Pattern.compile("[ \t]*(?:((?:W/)?\"[!#-~\\x80-\\xFF]*\")[ \t]*)?(?:,|$)");
  private static final String WEAK = "W/";

  /** Whether one of the tags in the field is this one by the strong comparison (§8.8.3.2). */
  boolean matchesStrongly(List<String> values) {
    String tag = entityTag;
    return tag != null && !tag.startsWith(WEAK) && tags(values).contains(tag);
  }

  /** The same by the weak comparison. */
  boolean matchesWeakly(List<String> values) {
    String tag = entityTag;
    return tag != null && tags(values).stream().anyMatch(each -> opaque(each).equals(opaque(tag)));
  }

  /**
   * Whether the resource still has the date that an earlier answer gave, and that date can be
   * trusted: a change within the same second would not show in it (§8.8.2.2).
   */
  boolean hasStrongDate(Optional<Instant> date, Instant now) {
    return modified != null
        && date.isPresent()
        && date.get().equals(modified)
        && Duration.between(modified, now).toSeconds() >= 1;
  }

  private static String opaque(String tag) {
    return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
  }

  /** Whether the field says that any version will do. */
  static boolean isAny(List<String> values) {
    return values.size() == 1 && values.getFirst().equals("*");
  }

  /** The tags of all field lines; a member that is not a tag ends the list. */
  private static List<String> tags(List<String> values) {
    var tags = new ArrayList<String>();
    for (String value : values) {
      var tag = TAG.matcher(value);
      int end = 0;
      while (end < value.length() && tag.region(end, value.length()).lookingAt()) {
        if (tag.group(1) != null) {
          tags.add(tag.group(1));
        }
        end = tag.end();
      }
    }
    return tags;
  }
}
