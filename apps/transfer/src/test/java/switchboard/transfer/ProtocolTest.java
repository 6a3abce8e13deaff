package switchboard.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Connection;
import switchboard.server.Server;

/**
 * Compares the examples in docs/protocols/transfer.md with the bytes that the sender and the
 * receiver send.
 */
class ProtocolTest {
  private static final Path DOCUMENT = Path.of("../../docs/protocols/transfer.md");
  private static final int BYTES_MAX = 10_000;

  @TempDir private Path scratch = Path.of("");

  /** Returns the bytes of an example; a semicolon begins a comment. */
  private static byte[] written(String name) throws IOException {
    var block = Pattern.compile("```hex " + name + "\n(.*?)```", Pattern.DOTALL);
    var found = block.matcher(Files.readString(DOCUMENT));
    assertTrue(found.find(), () -> "there is no block '" + name + "'");
    String digits = found.group(1).replaceAll("(?m);.*$", "").replaceAll("\\s", "");
    return HexFormat.of().parseHex(digits);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
  }

  /** Returns the response of Switchboard's receiver to the bytes of the sender in the document. */
  private byte[] answers(byte[] sent) throws IOException {
    Path into = Files.createTempDirectory(scratch, "into");
    try (var transfers = new Transfers(Inbox.of(into));
        var connection = transfers.network.connect("127.0.0.1:7000")) {
      connection.write(ByteBuffer.wrap(sent));
      return connection.source().readAll(BYTES_MAX);
    }
  }

  /**
   * Returns the bytes that Switchboard's sender sends if the receiver responds as in the document.
   */
  private byte[] sent(String name, byte[] answers) throws Exception {
    return sent(name, answers, _ -> {});
  }

  /**
   * Returns the bytes that Switchboard's sender sends if the receiver responds as in the document.
   * {@code after} ends the connection after the last response.
   */
  private byte[] sent(String name, byte[] answers, Ending after) throws Exception {
    Path source = Files.writeString(scratch.resolve("source"), "Hello, world");
    var heard = new Transfers.Heard();
    var said = new CompletableFuture<byte[]>();
    try (var transfers = new Transfers(Inbox.of(scratch));
        var receiver =
            Server.builder(
                    caller -> {
                      said.complete(hear(caller, answers));
                      after.end(caller);
                    })
                .network(transfers.network)
                .listen("127.0.0.1:7001")
                .start();
        var connection = transfers.network.connect(receiver.endpoint())) {
      new FileSender(Transfers.IDLE, heard)
          .send(connection, List.of(new OutgoingFile(source, name)));
    }
    assertEquals(1, heard.outcomes().size());
    return said.get();
  }

  private interface Ending {
    void end(Connection caller) throws IOException;
  }

  @Test
  void whatTheReceiverHasConfirmedIsSentHoweverTheConnectionEnds() throws Exception {
    byte[] receiver = written("receiver");
    int goodbye =
        TransferProtocol.HEADER_BYTES + Integer.BYTES; // a header and a checksum, without values
    byte[] withoutGoodbye = Arrays.copyOf(receiver, receiver.length - goodbye);
    List<Ending> endings =
        List.of(
            Connection::close,
            Connection::abort,
            Connection::shutdownOutput,
            caller ->
                new FrameOutput(caller.sink())
                    .control(
                        TransferProtocol.STOP,
                        0,
                        ControlFields.because(FailureReason.BUSY, "told to stop")),
            caller -> caller.sink().writeText("nonsense").flush());
    for (Ending each : endings) {
      Ending afterItsGoodbye =
          caller -> {
            assertEquals(TransferProtocol.BYE, take(caller, new ByteArrayOutputStream()).type());
            each.end(caller);
          };
      sent("hello.txt", withoutGoodbye, afterItsGoodbye); // throws if the transfer fails
    }
  }

  /**
   * Sends the given responses like a receiver: one response when OFFER arrives, one when END
   * arrives, and one when BYE arrives.
   */
  private static byte[] hear(Connection caller, byte[] answers) throws IOException {
    var left = ByteBuffer.wrap(answers);
    var input = new FrameInput(caller.source(), Transfers.IDLE);
    var heard = new ByteArrayOutputStream();
    heard.writeBytes(input.magic());
    say(caller, left, TransferProtocol.MAGIC_BYTES);
    say(caller, left, frame(left));
    while (left.hasRemaining()) {
      FrameHeader head = take(caller, heard);
      if (head.type() == TransferProtocol.OFFER
          || head.type() == TransferProtocol.END
          || head.type() == TransferProtocol.BYE) {
        say(caller, left, frame(left));
      }
    }
    return heard.toByteArray();
  }

  private static FrameHeader take(Connection caller, ByteArrayOutputStream heard)
      throws IOException {
    byte[] head = caller.source().readExactly(TransferProtocol.HEADER_BYTES);
    var fields = ByteBuffer.wrap(head);
    int type = fields.get();
    int file = fields.getInt();
    int length = fields.getInt();
    heard.writeBytes(head);
    heard.writeBytes(caller.source().readExactly(length));
    return new FrameHeader(type, file, length);
  }

  private static int frame(ByteBuffer left) {
    return TransferProtocol.HEADER_BYTES + left.getInt(left.position() + 5);
  }

  private static void say(Connection caller, ByteBuffer left, int count) throws IOException {
    caller.write(left.slice(left.position(), count));
    left.position(left.position() + count);
  }

  @Test
  void aWholeTransferIsAsItIsWritten() throws Exception {
    byte[] sender = written("sender");
    byte[] receiver = written("receiver");
    assertEquals(hex(sender), hex(sent("hello.txt", receiver)));
    assertEquals(hex(receiver), hex(answers(sender)));
  }

  @Test
  void aRefusalIsAsItIsWritten() throws Exception {
    byte[] sender = written("refused sender");
    byte[] receiver = written("refused receiver");
    assertEquals(hex(sender), hex(sent(".profile", receiver)));
    assertEquals(hex(receiver), hex(answers(sender)));
  }

  @Test
  void everyReasonIsWrittenDown() throws IOException {
    var document = Files.readString(DOCUMENT);
    for (FailureReason reason : FailureReason.values()) {
      assertTrue(document.contains("\n| " + reason.number() + " | "), reason::name);
      assertEquals(reason, FailureReason.of(reason.number()));
    }
    assertEquals(FailureReason.OTHER, FailureReason.of(FailureReason.values().length));
  }

  @Test
  void everyTypeIsWrittenDown() throws IOException {
    var document = Files.readString(DOCUMENT);
    for (int type = TransferProtocol.HELLO; type <= TransferProtocol.STOP; type++) {
      assertTrue(
          document.contains("\n| " + type + " | " + TransferProtocol.typeName(type) + " | "));
    }
    for (var tag :
        Map.of(
                TransferProtocol.TAG_VERSION, "version",
                TransferProtocol.TAG_NAME, "name",
                TransferProtocol.TAG_SIZE, "size",
                TransferProtocol.TAG_OFFSET, "offset",
                TransferProtocol.TAG_HASH, "hash",
                TransferProtocol.TAG_REASON, "reason",
                TransferProtocol.TAG_SENTENCE, "sentence")
            .entrySet()) {
      assertTrue(document.contains("\n| " + tag.getKey() + " | " + tag.getValue() + " | "));
    }
  }
}
