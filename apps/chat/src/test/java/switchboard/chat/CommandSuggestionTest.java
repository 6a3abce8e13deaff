package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which known command is suggested for a mistyped command. */
class CommandSuggestionTest {
  private static final List<String> KNOWN =
      List.of(
          "/nick", "/join", "/part", "/rooms", "/who", "/msg", "/me", "/echo", "/help", "/quit");

  @ParameterizedTest
  @CsvSource({
    "/nik,/nick", "/hlep,/help", "/jion,/join", "/q,/quit", "/room,/rooms", "/raoms,/rooms",
    "/wo,/who", "/mgs,/msg", "/romos,/rooms", "/h,/help", "/whom,/who", "/partt,/part"
  })
  void whatIsNearIsMeant(String typed, String meant) {
    assertEquals(Optional.of(meant), CommandSuggestion.closest(typed, KNOWN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/foo", "/", "/bar", "/leave", "/list", "/xyz", "/quotient"})
  void whatIsFarIsNot(String typed) {
    assertEquals(Optional.empty(), CommandSuggestion.closest(typed, KNOWN));
  }

  @ParameterizedTest
  @CsvSource({"a,a,0", "ab,ba,1", "abc,ac,1", "kitten,sitting,3", "'',ab,2"})
  void distanceCountsStepsAndSwaps(String from, String to, int steps) {
    assertEquals(steps, CommandSuggestion.distance(from, to));
    assertEquals(steps, CommandSuggestion.distance(to, from));
  }
}
