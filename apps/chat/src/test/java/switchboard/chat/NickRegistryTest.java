package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests that a name, together with all names that look like it, belongs to at most one holder. */
class NickRegistryTest {
  private final NickRegistry<Object> names = new NickRegistry<>();
  private final Object ann = "the first";
  private final Object bob = "the second";

  @Test
  void aNameThatLooksLikeATakenOneIsNotGiven() {
    assertNull(names.take("coco", ann));
    assertSame(ann, names.take("сосо", bob));
    assertSame(ann, names.take("COCO", bob));
    assertNull(names.find("сосо"), "only the name itself finds its holder");
    assertSame(ann, names.find("Coco"));
    assertEquals(1, names.size());
  }

  @Test
  void aNameThatIsGivenBackIsFreeAndSoAreItsLookalikes() {
    assertNull(names.take("coco", ann));
    names.release("coco", bob);
    assertSame(ann, names.find("coco"), "only the holder can release a name");
    names.release("coco", ann);
    assertNull(names.take("сосо", bob));
    assertEquals(List.of(bob), names.holders());
  }

  @Test
  void anExchangeFreesTheOldNameAndKeepsWhatTheNewOneNeeds() {
    assertNull(names.take("coco", ann));
    assertNull(
        names.exchange("coco", "сосо", ann),
        "a holder may change to a name that looks like its own");
    assertNull(names.find("coco"));
    assertSame(ann, names.take("coco", bob));
    assertNull(names.exchange("сосо", "eve", ann));
    assertNull(names.take("coco", bob));
    assertEquals(2, names.size());
  }

  @Test
  void aRefusedExchangeChangesNothing() {
    assertNull(names.take("coco", ann));
    assertNull(names.take("bob", bob));
    assertSame(ann, names.exchange("bob", "сосо", bob));
    assertSame(bob, names.find("bob"));
    assertSame(bob, names.take("b0b", ann));
  }

  @Test
  void ofManyWhoTakeLookalikesAtOnceOneGetsOne() throws Exception {
    List<String> lookalikes = List.of("coco", "сосо", "COCO", "c0c0", "СОСО", "сoсo");
    for (int round = 0; round < 200; round++) {
      var start = new CountDownLatch(1);
      var winners = new AtomicInteger();
      var threads = new ArrayList<Thread>();
      for (String name : lookalikes) {
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    start.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  if (names.take(name, name) == null) {
                    winners.incrementAndGet();
                  }
                }));
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(1, winners.get());
      assertEquals(1, names.size());
      Object holder = names.holders().getFirst();
      names.release((String) holder, holder);
      assertEquals(0, names.size());
    }
  }
}
