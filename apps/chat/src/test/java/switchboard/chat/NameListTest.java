package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests how short and very long lists of names are formatted. */
class NameListTest {
  private static final List<String> MANY =
      IntStream.range(0, 1_000).mapToObj(i -> "some-longer-name" + i).toList();

  @Test
  void fewNamesAreOneLine() {
    assertEquals("-- in hall: ann, bob", NameList.of("in hall:", List.of("ann", "bob"), 10));
  }

  @Test
  void manyNamesAreLinesOfBearableLengthThatAllBelongToTheChat() {
    String text = NameList.of("rooms:", MANY, 1_000);
    assertTrue(text.lines().allMatch(line -> line.length() <= 78 && line.startsWith("--")), text);
    MANY.forEach(name -> assertTrue(text.contains(name)));
  }

  @Test
  void thoseBeyondTheMaximumAreCounted() {
    String text = NameList.of("rooms:", MANY, 500);
    assertTrue(text.endsWith("some-longer-name499, and 500 more"), text);
  }

  @Test
  void aNameIsNeverLeftOutForItsLength() {
    String name = "x".repeat(100);
    assertTrue(NameList.of("in hall:", Collections.nCopies(3, name), 10).contains(name));
  }
}
