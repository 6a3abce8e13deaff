package switchboard.layouts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.frames.Size;

/**
 * Tests layouts that no message can match: the message of the exception must say what to change.
 */
class ImpossibleLayoutTest {
  record Refused(String layout, String sentence) {
    @Override
    public String toString() {
      return layout;
    }
  }

  /**
   * Returns the cases of a test resource. A case has two lines: a layout, and the expected message
   * of the exception.
   */
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
        "layout, line 4, column 11: a number must have 1 to 64 bits, not 99", error.getMessage());
  }

  @Test
  void oneObjectInTwoCasesIsOneField() {
    Field list = Field.list("l", Layout.parse("x: u8")).max(9, Size.BYTES);
    Field choice =
        Field.choice("c", "k")
            .when(1, Field.unsigned("n", 8).counting("l"), list)
            .when(2, Field.unsigned("n", 16).counting("l"), list);
    var error =
        assertThrows(
            IllegalArgumentException.class, () -> Layout.of(Field.unsigned("k", 8), choice));
    assertTrue(
        error.getMessage().endsWith(", and create a Field object for each use of it"),
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
        "with 'c9' the choices have more than 1000 combinations; use fewer choices",
        error.getMessage());
  }

  @Test
  void choicesAreInEachOtherToAnEnd() {
    ChoiceField choice = Field.choice("c0", "k").when(1);
    for (int i = 1; i < Field.DEPTH_MAX; i++) {
      choice = Field.choice("c" + i, "k").when(1, choice);
    }
    assertEquals(1, Layout.of(Field.unsigned("k", 8), choice).bytesMax());
    Field inside = choice;
    var outside = Field.choice("one-more", "k");
    var error = assertThrows(IllegalArgumentException.class, () -> outside.when(1, inside));
    assertEquals(
        "more than 50 choices and lists are nested; reduce the nesting", error.getMessage());
    String text = "k: u8, " + nested(Field.DEPTH_MAX + 1);
    error = assertThrows(IllegalArgumentException.class, () -> Layout.parse(text));
    assertTrue(error.getMessage().endsWith("reduce the nesting"), error.getMessage());
  }

  @Test
  void listsAreInEachOtherToAnEnd() {
    Layout deepest = lists(Field.DEPTH_MAX);
    assertEquals(deepest, Layout.parse(deepest.toString()));
    assertThrows(IllegalArgumentException.class, () -> Field.list("one-more", deepest));
    String text = "n: u16 of l, l: list ..1KiB { " + deepest + " }";
    var error = assertThrows(IllegalArgumentException.class, () -> Layout.parse(text));
    assertTrue(error.getMessage().endsWith("reduce the nesting"), error.getMessage());
  }

  /** Returns a layout with {@code depth} nested lists, all named l. */
  static Layout lists(int depth) {
    return depth == 0
        ? Layout.parse("x: u8")
        : Layout.of(
            Field.unsigned("n", 32).counting("l"),
            Field.list("l", lists(depth - 1)).max(1, Size.MIB));
  }

  private static String nested(int depth) {
    return depth == 0 ? "" : "c%d: by k { 1 { %s } }".formatted(depth, nested(depth - 1));
  }

  @Test
  void sizesBelowNothingAreRefusedByTheirNames() {
    for (Executable attempt :
        List.<Executable>of(
            () -> Field.bytes("b").min(-1, Size.BYTES),
            () -> Field.bytes("b").exactly(-1, Size.KIB))) {
      var error = assertThrows(IllegalArgumentException.class, attempt);
      assertEquals("the size of 'b' must be at least 0 bytes, not -1", error.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> Field.bytes("b").max(0, Size.BYTES));
    assertThrows(IllegalArgumentException.class, () -> new Dump(0, false));
  }
}
