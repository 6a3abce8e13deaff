package switchboard.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.DelimiterBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;
import org.jspecify.annotations.Nullable;
import switchboard.frames.ByteCodec;
import switchboard.frames.Codec;
import switchboard.frames.Size;

/**
 * The framings whose decoders are compared. Each has a codec of this library and a decoder of
 * Netty.
 */
public enum Framing {
  /** A length prefix of four bytes. */
  LENGTH {
    @Override
    ByteCodec ours() {
      return Codec.lengthPrefixed().max(1, Size.MIB);
    }

    @Override
    Decoder decoder() {
      return new Length();
    }
  },
  /** Lines that end with LF or CR LF. */
  LINE {
    @Override
    ByteCodec ours() {
      return Codec.delimitedBy('\n').or(new byte[] {'\r', '\n'}).max(1, Size.MIB);
    }

    @Override
    Decoder decoder() {
      return new Line();
    }
  },
  /** A zero byte as delimiter. */
  DELIMITER {
    @Override
    ByteCodec ours() {
      return Codec.delimitedBy(0).max(1, Size.MIB);
    }

    @Override
    Decoder decoder() {
      return new Delimiter();
    }
  };

  private static final int MAX = 1 << 20;

  /** Returns a new codec of this library. */
  abstract ByteCodec ours();

  /** Returns a new decoder of Netty. A decoder has state, so each stream needs a new one. */
  abstract Decoder decoder();

  /** A decoder of Netty that can be called without a channel. */
  interface Decoder extends ChannelHandler {

    /**
     * Returns the next message, or null if {@code in} contains no complete message. The caller must
     * release the message.
     */
    @Nullable ByteBuf next(ByteBuf in) throws Exception;
  }

  private static final class Length extends LengthFieldBasedFrameDecoder implements Decoder {
    Length() {
      super(MAX, 0, 4, 0, 4);
    }

    @Override
    @SuppressWarnings("NullAway") // the decoder uses the context only when it fails
    public @Nullable ByteBuf next(ByteBuf in) throws Exception {
      return (ByteBuf) decode(null, in);
    }
  }

  private static final class Line extends LineBasedFrameDecoder implements Decoder {
    Line() {
      super(MAX);
    }

    @Override
    @SuppressWarnings("NullAway") // the decoder uses the context only when it fails
    public @Nullable ByteBuf next(ByteBuf in) throws Exception {
      return (ByteBuf) decode(null, in);
    }
  }

  private static final class Delimiter extends DelimiterBasedFrameDecoder implements Decoder {
    Delimiter() {
      super(MAX, Unpooled.wrappedBuffer(new byte[] {0}));
    }

    @Override
    @SuppressWarnings("NullAway") // the decoder uses the context only when it fails
    public @Nullable ByteBuf next(ByteBuf in) throws Exception {
      return (ByteBuf) decode(null, in);
    }
  }
}
