package switchboard.net;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import switchboard.net.internal.StandardDescriptor;
import switchboard.net.internal.StreamConnection;
import switchboard.net.internal.ThreadPumpedStream;

/**
 * Standard input and output of this process as a connection. A process has only one such
 * connection, because its standard streams cannot be opened again.
 */
final class StandardStreams {
  private StandardStreams() {}

  private static final class Shared {
    static final Connection INSTANCE =
        new StreamConnection(
            new ThreadPumpedStream(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new ThreadPumpedStream.Names("switchboard-stdin", "switchboard-stdout"),
                new StandardDescriptor(1)::isReaderGone));
  }

  static Connection connection() throws IOException {
    if (!Shared.INSTANCE.isOpen()) {
      throw new SocketClosedException(
          new Failure("open stdio", null, null, "standard input and output are already closed"));
    }
    return Shared.INSTANCE;
  }
}
