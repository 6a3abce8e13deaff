package switchboard.chat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.net.Source;

/**
 * The codec of chat text. The text that is encoded consists of one line, or of several lines. The
 * lines of one text are sent together, without lines of other senders between them. Decoding
 * returns one line.
 */
enum ChatText implements Codec<String> {
  CODEC;

  private static final int LINE_BYTES_MAX = 64 * 1024;

  @Override
  public @Nullable String read(Source source) throws IOException {
    return source.readLine(LINE_BYTES_MAX);
  }

  @Override
  public byte[] encode(String paragraph) {
    return (paragraph + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
