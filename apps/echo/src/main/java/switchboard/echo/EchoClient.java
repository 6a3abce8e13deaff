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
 * Sends something to an echo, hands on what comes back, and checks that it is the same. For
 * programs and tests; each call blocks the thread that makes it.
 *
 * <p>All of them throw {@link EchoMismatchException} when the answer differs, and a {@link
 * switchboard.net.DeadlineExceededException} when nothing comes for the client's timeout.
 */
public final class EchoClient {
  private static final int LINE_BYTES_MAX = Datagrams.BYTES_MAX - 1;

  private final Network network;
  private final Duration timeout;

  /** Where the bytes to send come from. */
  @FunctionalInterface
  public interface Input {
    /** Puts bytes into {@code target}; blocks until there is one; -1 at the end. */
    int read(ByteBuffer target) throws IOException;

    /** The bytes of an array. */
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

  /** Where the bytes that came back go. */
  @FunctionalInterface
  public interface Output {
    /** Takes all of {@code bytes}; the buffer is used again afterwards. */
    void write(ByteBuffer bytes) throws IOException;
  }

  /**
   * A client over {@code network}.
   *
   * @param timeout how long it waits for an answer
   */
  public EchoClient(Network network, Duration timeout) {
    this.network = network;
    this.timeout = timeout;
  }

  /**
   * Sends these bytes, as one datagram if {@code endpoint} is UDP. The timeout is for all of it.
   *
   * @return how many bytes came back
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

  /** Tries the next address of a name where one refuses the datagram or has no way to it. */
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

  /** The JDK sends no empty datagram on a connected socket. */
  private long sayNothing(Endpoint endpoint, Output output) throws IOException {
    Address target = network.resolve(endpoint).getFirst();
    try (var socket = network.bind(Endpoint.udp("", 0), Options.none())) {
      socket.send(ByteBuffer.allocate(0), target);
      var answer = ByteBuffer.allocate(Datagrams.BYTES_MAX);
      while (!socket.receive(answer.clear()).equals(target)) {
        // From somebody else.
      }
      int count = answer.flip().remaining();
      output.write(answer);
      if (count > 0) {
        throw new EchoMismatchException(count + " bytes came back for an empty datagram");
      }
      return count;
    }
  }

  /**
   * Sends everything from {@code input} while what comes back goes to {@code output}, then ends its
   * side and takes the rest, in bounded memory. Over UDP it fills datagrams of {@link
   * Datagrams#BYTES_MAX} one after the other, the last one shorter. The timeout is for silence
   * while an answer is due; {@code input} may take its time.
   *
   * @param input must heed interruption: its reader is interrupted when the echo ends early
   * @return how many bytes came back
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
   * Sends one line after the other, each with its line end and as one datagram if {@code endpoint}
   * is UDP, and waits for each to come back.
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
    } catch (UnexpectedEofException withoutEnd) {
      return lines.readAll(LINE_BYTES_MAX);
    }
    if (line == null) {
      return null;
    }
    byte[] whole = Arrays.copyOf(line, line.length + 1);
    whole[line.length] = '\n';
    return whole;
  }

  private void exchangeLine(Connection echo, byte[] line, Output output) throws IOException {
    byte[] answer;
    try (var _ = Deadline.after(timeout)) {
      echo.write(ByteBuffer.wrap(line));
      answer = echo.source().readExactly(line.length);
    }
    output.write(ByteBuffer.wrap(answer));
    if (!Arrays.equals(line, answer)) {
      throw new EchoMismatchException("what came back is not the line that was sent");
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
