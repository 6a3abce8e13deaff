package switchboard.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import switchboard.frames.ByteCodec;
import switchboard.frames.Codec;
import switchboard.net.Slice;
import switchboard.net.Source;

/**
 * The JMH benchmark of decoders. Decodes messages from bytes in memory, which are delivered in
 * pieces of 16 KiB like the bytes of a socket. One operation decodes one message. Both libraries
 * first copy the bytes into a buffer of their own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Decoding {
  private static final int PIECE_BYTES = 16 * 1024;
  private static final int TAPE_BYTES = 256 * 1024;

  /** The framing of the messages. */
  @Param public Framing framing = Framing.LENGTH;

  /** The length of each message in bytes. */
  @Param({"16", "64", "1024", "65536"})
  public int size;

  private byte[] tape = {};
  private Source source = Source.of(new Tape(tape));
  private ByteCodec arrays = Framing.LENGTH.ours();
  private Codec<Slice> slices = arrays.slices();
  private Framing.@Nullable Decoder direct;
  private @Nullable EmbeddedChannel channel;
  private ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer();
  private int at;

  /** Encodes the messages, and creates the decoders. */
  @Setup
  public void record() {
    byte[] message = new byte[size];
    Arrays.fill(message, (byte) 'x');
    arrays = framing.ours();
    slices = arrays.slices();
    byte[] one = arrays.encode(message);
    int count = Math.max(1, TAPE_BYTES / one.length);
    tape = new byte[count * one.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(one, 0, tape, i * one.length, one.length);
    }
    source = Source.of(new Tape(tape));
    direct = framing.decoder();
    channel = new EmbeddedChannel(framing.decoder());
  }

  /** Releases the buffers of Netty. */
  @TearDown
  public void end() {
    in.release();
    if (channel != null) {
      channel.finishAndReleaseAll();
    }
  }

  /** Decodes with this library. A message is a slice (a view) of the buffer, without a copy. */
  @Benchmark
  public int slices() throws IOException {
    Slice frame = Objects.requireNonNull(slices.read(source));
    return frame.byteAt(0) + frame.length();
  }

  /** Decodes with this library, and copies each message into a new array. */
  @Benchmark
  public byte[] arrays() throws IOException {
    return Objects.requireNonNull(arrays.read(source));
  }

  /** Decodes with Netty's decoder, called directly. */
  @Benchmark
  public int nettyDirect() throws Exception {
    var decoder = Objects.requireNonNull(direct);
    ByteBuf frame = decoder.next(in);
    while (frame == null) {
      in.discardReadBytes();
      play(in);
      frame = decoder.next(in);
    }
    int seen = frame.getByte(0) + frame.readableBytes();
    frame.release();
    return seen;
  }

  /** Decodes with Netty's decoder in an {@link EmbeddedChannel}. */
  @Benchmark
  public int nettyChannel() {
    EmbeddedChannel pipeline = Objects.requireNonNull(channel);
    ByteBuf frame = pipeline.readInbound();
    while (frame == null) {
      ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(PIECE_BYTES);
      play(piece);
      pipeline.writeInbound(piece);
      frame = pipeline.readInbound();
    }
    int seen = frame.getByte(0) + frame.readableBytes();
    frame.release();
    return seen;
  }

  private void play(ByteBuf target) {
    int count = Math.min(PIECE_BYTES, tape.length - at);
    target.writeBytes(tape, at, count);
    at += count;
    at = at < tape.length ? at : 0;
  }
}
