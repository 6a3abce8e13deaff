package switchboard.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Connection;
import switchboard.net.DeadlineExceededException;
import switchboard.net.FileRange;
import switchboard.server.Server;
import switchboard.testkit.ManualTicker;

/**
 * Tests transfers with peers that use a newer version of the protocol, violate the protocol, or are
 * hostile.
 */
class TransferProtocolTest {
  private static final byte[] CONTENT = "Hello, world".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path into = Path.of("");
  private Transfers transfers;
  private Connection connection;
  private FrameInput input;
  private FrameOutput output;

  @BeforeEach
  void connect() throws IOException {
    transfers = new Transfers(Inbox.of(into));
    connection = transfers.network.connect("127.0.0.1:7000");
    input = new FrameInput(connection.source(), Transfers.IDLE);
    output = new FrameOutput(connection.sink());
  }

  @AfterEach
  void close() {
    connection.close();
    transfers.close();
  }

  private static ControlFields offer(String name, long size) {
    return new ControlFields()
        .with(TransferProtocol.TAG_NAME, name)
        .with(TransferProtocol.TAG_SIZE, size);
  }

  private static ControlFields end(byte[] content) throws Exception {
    return new ControlFields()
        .with(TransferProtocol.TAG_SIZE, content.length)
        .with(TransferProtocol.TAG_HASH, MessageDigest.getInstance("SHA-256").digest(content));
  }

  private void data(int file, byte[] content) throws IOException {
    output.data(file, ByteBuffer.wrap(content));
  }

  /** Sends HELLO, and reads the HELLO of the receiver. */
  private void greet() throws IOException {
    output.greet();
    output.flush();
    assertTrue(TransferProtocol.isMagic(input.magic()));
    expect(TransferProtocol.HELLO, 0);
  }

  private ControlFields expect(int type, int file) throws IOException {
    output.flush();
    FrameHeader head = input.next();
    ControlFields fields = input.fields(head);
    String said = head + " " + fields.shown(TransferProtocol.TAG_SENTENCE);
    assertEquals(TransferProtocol.typeName(type), head.toString(), said);
    assertEquals(file, head.file(), said);
    return fields;
  }

  private void expectStop(FailureReason reason, String sentence) throws IOException {
    TransferException said = expect(TransferProtocol.STOP, 0).because();
    assertEquals(reason, said.reason());
    assertTrue(said.getMessage().contains(sentence), said.getMessage());
    connection.close();
    transfers.close();
    assertEquals(List.of(), Transfers.names(into));
  }

  @Test
  void whatMayBeSkippedIsSkipped() throws Exception {
    greet();
    output.control(0x80, 0, new ControlFields().with(1, "from the future"));
    output.control(
        TransferProtocol.OFFER, 7, offer("new", CONTENT.length).with(0x80, "hint").with(0xFF, ""));
    expect(TransferProtocol.ACCEPT, 7);
    data(7, CONTENT);
    output.control(0xFF, 7, new ControlFields());
    output.control(TransferProtocol.END, 7, end(CONTENT));
    expect(TransferProtocol.DONE, 7);
    output.control(TransferProtocol.BYE, 0, new ControlFields());
    expect(TransferProtocol.BYE, 0);
    assertEquals(List.of("new"), Transfers.names(into));
  }

  @Test
  void aFileThatAsksForSomethingNewIsRefusedAndTheOthersGoOn() throws Exception {
    greet();
    output.control(TransferProtocol.OFFER, 1, offer("new", 0).with(0x7F, "must be understood"));
    assertEquals(
        FailureReason.PROTOCOL_ERROR, expect(TransferProtocol.REFUSE, 1).because().reason());
    output.control(TransferProtocol.OFFER, 1, offer("old", 0));
    expect(TransferProtocol.ACCEPT, 1);
    output.control(TransferProtocol.END, 1, end(new byte[0]));
    expect(TransferProtocol.DONE, 1);
  }

  @Test
  void filesMayComeInterleaved() throws Exception {
    greet();
    output.control(TransferProtocol.OFFER, 1, offer("one", 2L * CONTENT.length));
    output.control(TransferProtocol.OFFER, 2, offer("two", CONTENT.length));
    expect(TransferProtocol.ACCEPT, 1);
    expect(TransferProtocol.ACCEPT, 2);
    data(1, CONTENT);
    data(2, CONTENT);
    data(1, CONTENT);
    output.control(TransferProtocol.END, 2, end(CONTENT));
    output.control(
        TransferProtocol.END, 1, end("Hello, worldHello, world".getBytes(StandardCharsets.UTF_8)));
    expect(TransferProtocol.DONE, 2);
    expect(TransferProtocol.DONE, 1);
    assertEquals("Hello, worldHello, world", Files.readString(into.resolve("one")));
  }

  @Test
  void aFrameThatMustBeUnderstoodAndIsNotEndsTheTransfer() throws Exception {
    greet();
    output.control(0x7F, 0, new ControlFields());
    expectStop(FailureReason.PROTOCOL_ERROR, "unknown frame of type 127");
  }

  @Test
  void anotherVersionEndsTheTransfer() throws Exception {
    connection.sink().write(TransferProtocol.magic());
    output.control(
        TransferProtocol.HELLO, 0, new ControlFields().with(TransferProtocol.TAG_VERSION, 2));
    output.flush();
    assertTrue(TransferProtocol.isMagic(input.magic()));
    expect(TransferProtocol.HELLO, 0);
    expectStop(FailureReason.PROTOCOL_ERROR, "the sender uses protocol version 2");
  }

  @Test
  void moreBytesThanWereAnnouncedAreNotStored() throws Exception {
    greet();
    output.control(TransferProtocol.OFFER, 1, offer("bomb", 5));
    expect(TransferProtocol.ACCEPT, 1);
    data(1, CONTENT);
    TransferException said = expect(TransferProtocol.FAILED, 1).because();
    assertEquals(FailureReason.DAMAGED, said.reason());
    assertEquals(List.of(), Transfers.names(into));
    data(1, new byte[1 << 20]);
    output.control(TransferProtocol.END, 1, end(CONTENT));
    output.control(TransferProtocol.OFFER, 2, offer("next", 0));
    expect(TransferProtocol.ACCEPT, 2);
  }

  @Test
  void fewerBytesThanWereAnnouncedAreNoFile() throws Exception {
    greet();
    output.control(TransferProtocol.OFFER, 1, offer("short", CONTENT.length + 1));
    expect(TransferProtocol.ACCEPT, 1);
    data(1, CONTENT);
    output.control(TransferProtocol.END, 1, end(CONTENT));
    assertEquals(FailureReason.DAMAGED, expect(TransferProtocol.FAILED, 1).because().reason());
    assertEquals(List.of(), Transfers.names(into));
  }

  @Test
  void otherBytesThanWereHashedAreNoFile() throws Exception {
    greet();
    output.control(TransferProtocol.OFFER, 1, offer("other", CONTENT.length));
    expect(TransferProtocol.ACCEPT, 1);
    data(1, CONTENT);
    output.control(TransferProtocol.END, 1, end("Hello, World".getBytes(StandardCharsets.UTF_8)));
    TransferException said = expect(TransferProtocol.FAILED, 1).because();
    assertEquals("'other' is corrupt: its SHA-256 differs from the sender's", said.getMessage());
    assertEquals(List.of(), Transfers.names(into));
  }

  @Test
  void aLengthThatNobodyMaySendTakesNoMemory() throws Exception {
    greet();
    data(1, new byte[TransferProtocol.DATA_BYTES_MAX + 1]);
    expectStop(FailureReason.PROTOCOL_ERROR, "DATA of 1048577 bytes is too long");
  }

  @Test
  void theLargestLengthIsToldWithoutASign() throws Exception {
    greet();
    var header =
        ByteBuffer.allocate(TransferProtocol.HEADER_BYTES)
            .put((byte) TransferProtocol.DATA)
            .putInt(1)
            .putInt(-1);
    var sum = new CRC32C();
    sum.update(header.array(), 0, header.position());
    header.putInt((int) sum.getValue());
    connection.write(header.flip());
    expectStop(FailureReason.PROTOCOL_ERROR, "DATA of 4294967295 bytes is too long");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aControlFrameWithoutRoomForItsChecksumIsDamaged(int length) throws Exception {
    greet();
    FrameHeader.CODEC.write(new FrameHeader(TransferProtocol.OFFER, 1, length), connection.sink());
    connection.sink().write(new byte[length]).flush();
    expectStop(FailureReason.DAMAGED, "checksum mismatch in a control frame");
  }

  @Test
  void aControlFrameWithAWrongChecksumIsDamaged() throws Exception {
    greet();
    byte[] values = offer("name", 1).encodedValues();
    int length = values.length + TransferProtocol.CHECK_BYTES;
    FrameHeader.CODEC.write(new FrameHeader(TransferProtocol.OFFER, 1, length), connection.sink());
    connection.sink().write(values).write(new byte[TransferProtocol.CHECK_BYTES]).flush();
    expectStop(FailureReason.DAMAGED, "checksum mismatch in a control frame");
  }

  @Test
  void aControlFrameThatIsTooLongEndsTheTransfer() throws Exception {
    greet();
    output.control(
        TransferProtocol.OFFER, 1, offer("x".repeat(TransferProtocol.CONTROL_BYTES_MAX), 1));
    expectStop(FailureReason.PROTOCOL_ERROR, "is too long");
  }

  @Test
  void tooManyOffersEndTheTransfer() throws Exception {
    greet();
    for (int file = 1; file <= TransferProtocol.OFFERS_MAX; file++) {
      output.control(TransferProtocol.OFFER, file, offer("file " + file, 1));
      expect(TransferProtocol.ACCEPT, file);
    }
    output.control(TransferProtocol.OFFER, 1000, offer("one too many", 1));
    expectStop(FailureReason.PROTOCOL_ERROR, "too many files are open at the same time");
  }

  @Test
  void dataOfAFileThatWasNotAcceptedEndsTheTransfer() throws Exception {
    greet();
    data(3, CONTENT);
    expectStop(FailureReason.PROTOCOL_ERROR, "received DATA for a file that was not accepted");
  }

  @Test
  void goodbyeInsideAFileIsNoGoodbye() throws Exception {
    greet();
    output.control(TransferProtocol.OFFER, 1, offer("half", CONTENT.length));
    expect(TransferProtocol.ACCEPT, 1);
    data(1, CONTENT);
    output.control(TransferProtocol.BYE, 0, new ControlFields());
    expectStop(FailureReason.PROTOCOL_ERROR, "received BYE before the end of a file");
  }

  @Test
  void whoHasNoWordForItGetsTheReceiversSentence() throws Exception {
    greet();
    output.control(
        TransferProtocol.OFFER, 1, new ControlFields().with(TransferProtocol.TAG_NAME, "x"));
    assertEquals(
        FailureReason.PROTOCOL_ERROR, expect(TransferProtocol.REFUSE, 1).because().reason());
    output.control(
        TransferProtocol.OFFER,
        1,
        new ControlFields()
            .with(TransferProtocol.TAG_NAME, "x")
            .with(TransferProtocol.TAG_SIZE, -1));
    assertEquals(
        FailureReason.PROTOCOL_ERROR, expect(TransferProtocol.REFUSE, 1).because().reason());
  }

  @Test
  void aFileThatShrinksInsideAFrameLeavesRoomForTheNextOne(@TempDir Path from) throws Exception {
    greet();
    output.control(TransferProtocol.OFFER, 1, offer("shrunk", 40_000));
    output.flush();
    expect(TransferProtocol.ACCEPT, 1);
    Path path = Files.write(from.resolve("shrunk"), new byte[30_000]);
    try (FileChannel file = FileChannel.open(path)) {
      assertFalse(output.data(1, FileRange.of(file, 0, 40_000)));
    }
    var why = new TransferException(FailureReason.SOURCE, "it shrank");
    output.control(
        TransferProtocol.ABANDON, 1, ControlFields.because(why.reason(), why.sentence()));
    output.flush();
    assertEquals(FailureReason.SOURCE, expect(TransferProtocol.FAILED, 1).because().reason());
    assertFalse(Files.exists(into.resolve("shrunk")));
  }

  @Test
  void anIdleTimeoutInsideATransferIsReportedBeforeTheClose() throws Exception {
    var ticker = new ManualTicker();
    try (var receiver =
            Server.builder(
                    new FileReceiver(Inbox.of(into), Transfers.IDLE, _ -> transfers.received))
                .network(transfers.network.withTicker(ticker))
                .listen("127.0.0.1:7002")
                .start();
        var silent = transfers.network.connect(receiver.endpoint());
        var scope = new TestScope()) {
      output = new FrameOutput(silent.sink());
      input = new FrameInput(silent.source(), Transfers.IDLE);
      greet();
      TestTask<ControlFields> stop = scope.call(() -> expect(TransferProtocol.STOP, 0));
      while (!stop.isDone()) {
        passWhileAllWait(ticker);
      }
      assertEquals(FailureReason.TIMED_OUT, stop.result().because().reason());
    }
    assertEquals(1, transfers.received.lingeringCloses().size());
  }

  /** Advances the time if the receiver and the idle monitor of its server both wait. */
  private static void passWhileAllWait(ManualTicker ticker) {
    if (ticker.parked() > 1) {
      ticker.advance(Transfers.IDLE);
    }
    LockSupport.parkNanos(1_000_000);
  }

  @Test
  void aReceiverThatStopsBetweenFilesSaysSo() throws Exception {
    greet();
    output.control(TransferProtocol.OFFER, 1, offer("first", CONTENT.length));
    expect(TransferProtocol.ACCEPT, 1);
    data(1, CONTENT);
    output.control(TransferProtocol.END, 1, end(CONTENT));
    expect(TransferProtocol.DONE, 1);
    Thread stop = Thread.ofVirtual().start(transfers::close);
    TransferException said = expect(TransferProtocol.STOP, 0).because();
    assertEquals("the receiver is shutting down", said.getMessage());
    assertEquals(FailureReason.BUSY, said.reason());
    connection.close();
    stop.join();
    assertEquals(List.of("first"), Transfers.names(into));
  }

  @Test
  void aFileOnItsWayToAReceiverThatStopsMayArrive() throws Exception {
    greet();
    output.control(TransferProtocol.OFFER, 1, offer("begun", CONTENT.length));
    expect(TransferProtocol.ACCEPT, 1);
    Thread stop = Thread.ofVirtual().start(transfers::close);
    while (!transfers.isDraining()) {
      LockSupport.parkNanos(1_000_000);
    }
    data(1, CONTENT);
    output.control(TransferProtocol.END, 1, end(CONTENT));
    expect(TransferProtocol.DONE, 1);
    assertEquals(FailureReason.BUSY, expect(TransferProtocol.STOP, 0).because().reason());
    connection.close();
    stop.join();
    assertEquals(List.of("begun"), Transfers.names(into));
  }

  private IOException sentTo(String greeting, Duration idle) throws Exception {
    Path source = Files.write(into.resolve("source"), CONTENT);
    try (var other =
            Server.builder(
                    caller -> {
                      caller.write(ByteBuffer.wrap(greeting.getBytes(StandardCharsets.ISO_8859_1)));
                      caller.source().skip(Long.MAX_VALUE);
                    })
                .network(transfers.network)
                .listen("127.0.0.1:7003")
                .start();
        var caller = transfers.network.connect(other.endpoint())) {
      var sender = new FileSender(idle, transfers.sent);
      return assertThrows(
          IOException.class, () -> sender.send(caller, List.of(OutgoingFile.of(source))));
    }
  }

  @Test
  void aSenderSaysWhatTheOtherSideIsIfItTakesNoFiles() throws Exception {
    var e = sentTo("220 mail.example\u001b[2J ESMTP\r\n", Transfers.IDLE);
    assertEquals("the peer is not a file receiver: it sent '220 mail'", e.getMessage());
    assertEquals(1, transfers.sent.outcomes().size());
  }

  @Test
  void aSenderWaitsForAnAnswerOnlySoLong() throws Exception {
    assertTrue(sentTo("", Duration.ofMillis(50)) instanceof DeadlineExceededException);
    assertEquals(Map.of("source", "TIMED_OUT"), transfers.sent.told());
  }

  @Test
  void magicThroughAPathThatChangesLineEndsIsKnownAsDamaged() throws Exception {
    connection.write(
        ByteBuffer.wrap("\u0089SBX\n\u001a\n\u0001\0".getBytes(StandardCharsets.ISO_8859_1)));
    assertTrue(TransferProtocol.isMagic(input.magic()));
    expect(TransferProtocol.HELLO, 0);
    assertEquals(FailureReason.DAMAGED, expect(TransferProtocol.STOP, 0).because().reason());
  }

  @Test
  void whereNoFilesAreTakenTheSenderIsToldWhatHelps() throws Exception {
    try (var none =
            Server.builder(new RejectingHandler("start it with --data DIR"))
                .network(transfers.network)
                .listen("127.0.0.1:7004")
                .start();
        var caller = transfers.network.connect(none.endpoint())) {
      Path source = Files.write(into.resolve("source"), CONTENT);
      var sender = new FileSender(Transfers.IDLE, transfers.sent);
      var e =
          assertThrows(
              TransferException.class, () -> sender.send(caller, List.of(OutgoingFile.of(source))));
      assertEquals(FailureReason.REJECTED, e.reason());
      assertEquals("start it with --data DIR", e.getMessage());
    }
  }
}
