package switchboard.layouts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layouts that can't be: each gets a sentence that says what to change. */
class ImpossibleLayoutTest {
  record Refused(String layout, String sentence) {
    @Override
    public String toString() {
      return layout;
    }
  }

  /** Each is a line, and its sentence the next one. */
  static List<Refused> refused() throws IOException {
    try (var text = ImpossibleLayoutTest.class.getResourceAsStream("impossible.txt")) {
      var lines = new String(Objects.requireNonNull(text).readAllBytes(), UTF_8).lines().toList();
      return IntStream.range(0, lines.size() / 2)
          .mapToObj(i -> new Refused(lines.get(2 * i), lines.get(2 * i + 1).strip()))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void anImpossibleLayoutFailsWhenItIsBuilt(Refused refused) {
    var error = assertThrows(IllegalArgumentException.class, () -> Layout.parse(refused.layout));
    assertEquals(refused.sentence, error.getMessage());
  }

  @Test
  void aMistakeIsToldWithItsLine() {
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Layout.parse("# all of it\nkind: u8 # which\n\n  length: u99 of body"));
    assertEquals(
        "in line 4, at character 11 of the layout: a number has 1 to 64 bits, not 99",
        error.getMessage());
  }

  @Test
  void moreWaysThanCanBeLookedAtAreRefused() {
    String choices =
        IntStream.range(0, 11)
            .mapToObj(i -> "k%d: u8, c%d: by k%d { 1 { } else { } }".formatted(i, i, i))
            .collect(Collectors.joining(", "));
    var error = assertThrows(IllegalArgumentException.class, () -> Layout.parse(choices));
    assertEquals(
        "with 'c9' a message can go more than 1000 ways; make fewer choices behind each other",
        error.getMessage());
  }
}
