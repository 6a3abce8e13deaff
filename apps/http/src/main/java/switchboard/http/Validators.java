package switchboard.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entity tag and the modification date, which identify a version of a resource (RFC 9110 §8.8).
 * Immutable.
 *
 * @param entityTag the tag with its quotes, and with {@code W/} if it is weak; null if there is
 *     none
 * @param modified the date, rounded down to seconds; null if it is unknown
 */
record Validators(@Nullable String entityTag, @Nullable Instant modified) {
  /** The validators of a resource that is generated for each response: none. */
  static final Validators NONE = new Validators(null, null);

  private static final Pattern TAG =
      Pattern.compile("[ \t]*(?:((?:W/)?\"[!#-~\\x80-\\xFF]*\")[ \t]*)?(?:,|$)");
  private static final String WEAK = "W/";

  /** Returns whether a tag in the field equals this one in a strong comparison (§8.8.3.2). */
  boolean matchesStrongly(List<String> values) {
    String tag = entityTag;
    return tag != null && !tag.startsWith(WEAK) && tags(values).contains(tag);
  }

  /** Returns whether a tag in the field equals this one in a weak comparison (§8.8.3.2). */
  boolean matchesWeakly(List<String> values) {
    String tag = entityTag;
    return tag != null && tags(values).stream().anyMatch(each -> opaque(each).equals(opaque(tag)));
  }

  /**
   * Returns whether the resource has this date, and the date is a strong validator: at least a
   * second old, since a change within the same second would not be visible in it (§8.8.2.2).
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

  /** Returns whether the field is {@code *}, which matches any version. */
  static boolean isAny(List<String> values) {
    return values.size() == 1 && values.getFirst().equals("*");
  }

  /** Returns the tags of all field lines. In each line, an invalid tag ends the list. */
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
