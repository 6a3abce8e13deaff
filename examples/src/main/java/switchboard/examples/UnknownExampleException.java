package switchboard.examples;

import java.util.Collection;

/** There is no example of that name; the message says which one was perhaps meant. */
public final class UnknownExampleException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnknownExampleException(String name, Collection<String> known) {
    super(
        "there is no example '"
            + name
            + "'; "
            + Spelling.guess(name, known)
                .map(guess -> "did you mean '" + guess + "'?")
                .orElse("there are " + String.join(", ", known)));
  }
}
