package switchboard.examples;

import java.util.Collection;

/**
 * Thrown if no example has the given name. The message suggests a similar name, or lists all names.
 */
public final class UnknownExampleException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnknownExampleException(String name, Collection<String> known) {
    super(
        "unknown example '"
            + name
            + "'; "
            + Spelling.guess(name, known)
                .map(guess -> "did you mean '" + guess + "'?")
                .orElse("available: " + String.join(", ", known)));
  }
}
