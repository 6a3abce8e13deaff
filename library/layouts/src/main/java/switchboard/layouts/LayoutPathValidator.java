package switchboard.layouts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import switchboard.layouts.Field.Span;
import switchboard.layouts.LayoutPath.Stretch;

/** Looks at one way through a layout, and says what can't be. Used by one thread, once. */
final class LayoutPathValidator {
  private static final int LARGEST = Integer.MAX_VALUE - 64;

  private final LayoutPath path;
  private final SizingPlan plan;
  private final List<Field> leaves;

  /** Of all leaves before one, in bits: that of the first, and so on to that of the end. */
  private final long[] minBefore;

  private final long[] maxBefore;

  /** The numbers that have come and count what has not. */
  private final List<Counting> counting = new ArrayList<>();

  private record Counting(NumberField length, Stretch stretch) {}

  LayoutPathValidator(LayoutPath path, SizingPlan plan) {
    this.path = path;
    this.plan = plan;
    this.leaves = path.leaves();
    this.minBefore = sums(leaves, LayoutPathValidator::bitsMin);
    this.maxBefore = sums(leaves, LayoutPathValidator::bitsMax);
  }

  private static long[] sums(List<Field> leaves, ToLongFunction<Field> bits) {
    long[] sums = new long[leaves.size() + 1];
    for (int i = 0; i < leaves.size(); i++) {
      sums[i + 1] = sums[i] + bits.applyAsLong(leaves.get(i));
    }
    return sums;
  }

  private static long bitsMin(Field leaf) {
    return switch (leaf) {
      case NumberField number -> number.bitsMin();
      case ContentField content ->
          Byte.SIZE * ((long) content.bytesMin() + content.delimiter().length);
      case ConstantField constant -> Byte.SIZE * (long) constant.bytes().length;
      case ChecksumField _ -> Byte.SIZE * ChecksumField.BYTES;
      case ChoiceField choice -> throw new AssertionError(choice);
    };
  }

  private static long bitsMax(Field leaf) {
    return switch (leaf) {
      case NumberField number -> number.bitsMax();
      case ContentField content ->
          Byte.SIZE * ((long) bytesMax(content) + content.delimiter().length);
      default -> bitsMin(leaf);
    };
  }

  private static int bytesMax(ContentField content) {
    if (content.bytesMax() == ContentField.UNLIMITED) {
      throw new IllegalArgumentException(
          "'%s' has no maximum; say the most bytes that it may have, such as ..64KiB"
              .formatted(content.name()));
    }
    return content.bytesMax();
  }

  void run() {
    for (LayoutPath.Step each : path.steps()) {
      offset(each);
      if (each.field() instanceof ChoiceField choice) {
        choose(choice, each.leaf());
      }
    }
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      switch (leaves.get(leaf)) {
        case NumberField number -> number(number, leaf);
        case ContentField content -> size(content, leaf);
        case ChecksumField sum -> checksum(sum, leaf);
        default -> align(leaf);
      }
    }
    end();
  }

  private static long total(long[] before, int first, int end) {
    return before[Math.max(first, end)] - before[first];
  }

  private boolean isFixed(int first, int end) {
    return total(minBefore, first, end) == total(maxBefore, first, end);
  }

  private void offset(LayoutPath.Step step) {
    Field field = step.field();
    if (field.offset() == Field.ANYWHERE) {
      return;
    }
    int leaf = step.leaf();
    if (!isFixed(0, leaf)) {
      throw new IllegalArgumentException(
          ("'%s' has no fixed offset, since a field before it varies in length; leave out "
                  + "the @%s")
              .formatted(field.name(), field.offset()));
    }
    long before = total(minBefore, 0, leaf);
    if (field.offset() < before / Byte.SIZE) {
      throw new IllegalArgumentException(
          ("'%s' at byte %s overlaps '%s', which ends before byte %s; put it there, or "
                  + "leave out the @%s")
              .formatted(
                  field.name(),
                  field.offset(),
                  leaves.get(leaf - 1).name(),
                  Math.ceilDiv(before, Byte.SIZE),
                  field.offset()));
    }
    if (field.offset() > before / Byte.SIZE) {
      throw new IllegalArgumentException(
          "nothing is said of the %s bits before '%s' at byte %s; add a field for them"
              .formatted(
                  (field.offset() * (long) Byte.SIZE - before), field.name(), field.offset()));
    }
  }

  private void choose(ChoiceField choice, int leaf) {
    Stretch number = path.find(choice.number());
    if (number == null
        || number.first() >= leaf
        || !(leaves.get(number.first()) instanceof NumberField on)
        || !on.name().equals(choice.number())) {
      throw new IllegalArgumentException(
          "'%s' depends on '%s', which is no number before it"
              .formatted(choice.name(), choice.number()));
    }
    for (ChoiceField.Case each : choice.cases()) {
      if (each.value() != null && !on.coding().holds(each.value())) {
        throw new IllegalArgumentException(
            "'%s' has a case for %s, and '%s' is from %s"
                .formatted(choice.name(), each.value(), on.name(), on.coding().range()));
      }
    }
    if (!on.isGiven()) {
      throw new IllegalArgumentException(
          "'%s' depends on '%s', which counts or is always the same; take another number"
              .formatted(choice.name(), on.name()));
    }
  }

  /** That a leaf begins with a byte. */
  private void align(int leaf) {
    int bit = (int) (total(minBefore, 0, leaf) % Byte.SIZE);
    if (bit != 0) {
      throw new IllegalArgumentException(
          "'%s' would begin at bit %s of a byte; the fields before it lack %s, or have %s too many"
              .formatted(
                  leaves.get(leaf).name(), bit, FieldSyntax.count(Byte.SIZE - bit, "bit"), bit));
    }
  }

  private void number(NumberField number, int leaf) {
    switch (number.coding()) {
      case NumberEncoding.Binary binary -> {
        int bit = (int) (total(minBefore, 0, leaf) % Byte.SIZE);
        if (binary.littleEndian()) {
          align(leaf);
        } else if (bit + binary.bits() > Long.SIZE) {
          throw new IllegalArgumentException(
              "'%s' lies in more than 8 bytes; split it in two".formatted(number.name()));
        }
      }
      case NumberEncoding.Varint _ -> align(leaf);
      case NumberEncoding.Digits _ -> {
        align(leaf);
        if (leaf + 1 == leaves.size()
            || !(leaves.get(leaf + 1) instanceof ConstantField mark)
            || (mark.bytes()[0] >= '0' && mark.bytes()[0] <= '9')) {
          throw new IllegalArgumentException(
              ("nobody can tell where the digits of '%s' end; let a constant follow that "
                      + "begins with no digit, such as \":\"")
                  .formatted(number.name()));
        }
      }
    }
    if (number.counts() != null) {
      count(number, number.counts(), leaf);
    }
    if (number.itemsOf() != null) {
      countItems(number, number.itemsOf(), leaf);
    }
  }

  private void countItems(NumberField number, String name, int leaf) {
    Stretch found = path.find(name);
    if (found == null
        || found.first() <= leaf
        || found.length() != 1
        || !(leaves.get(found.first()) instanceof ListField list)
        || !list.name().equals(name)) {
      throw new IllegalArgumentException(
          "'%s' counts the items of '%s', which is no list behind it"
              .formatted(number.name(), name));
    }
    bytesMax(list);
    long largest = number.coding().largest();
    if (Long.compareUnsigned(list.itemsMax(), largest) > 0) {
      throw new IllegalArgumentException(
          "'%s' is %s and counts to %s, and %s may have %s items; give it %s bits, or lower the maximum of '%s' to %s"
              .formatted(
                  number.name(),
                  number.coding(),
                  number.coding().show(largest),
                  name,
                  list.itemsMax(),
                  bitsFor(list.itemsMax()),
                  name,
                  (largest + 1) * list.element().bytesMin() - 1));
    }
    plan.countItems(number, list);
  }

  private void count(NumberField length, Span counts, int leaf) {
    Stretch stretch = whole(counts, "'" + length.name() + "' counts " + counts);
    if (stretch.end() <= leaf) {
      throw new IllegalArgumentException(
          "'%s' counts %s, which is over when it comes; put it in front"
              .formatted(length.name(), counts));
    }
    if (!(length.coding() instanceof NumberEncoding.Binary) && stretch.first() <= leaf) {
      throw new IllegalArgumentException(
          "'%s' varies in length, so it counts only what is behind it".formatted(length.name()));
    }
    var bounds =
        new SizingPlan.Bounds(
            total(minBefore, stretch.first(), stretch.end()) / Byte.SIZE,
            total(maxBefore, stretch.first(), stretch.end()) / Byte.SIZE);
    requireCountable(length, bounds, stretch);
    plan.count(length, bounds);
    counting.add(new Counting(length, stretch));
  }

  private void requireCountable(NumberField length, SizingPlan.Bounds bounds, Stretch stretch) {
    long largest = length.coding().largest();
    if (Long.compareUnsigned(bounds.max(), largest) <= 0) {
      return;
    }
    List<Field> varying =
        IntStream.range(stretch.first(), stretch.end())
            .filter(leaf -> !isFixed(leaf, leaf + 1))
            .mapToObj(leaves::get)
            .toList();
    String lower =
        varying.size() == 1
                && varying.getFirst() instanceof ContentField one
                && one.bytesMax() - bounds.max() + largest >= least(one)
            ? "the maximum of '" + one.name() + "' to " + (one.bytesMax() - bounds.max() + largest)
            : "a maximum";
    throw new IllegalArgumentException(
        "'%s' is %s and counts to %s, and %s may have %s bytes; give it %s bits, or lower %s"
            .formatted(
                length.name(),
                length.coding(),
                length.coding().show(largest),
                length.counts(),
                bounds.max(),
                bitsFor(bounds.max()),
                lower));
  }

  /** The lowest maximum that it may have. */
  private static long least(ContentField content) {
    return content instanceof ListField list
        ? list.element().bytesMin()
        : Math.max(1, content.bytesMin());
  }

  private static int bitsFor(long count) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(count);
    return Math.ceilDiv(bits, Byte.SIZE) * Byte.SIZE;
  }

  /** The leaves of a span, which has to begin and end with a byte. */
  private Stretch whole(Span span, String who) {
    Stretch stretch = path.find(span, who);
    if (total(minBefore, 0, stretch.first()) % Byte.SIZE != 0
        || total(minBefore, 0, stretch.end()) % Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          "%s, which is not made of whole bytes; take in the fields beside it".formatted(who));
    }
    return stretch;
  }

  private void size(ContentField content, int leaf) {
    align(leaf);
    if (content.isOpen() && leaf + 1 < leaves.size()) {
      throw new IllegalArgumentException(
          "'%s' goes to the end, so '%s' can't be behind it; count it, or make it the last"
              .formatted(content.name(), leaves.get(leaf + 1).name()));
    }
    if (content.isDelimited() || content.isOpen() || content.isFixed()) {
      return;
    }
    if (content instanceof ListField list && plan.itemCount(list) != null) {
      requireItemCount(list, leaf);
      return;
    }
    SizingPlan.Sizing sizing = sizing(leaf);
    if (sizing == null) {
      throw new IllegalArgumentException(
          "nothing tells how long '%s' is; count it by a number before it, as in 'length: u32 of %s'%s"
              .formatted(
                  content.name(),
                  content.name(),
                  content instanceof ListField
                      ? ", or its items, as in 'count: u16 items of " + content.name() + "'"
                      : ", or end it by a delimiter, as in 'until \"\\n\"', or give it one size, or say 'until end'"));
    }
    plan.size(content, sizing);
  }

  /** That on this way too the number is there that counts the items. */
  private void requireItemCount(ListField list, int leaf) {
    for (int before = 0; before < leaf; before++) {
      if (leaves.get(before) == plan.itemCount(list)) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "nothing tells how many items '%s' has in a message without the number that counts them; count them by a number of their own"
            .formatted(list.name()));
  }

  /** The number before it that counts the least around it, and behind it only what is fixed. */
  private SizingPlan.@Nullable Sizing sizing(int leaf) {
    counting.removeIf(each -> each.stretch.end() <= leaf);
    return counting.stream()
        .filter(each -> sizes(each.stretch, leaf))
        .min(Comparator.comparingInt(each -> each.stretch.length()))
        .map(each -> new SizingPlan.Sizing(each.length, behind(each.stretch, leaf)))
        .orElse(null);
  }

  private boolean sizes(Stretch stretch, int leaf) {
    return stretch.contains(leaf) && isFixed(leaf + 1, stretch.end());
  }

  private long behind(Stretch stretch, int leaf) {
    return total(minBefore, leaf + 1, stretch.end()) / Byte.SIZE;
  }

  private void checksum(ChecksumField sum, int leaf) {
    align(leaf);
    Span covers = sum.covers();
    String who = "'" + sum.name() + "' is the sum of " + (covers == null ? "all before" : covers);
    Stretch stretch = covers == null ? new Stretch(0, leaf) : whole(covers, who);
    if (stretch.length() == 0) {
      throw new IllegalArgumentException(
          "%s, and that is nothing; take in another field".formatted(who));
    }
    for (int each = Math.max(stretch.first(), leaf); each < stretch.end(); each++) {
      if (leaves.get(each) instanceof ChecksumField other) {
        throw new IllegalArgumentException(
            "%s, with '%s', which is not known before; leave that out"
                .formatted(who, other.name()));
      }
    }
  }

  private void end() {
    long bits = total(minBefore, 0, leaves.size());
    if (bits == 0) {
      throw new IllegalArgumentException(
          total(maxBefore, 0, leaves.size()) == 0
              ? "a message of this layout would have no bytes; add a field"
              : "a message of this layout could have no bytes; let it have at least one");
    }
    if (bits % Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          "the message would end at bit %s of a byte; add %s"
              .formatted(bits % Byte.SIZE, FieldSyntax.count(Byte.SIZE - bits % Byte.SIZE, "bit")));
    }
    long largest = total(maxBefore, 0, leaves.size()) / Byte.SIZE;
    if (largest > LARGEST) {
      throw new IllegalArgumentException(
          "a message could have %s bytes, and at most %s are possible; lower a maximum"
              .formatted(largest, LARGEST));
    }
    plan.whole(new SizingPlan.Bounds(bits / Byte.SIZE, largest));
  }
}
