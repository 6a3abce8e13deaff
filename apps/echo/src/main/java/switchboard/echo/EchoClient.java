package switchboard.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;
import switchboard.net.UnreachableException;

/**
 * Sends bytes to an echo server, and checks that the same bytes come back. Each method blocks.
 *
 * <p>Each method throws an {@link EchoMismatchException} if the bytes that come back differ from
 * the bytes that were sent, and a {@link switchboard.net.DeadlineExceededException} if no reply
 * arrives within the client's timeout.
 */
public final class EchoClient {
  private static final int LINE_BYTES_MAX = Datagrams.BYTES_MAX - 1;

  private final Network network;
  private final Duration timeout;

  /** A source of bytes to send. */
  @FunctionalInterface
  public interface Input {
    /**
     * Blocks until at least one byte is available, and reads the available bytes into {@code
     * target}. Returns the number of bytes, or -1 at EOF.
     */
    int read(ByteBuffer target) throws IOException;

    /** Returns an input that reads the bytes of an array. */
    static Input of(byte[] bytes) {
      var left = ByteBuffer.wrap(bytes);
      return target -> {
        int count = Math.min(left.remaining(), target.remaining());
        target.put(left.slice(left.position(), count));
        left.position(left.position() + count);
        return count > 0 ? count : -1;
      };
    }
  }

  /** Receives the bytes that come back from the server. */
  @FunctionalInterface
  public interface Output {
    /**
     * Consumes all of {@code bytes}. The client reuses the buffer after this method has returned.
     */
    void write(ByteBuffer bytes) throws IOException;
  }

  /**
   * Creates a client over {@code network}.
   *
   * @param timeout the maximum time to wait for a reply
   */
  public EchoClient(Network network, Duration timeout) {
    this.network = network;
    this.timeout = timeout;
  }

  /**
   * Sends the bytes {@code text} to an echo server, in one datagram if the scheme of {@code
   * endpoint} is UDP. The timeout limits the complete exchange.
   *
   * @return the number of bytes that came back
   */
  public long say(Endpoint endpoint, byte[] text, Output output) throws IOException {
    try (var _ = Deadline.after(timeout)) {
      if (!isUdp(endpoint)) {
        return pipe(endpoint, Input.of(text), output);
      }
      if (text.length == 0) {
        return sayNothing(endpoint, output);
      }
      return sayInDatagram(endpoint, text, output);
    }
  }

  /**
   * Sends a datagram and receives the reply. If an address of the server refuses the datagram or is
   * unreachable, tries the next address.
   */
  private long sayInDatagram(Endpoint endpoint, byte[] text, Output output) throws IOException {
    IOException first = null;
    for (Address.Inet each : network.resolve(endpoint)) {
      Endpoint target = Endpoint.of(each).withScheme("udp");
      try (var socket = network.connectDatagrams(target, Options.none())) {
        return new EchoedDatagrams(socket, timeout).exchange(ByteBuffer.wrap(text), output);
      } catch (ConnectionRefusedException | UnreachableException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    throw first == null ? new IOException("no address to send to") : first;
  }

  /**
   * Sends an empty datagram. Uses a socket that is not connected, because the JDK does not send
   * empty datagrams on a connected socket.
   */
  private long sayNothing(Endpoint endpoint, Output output) throws IOException {
    Address target = network.resolve(endpoint).getFirst();
    try (var socket = network.bind(Endpoint.udp("", 0), Options.none())) {
      socket.send(ByteBuffer.allocate(0), target);
      var reply = ByteBuffer.allocate(Datagrams.BYTES_MAX);
      while (!socket.receive(reply.clear()).equals(target)) {
        // Datagrams from other sources are ignored.
      }
      int count = reply.flip().remaining();
      output.write(reply);
      if (count > 0) {
        throw new EchoMismatchException(count + " bytes came back for an empty datagram");
      }
      return count;
    }
  }

  /**
   * Sends all bytes of {@code input}. At the same time, passes the bytes that come back to {@code
   * output}. After the last byte of {@code input}, shuts down the output to the server and receives
   * the remaining bytes. Over UDP, sends datagrams of {@link Datagrams#BYTES_MAX} bytes; only the
   * last datagram may be shorter. Uses a fixed amount of memory. The timeout applies only while
   * replies are outstanding, and does not limit how long a read of {@code input} blocks.
   *
   * @param input the bytes to send. If the server closes the connection before EOF of {@code
   *     input}, the client interrupts the thread that reads {@code input}. The interrupted read
   *     must then return or throw an exception
   * @return the number of bytes that came back
   */
  public long pipe(Endpoint endpoint, Input input, Output output) throws IOException {
    if (isUdp(endpoint)) {
      try (var socket = network.connectDatagrams(endpoint, Options.none())) {
        return new EchoedDatagrams(socket, timeout).exchangeAll(input, output);
      }
    }
    try (var echo = connect(endpoint)) {
      return new EchoedStream(echo, timeout).run(input, output);
    }
  }

  /**
   * Sends lines one at a time. Waits until each line has come back before reading the next line.
   * Sends each line with its terminator, in one datagram if the scheme of {@code endpoint} is UDP.
   *
   * @param prompt runs before each line is read
   */
  public void converse(Endpoint endpoint, Source lines, Output output, Runnable prompt)
      throws IOException {
    if (isUdp(endpoint)) {
      try (var socket = network.connectDatagrams(endpoint, Options.none())) {
        var echo = new EchoedDatagrams(socket, timeout);
        converse(lines, prompt, line -> echo.exchange(ByteBuffer.wrap(line), output));
      }
    } else {
      try (var echo = connect(endpoint)) {
        converse(lines, prompt, line -> exchangeLine(echo, line, output));
      }
    }
  }

  private interface Exchange {
    void send(byte[] line) throws IOException;
  }

  private static void converse(Source lines, Runnable prompt, Exchange exchange)
      throws IOException {
    prompt.run();
    for (byte[] line = line(lines); line != null; line = line(lines)) {
      exchange.send(line);
      prompt.run();
    }
  }

  private static byte @Nullable [] line(Source lines) throws IOException {
    byte[] line;
    try {
      line = lines.readUntil((byte) '\n', LINE_BYTES_MAX);
    } catch (UnexpectedEofException lastLine) {
      return lines.readAll(LINE_BYTES_MAX);
    }
    if (line == null) {
      return null;
    }
    byte[] terminated = Arrays.copyOf(line, line.length + 1);
    terminated[line.length] = '\n';
    return terminated;
  }

  private void exchangeLine(Connection echo, byte[] line, Output output) throws IOException {
    byte[] reply;
    try (var _ = Deadline.after(timeout)) {
      echo.write(ByteBuffer.wrap(line));
      reply = echo.source().readExactly(line.length);
    }
    output.write(ByteBuffer.wrap(reply));
    if (!Arrays.equals(line, reply)) {
      throw new EchoMismatchException("the echo differs from the line that was sent");
    }
  }

  private Connection connect(Endpoint endpoint) throws IOException {
    try (var _ = Deadline.after(timeout)) {
      return network.connect(endpoint, Options.none());
    }
  }

  private static boolean isUdp(Endpoint endpoint) {
    return endpoint.scheme().equals("udp");
  }
}
