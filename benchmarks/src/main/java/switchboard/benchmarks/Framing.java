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

/** A framing, as we and as Netty have it. */
public enum Framing {
  /** Behind a length of four bytes. */
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
  /** Up to LF, or CR LF. */
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
  /** Up to a byte. */
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

  /** Ours; made anew each time. */
  abstract ByteCodec ours();

  /** Netty's, which has state. */
  abstract Decoder decoder();

  /** Netty's decoder, called without a channel. */
  interface Decoder extends ChannelHandler {

    /** The next frame, which the caller releases; null when more bytes are needed. */
    @Nullable ByteBuf next(ByteBuf in) throws Exception;
  }

  private static final class Length extends LengthFieldBasedFrameDecoder implements Decoder {
    Length() {
      super(MAX, 0, 4, 0, 4);
    }

    @Override
    @SuppressWarnings("NullAway") // it looks at the context only to fail
    public @Nullable ByteBuf next(ByteBuf in) throws Exception {
      return (ByteBuf) decode(null, in);
    }
  }

  private static final class Line extends LineBasedFrameDecoder implements Decoder {
    Line() {
      super(MAX);
    }

    @Override
    @SuppressWarnings("NullAway") // it looks at the context only to fail
    public @Nullable ByteBuf next(ByteBuf in) throws Exception {
      return (ByteBuf) decode(null, in);
    }
  }

  private static final class Delimiter extends DelimiterBasedFrameDecoder implements Decoder {
    Delimiter() {
      super(MAX, Unpooled.wrappedBuffer(new byte[] {0}));
    }

    @Override
    @SuppressWarnings("NullAway") // it looks at the context only to fail
    public @Nullable ByteBuf next(ByteBuf in) throws Exception {
      return (ByteBuf) decode(null, in);
    }
  }
}
