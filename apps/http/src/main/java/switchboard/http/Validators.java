package switchboard.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The validators of a resource: its entity tag and its modification date. They identify a version
 * of the resource (RFC 9110 §8.8). Immutable.
 *
 * @param entityTag the entity tag, including the quotes, and {@code W/} if the tag is weak; null if
 *     the resource has no tag
 * @param modified the modification date, rounded down to seconds; null if it is unknown
 */
record Validators(@Nullable String entityTag, @Nullable Instant modified) {
  /** No validators, for a resource that is generated for each response. */
  static final Validators NONE = new Validators(null, null);

  private static final Pattern TAG =
      Pattern.compile("[ \t]*(?:((?:W/)?\"[!#-~\\x80-\\xFF]*\")[ \t]*)?(?:,|$)");
  private static final String WEAK = "W/";

  /**
   * Returns whether one of the entity tags in {@code values} equals the tag of the resource in a
   * strong comparison (§8.8.3.2).
   */
  boolean matchesStrongly(List<String> values) {
    String tag = entityTag;
    return tag != null && !tag.startsWith(WEAK) && tags(values).contains(tag);
  }

  /**
   * Returns whether one of the entity tags in {@code values} equals the tag of the resource in a
   * weak comparison (§8.8.3.2).
   */
  boolean matchesWeakly(List<String> values) {
    String tag = entityTag;
    return tag != null && tags(values).stream().anyMatch(each -> opaque(each).equals(opaque(tag)));
  }

  /**
   * Returns whether {@code date} is the modification date of the resource, and is also a strong
   * validator. A date is a strong validator if it is at least one second before {@code now}. A more
   * recent date is not, because the resource could change again within the same second and keep its
   * date (§8.8.2.2).
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

  /**
   * Returns whether the only value of a field is {@code *}, which matches any version of a
   * resource.
   */
  static boolean isAny(List<String> values) {
    return values.size() == 1 && values.getFirst().equals("*");
  }

  /**
   * Returns the entity tags in all lines of a field. In each line, an invalid tag and all tags
   * after it are ignored.
   */
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
