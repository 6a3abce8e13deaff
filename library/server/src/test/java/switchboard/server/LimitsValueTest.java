package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import switchboard.server.Limits.Overload;

/** Tests that {@link Limits} is an immutable value that rejects null settings. */
class LimitsValueTest {
  private static final List<UnaryOperator<Limits>> CHANGES =
      List.of(
          limits -> limits.connections(7, Overload.BACKPRESSURE),
          limits -> limits.connections(10_000, Overload.REJECT),
          limits -> limits.perAddress(3),
          limits -> limits.idleTimeout(Duration.ofSeconds(1)),
          limits -> limits.firstByteTimeout(Duration.ofSeconds(2)),
          limits -> limits.slowHandlerThreshold(Duration.ofSeconds(3)));

  @Test
  void eachChangeGivesOtherLimitsAndLeavesTheOriginal() {
    String before = Limits.standard().toString();
    for (UnaryOperator<Limits> change : CHANGES) {
      assertNotEquals(Limits.standard(), change.apply(Limits.standard()));
    }
    assertEquals(before, Limits.standard().toString());
  }

  @Test
  void theSameChangesGiveEqualLimitsInAnyOrder() {
    Limits forwards = Limits.standard();
    Limits backwards = Limits.standard();
    for (UnaryOperator<Limits> change : CHANGES.subList(1, CHANGES.size())) {
      forwards = change.apply(forwards);
    }
    for (UnaryOperator<Limits> change : CHANGES.subList(1, CHANGES.size()).reversed()) {
      backwards = change.apply(backwards);
    }
    assertEquals(forwards, backwards);
    assertEquals(forwards.hashCode(), backwards.hashCode());
    assertEquals(
        "Limits[connectionsMax=10000, perAddressMax=3, idleTimeout=PT1S, firstByteTimeout=PT2S,"
            + " overload=REJECT, slowHandlerThreshold=PT3S]",
        forwards.toString());
  }

  @Test
  void aMissingValueIsAMistakeAtOnce() {
    Limits limits = Limits.standard();
    assertThrows(NullPointerException.class, () -> limits.idleTimeout(nothing()));
    assertThrows(NullPointerException.class, () -> limits.firstByteTimeout(nothing()));
    assertThrows(NullPointerException.class, () -> limits.slowHandlerThreshold(nothing()));
    assertThrows(NullPointerException.class, () -> limits.connections(1, nothing()));
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }
}
