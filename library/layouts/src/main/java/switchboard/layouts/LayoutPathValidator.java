package switchboard.layouts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import switchboard.layouts.Field.Span;
import switchboard.layouts.LayoutPath.Stretch;

/** Checks that a message with the fields of one path is possible. Used once, by one thread. */
final class LayoutPathValidator {
  private static final int MESSAGE_BYTES_MAX = Integer.MAX_VALUE - 64;

  private final LayoutPath path;
  private final SizingPlan plan;
  private final List<Field> leaves;

  /**
   * Element i is the minimum length in bits of all leaves before leaf i; the last element is the
   * minimum length of all leaves.
   */
  private final long[] minBefore;

  /**
   * Element i is the maximum length in bits of all leaves before leaf i; the last element is the
   * maximum length of all leaves.
   */
  private final long[] maxBefore;

  /**
   * The number fields before the current leaf that count the bytes of the current leaf or of leaves
   * after it.
   */
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
          "'%s' has no maximum; add one, such as ..64KiB".formatted(content.name()));
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
          "'%s' has no fixed offset because a field before it varies in length; remove @%s"
              .formatted(field.name(), field.offset()));
    }
    long before = total(minBefore, 0, leaf);
    if (field.offset() < before / Byte.SIZE) {
      throw new IllegalArgumentException(
          "'%s' at byte %s overlaps '%s', which ends before byte %s; use @%s or remove @%s"
              .formatted(
                  field.name(),
                  field.offset(),
                  leaves.get(leaf - 1).name(),
                  Math.ceilDiv(before, Byte.SIZE),
                  Math.ceilDiv(before, Byte.SIZE),
                  field.offset()));
    }
    if (field.offset() > before / Byte.SIZE) {
      throw new IllegalArgumentException(
          "%s bits before '%s' at byte %s belong to no field; add a field for them"
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
          "choice '%1$s' depends on '%2$s', but no number field '%2$s' comes before it"
              .formatted(choice.name(), choice.number()));
    }
    for (ChoiceField.Case each : choice.cases()) {
      if (each.value() != null && !on.coding().holds(each.value())) {
        throw new IllegalArgumentException(
            "case %s of '%s' is impossible: the values of '%s' are %s"
                .formatted(each.value(), choice.name(), on.name(), on.coding().range()));
      }
    }
    if (!on.isGiven()) {
      throw new IllegalArgumentException(
          "'%s' depends on '%s', which is a count or a constant; use another number"
              .formatted(choice.name(), on.name()));
    }
  }

  /** Checks that a leaf begins at a byte boundary. */
  private void align(int leaf) {
    int bit = (int) (total(minBefore, 0, leaf) % Byte.SIZE);
    if (bit != 0) {
      throw new IllegalArgumentException(
          "'%s' would begin at bit %s of a byte; add %s before it or remove %s"
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
              "'%s' extends over more than 8 bytes; split it into two fields"
                  .formatted(number.name()));
        }
      }
      case NumberEncoding.Varint _ -> align(leaf);
      case NumberEncoding.Digits _ -> {
        align(leaf);
        if (leaf + 1 == leaves.size()
            || !(leaves.get(leaf + 1) instanceof ConstantField mark)
            || (mark.bytes()[0] >= '0' && mark.bytes()[0] <= '9')) {
          throw new IllegalArgumentException(
              ("nothing marks the end of the digits of '%s'; add a constant after it that does not "
                      + "begin with a digit, such as \":\"")
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
          "'%s' counts the items of '%s', which is not a list after this number"
              .formatted(number.name(), name));
    }
    bytesMax(list);
    long largest = number.coding().largest();
    if (Long.compareUnsigned(list.itemsMax(), largest) > 0) {
      throw new IllegalArgumentException(
          "'%s' is %s and holds at most %s, but %s may have %s items; make '%s' %s bits long or lower the maximum of '%s' to %s"
              .formatted(
                  number.name(),
                  number.coding(),
                  number.coding().show(largest),
                  name,
                  list.itemsMax(),
                  number.name(),
                  bitsFor(list.itemsMax()),
                  name,
                  (largest + 1) * list.element().bytesMin() - 1));
    }
    plan.countItems(number, list);
  }

  private void count(NumberField length, Span counts, int leaf) {
    Stretch stretch = aligned(counts, "'" + length.name() + "' counts " + counts);
    if (stretch.end() <= leaf) {
      throw new IllegalArgumentException(
          "'%s' counts %s, which comes before it; move '%s' before the fields that it counts"
              .formatted(length.name(), counts, length.name()));
    }
    if (!(length.coding() instanceof NumberEncoding.Binary) && stretch.first() <= leaf) {
      throw new IllegalArgumentException(
          "'%s' varies in length, so it can count only fields after it".formatted(length.name()));
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
        "'%s' is %s and holds at most %s, but %s may have %s bytes; make '%s' %s bits long or lower %s"
            .formatted(
                length.name(),
                length.coding(),
                length.coding().show(largest),
                length.counts(),
                bounds.max(),
                length.name(),
                bitsFor(bounds.max()),
                lower));
  }

  /** Returns the smallest number that is allowed as the maximum length of a field. */
  private static long least(ContentField content) {
    return content instanceof ListField list
        ? list.element().bytesMin()
        : Math.max(1, content.bytesMin());
  }

  private static int bitsFor(long count) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(count);
    return Math.ceilDiv(bits, Byte.SIZE) * Byte.SIZE;
  }

  /**
   * Returns the leaves of a span, which must begin and end at a byte boundary.
   *
   * @param use the beginning of an error message, which names the field that refers to the span
   */
  private Stretch aligned(Span span, String use) {
    Stretch stretch = path.find(span, use);
    if (total(minBefore, 0, stretch.first()) % Byte.SIZE != 0
        || total(minBefore, 0, stretch.end()) % Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          "%s, which does not begin and end at a byte boundary; include adjacent fields"
              .formatted(use));
    }
    return stretch;
  }

  private void size(ContentField content, int leaf) {
    align(leaf);
    if (content.isOpen() && leaf + 1 < leaves.size()) {
      throw new IllegalArgumentException(
          "'%s' extends to the end of the datagram or stream, so '%s' cannot follow it; count the bytes of '%s' or make it the last field"
              .formatted(content.name(), leaves.get(leaf + 1).name(), content.name()));
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
          (content instanceof ListField
                  ? "the length of '%s' is unknown; add a number before it that counts its bytes "
                      + "('length: u32 of %s') or its items ('count: u16 items of %s')"
                  : "the length of '%s' is unknown; add a number before it ('length: u32 of %s'), "
                      + "a delimiter ('until \"\\n\"'), a fixed size, or 'until end'")
              .formatted(content.name(), content.name(), content.name()));
    }
    plan.size(content, sizing);
  }

  /** Checks that this path contains the number field that counts the items of the list. */
  private void requireItemCount(ListField list, int leaf) {
    for (int before = 0; before < leaf; before++) {
      if (leaves.get(before) == plan.itemCount(list)) {
        return;
      }
    }
    throw new IllegalArgumentException(
        "the number that counts the items of '%s' is missing in some cases of a choice; use a number that every message has"
            .formatted(list.name()));
  }

  /**
   * Returns the number field that determines the length of a field. A number field is suitable if
   * it counts the bytes of the field and, of the fields after it, counts only fields of fixed
   * length. If several number fields are suitable, the one that counts the fewest fields is
   * returned.
   */
  private SizingPlan.@Nullable Sizing sizing(int leaf) {
    counting.removeIf(each -> each.stretch.end() <= leaf);
    return counting.stream()
        .filter(each -> sizes(each.stretch, leaf))
        .min(Comparator.comparingInt(each -> each.stretch.length()))
        .map(each -> new SizingPlan.Sizing(each.length, bytesAfter(each.stretch, leaf)))
        .orElse(null);
  }

  private boolean sizes(Stretch stretch, int leaf) {
    return stretch.contains(leaf) && isFixed(leaf + 1, stretch.end());
  }

  private long bytesAfter(Stretch stretch, int leaf) {
    return total(minBefore, leaf + 1, stretch.end()) / Byte.SIZE;
  }

  private void checksum(ChecksumField sum, int leaf) {
    align(leaf);
    Span covers = sum.covers();
    String use =
        "'%s' is the checksum of %s"
            .formatted(sum.name(), covers == null ? "all bytes before it" : covers);
    Stretch stretch = covers == null ? new Stretch(0, leaf) : aligned(covers, use);
    if (stretch.length() == 0) {
      throw new IllegalArgumentException(
          "%s, a range of 0 bytes; include another field".formatted(use));
    }
    for (int each = Math.max(stretch.first(), leaf); each < stretch.end(); each++) {
      if (leaves.get(each) instanceof ChecksumField other) {
        throw new IllegalArgumentException(
            "%s, which includes the later checksum '%s'; exclude that checksum"
                .formatted(use, other.name()));
      }
    }
  }

  private void end() {
    long bits = total(minBefore, 0, leaves.size());
    if (bits == 0) {
      throw new IllegalArgumentException(
          total(maxBefore, 0, leaves.size()) == 0
              ? "a message of this layout has no bytes; add a field"
              : "a message of this layout may be empty; require at least one byte");
    }
    if (bits % Byte.SIZE != 0) {
      throw new IllegalArgumentException(
          "the message would end at bit %s of a byte; add %s"
              .formatted(bits % Byte.SIZE, FieldSyntax.count(Byte.SIZE - bits % Byte.SIZE, "bit")));
    }
    long largest = total(maxBefore, 0, leaves.size()) / Byte.SIZE;
    if (largest > MESSAGE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a message may have %s bytes, more than the limit of %s; lower a maximum"
              .formatted(largest, MESSAGE_BYTES_MAX));
    }
    plan.whole(new SizingPlan.Bounds(bits / Byte.SIZE, largest));
  }
}
