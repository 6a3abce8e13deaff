package switchboard.net.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.FileRange;
import switchboard.net.Sink;
import switchboard.net.spi.FileError;

/**
 * A sink for outputs other than connections, such as a file, an {@link java.io.OutputStream} or a
 * digest.
 */
public final class OutputSink extends BufferedSink {
  private final Sink.Output output;

  /** Creates a sink that writes to {@code output}. */
  public OutputSink(Sink.Output output) {
    this.output = output;
  }

  @Override
  void send(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      output.write(bytes);
    }
  }

  @Override
  void send(ByteBuffer... buffers) throws IOException {
    for (ByteBuffer each : buffers) {
      send(each);
    }
  }

  @Override
  int trySend(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    send(bytes);
    return count;
  }

  @Override
  long send(FileRange range) throws IOException {
    long before = range.remaining();
    try {
      FileCopy.send(range, this::send);
    } catch (FileError e) {
      throw e.ofFile();
    }
    return before - range.remaining();
  }

  @Override
  void sent() throws IOException {
    output.flush();
  }

  @Override
  void end() throws IOException {
    output.close();
  }
}
