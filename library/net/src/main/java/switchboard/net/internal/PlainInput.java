package switchboard.net.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.FileRange;
import switchboard.net.Source;
import switchboard.net.spi.FileError;

/**
 * Reads from an input other than a connection: memory, a file or an {@link java.io.InputStream}.
 */
final class PlainInput extends SourceInput {
  private final Source.Input input;

  PlainInput(Source.Input input, InputBuffer buffer) {
    super(buffer);
    this.input = input;
  }

  @Override
  int more() throws IOException {
    prepareToWait();
    if (buffer.isForeign()) {
      return -1;
    }
    ByteBuffer room = buffer.room();
    int count = -1;
    try {
      count = readSome(room);
    } finally {
      buffer.came(Math.max(count, 0));
    }
    return count;
  }

  @Override
  int read(ByteBuffer target) throws IOException {
    prepareToWait();
    return target.hasRemaining() ? readSome(target) : 0;
  }

  /**
   * Reads at least one byte, or returns -1 at EOF. If the input returns 0, as some channels do,
   * this method reads it again.
   */
  private int readSome(ByteBuffer target) throws IOException {
    int count;
    do {
      count = input.read(target);
    } while (count == 0);
    return count;
  }

  @Override
  void transferTo(FileRange range) throws IOException {
    prepareToWait();
    try {
      FileCopy.receive(this::readSome, range);
    } catch (FileError e) {
      throw e.ofFile();
    }
  }
}
