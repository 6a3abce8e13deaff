package switchboard.layouts;

import java.lang.invoke.MethodHandles;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import switchboard.frames.Codec;
import switchboard.testkit.CodecContract;

/** Runs the check {@code CodecContract} on the codecs of layouts, with random messages. */
final class Contracts {
  private Contracts() {}

  static CodecContract<Frame> of(Layout layout) {
    return of(layout, layout.codec(), layout::random);
  }

  static <R extends Record> CodecContract<R> of(
      Layout layout, MethodHandles.Lookup lookup, Class<R> type) {
    return of(layout, layout.codec(lookup, type), layout.randomRecords(lookup, type));
  }

  private static <F> CodecContract<F> of(
      Layout layout, Codec<F> codec, Function<RandomGenerator, F> messages) {
    var contract =
        CodecContract.<F>of(codec::read, codec::encode, messages).withWriter(codec::write);
    return layout.isOpen() ? contract.oneMessagePerStream() : contract;
  }
}
