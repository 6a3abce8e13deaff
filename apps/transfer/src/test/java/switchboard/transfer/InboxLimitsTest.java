package switchboard.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Server;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/**
 * Tests each limit of an inbox at its value and one above it, for one address and for several
 * addresses.
 */
class InboxLimitsTest {
  private static final Address ANN = Address.inet(new byte[] {10, 0, 0, 1}, 1);
  private static final Address BOB = Address.inet(new byte[] {10, 0, 0, 2}, 1);
  private static final long DISK_BYTES = 1_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long WAIT_NANOS = Duration.ofSeconds(20).toNanos();
  private static final Duration IDLE = Duration.ofMinutes(5);

  @TempDir private Path into = Path.of("");
  private final ManualTicker ticker = new ManualTicker();
  private final Network network = MemoryEngine.network().withTicker(ticker);
  private final Transfers.Heard received = new Transfers.Heard();
  private final AtomicLong moved = new AtomicLong();
  private final TestScope scope = new TestScope();

  @AfterEach
  void close() {
    scope.close();
    network.close();
  }

  private Server start(Inbox inbox) throws IOException {
    return scope.add(
        Server.builder(new FileReceiver(inbox, IDLE, _ -> new Counted()))
            .network(network)
            .listen("127.0.0.1:0")
            .listen("[::1]:0")
            .start());
  }

  /** A listener that also counts the transferred bytes. */
  private final class Counted implements TransferListener {
    @Override
    public void onProgress(String name, long bytes, long size) {
      moved.set(bytes);
    }

    @Override
    public void onFileEnd(FileOutcome outcome) {
      received.onFileEnd(outcome);
    }

    @Override
    public void onDisconnect(@Nullable IOException failure) {
      received.onDisconnect(failure);
    }
  }

  private static FileName name(String text) throws TransferException {
    return FileName.of(text);
  }

  private Inbox inbox(InboxLimits limits) throws IOException {
    return Inbox.of(into).limits(limits);
  }

  private static void store(InboxSession visit, String name, int bytes) throws TransferException {
    try (PartialFile incoming = visit.take(name(name), bytes)) {
      incoming.write(ByteBuffer.allocate(bytes));
      incoming.publish();
      visit.came(name(name));
    }
  }

  private static String refusal(InboxSession visit, String name, int bytes) {
    var refused = assertThrows(TransferException.class, () -> visit.take(name(name), bytes));
    assertEquals(FailureReason.TOO_LARGE, refused.reason());
    return refused.sentence();
  }

  @Test
  void aDirectoryHoldsOnlySoManyFilesWhoeverSendsThem() throws Exception {
    Files.writeString(into.resolve("was there"), "x");
    Files.writeString(into.resolve(".hidden.0123456789ab.part"), "x"); // not counted
    Inbox inbox = inbox(InboxLimits.standard().files(4));
    var ann = new InboxSession(inbox, ANN);
    store(ann, "one", 1);
    store(ann, "two", 0);
    try (var underWay = ann.take(name("three"), 1)) { // the fourth file, still incomplete
      String full = "the directory is full: it may contain at most 4 files";
      assertEquals(full, refusal(ann, "four", 0));
      assertEquals(full, refusal(new InboxSession(inbox, BOB), "four", 0));
      assertEquals("three", underWay.name().text());
    }
    store(new InboxSession(inbox, BOB), "three again", 1);
    Files.delete(into.resolve("was there"));
    store(new InboxSession(inbox, BOB), "four", 1);
    refusal(new InboxSession(inbox, ANN), "five", 0);
  }

  @Test
  void aFullDirectoryStillTakesFilesInThePlaceOfOthers() throws Exception {
    Inbox inbox = inbox(InboxLimits.standard().files(2)).overwriting();
    store(new InboxSession(inbox, ANN), "one", 1);
    store(new InboxSession(inbox, ANN), "two", 1);
    store(new InboxSession(inbox, BOB), "one", 2);
    refusal(new InboxSession(inbox, BOB), "three", 0);
    assertEquals(2, Files.size(into.resolve("one")));
  }

  @Test
  void namesAreKeptOnceHoweverManyConnectionsThereAre() throws Exception {
    Inbox inbox = inbox(InboxLimits.standard().files(100)).overwriting();
    for (int i = 0; i < 100; i++) {
      Files.createFile(into.resolve("file" + i));
    }
    for (int connection = 0; connection < 50; connection++) {
      var visit = new InboxSession(inbox, ANN);
      store(visit, "file" + connection, 0);
      assertThrows(TransferException.class, () -> visit.take(name("FILE7"), 0));
    }
    assertEquals(100, inbox.names().size());
  }

  private Inbox onSmallDisk(int percent) throws IOException {
    Storage small =
        new Storage() {
          @Override
          public long usableBytes(Path directory) throws IOException {
            long used = 0;
            try (var paths = Files.newDirectoryStream(directory)) {
              for (Path path : paths) {
                used += Files.size(path);
              }
            }
            return DISK_BYTES - used;
          }
        };
    return inbox(InboxLimits.standard().diskShare(percent)).storedBy(small);
  }

  @Test
  void oneAddressGetsHalfOfTheFreeDiskHoweverManyFilesAndConnections() throws Exception {
    Inbox inbox = onSmallDisk(50);
    assertEquals(
        "limit reached: 501 bytes exceed the 500 bytes that may still be stored from your address",
        refusal(new InboxSession(inbox, ANN), "large", 501));
    store(new InboxSession(inbox, ANN), "first", 300);
    // the bytes of a published file still count towards the share of its address
    try (var second = new InboxSession(inbox, ANN).take(name("second"), 200)) {
      second.write(ByteBuffer.allocate(150));
      assertEquals(
          "limit reached: 1 bytes exceed the 0 bytes that may still be stored from your address",
          refusal(new InboxSession(inbox, ANN), "third", 1));
      store(new InboxSession(inbox, BOB), "of bob", 200);
    }
    // the bytes of the second file do not count towards the share after it was deleted
    store(new InboxSession(inbox, ANN), "third", 100);
    refusal(new InboxSession(inbox, BOB), "too large", 101);
    new InboxSession(inbox, BOB).take(name("as large as may be"), 100).close();
  }

  @Test
  void whatHasFailedIsGivenBackAndAddressesWithoutFilesAreForgotten() throws Exception {
    Inbox inbox = onSmallDisk(100);
    for (int i = 0; i < 5; i++) {
      try (var incoming = new InboxSession(inbox, ANN).take(name("file"), 1_000)) {
        incoming.write(ByteBuffer.allocate(999));
      }
    }
    assertEquals(0, inbox.shares().addresses());
  }

  @Test
  void aTutorialsSenderGetsNoMoreThanItsShareWhateverItAnnounces() throws Exception {
    Inbox inbox = onSmallDisk(50);
    Server server = start(inbox);
    assertEquals("TOO_LARGE", sent(server, "1<SEPARATOR>4", 600));
    assertEquals(List.of(), Transfers.names(into));
    assertEquals(0, inbox.shares().addresses());
  }

  @Test
  void aFileThatIsCopiedToPutItsFirstBytesInFrontCountsOnce() throws Exception {
    Inbox inbox = onSmallDisk(50);
    try (PartialFile incoming = new InboxSession(inbox, ANN).take(name("copied"), 1)) {
      incoming.write(ByteBuffer.allocate(200)); // more bytes than announced
      incoming.prepend(new byte[10]);
      incoming.publish();
    }
    assertEquals(210, Files.size(into.resolve("copied")));
    new InboxSession(inbox, ANN).take(name("the rest of the share"), 290).close();
    refusal(new InboxSession(inbox, ANN), "one byte more", 291);
  }

  @Test
  void onlySoManyAddressesAreRemembered() throws Exception {
    var shares = new DiskShares(50);
    for (int i = 0; i < 10_050; i++) {
      Address each = Address.inet(new byte[] {10, 1, (byte) (i >> 8), (byte) i}, 1);
      shares.promise(each, 1, DISK_BYTES);
      shares.written(each, 1);
    }
    assertEquals(10_000, shares.addresses());
  }

  /**
   * Sends a file in the same way as the file sender of common Python tutorials, and shuts down the
   * output. Returns the outcome of the file.
   */
  private String sent(Server server, String header, int bytes) throws Exception {
    try (Connection sender = network.connect(server.endpoint())) {
      sender.sink().writeText(header).flush();
      // The digits may belong to the size or to the file; only EOF decides.
      sender.sink().writeText("9".repeat(bytes)).flush();
      sender.shutdownOutput();
      sender.source().readAll(1 << 20);
    } catch (IOException reset) {
      // The receiver rejected the file before everything was sent.
    }
    server.close();
    return received.told().values().iterator().next();
  }

  @Test
  void oneAddressHasTenUploadsAndOthersHaveTheirs() throws Exception {
    Server server = start(inbox(InboxLimits.standard().uploads(12, 10)));
    for (int i = 0; i < 10; i++) {
      assertEquals("HELLO", greeted(server.endpoint(), 1));
    }
    assertEquals("STOP", greeted(server.endpoint(), 2));
    Endpoint other = Endpoint.of(server.addresses().getLast());
    assertEquals("HELLO", greeted(other, 1));
    assertEquals("HELLO", greeted(other, 1));
    assertEquals("STOP", greeted(other, 2)); // all twelve uploads are in use
  }

  /**
   * Connects, sends HELLO, and stays connected. Returns the type of a frame in the response; {@code
   * frame} is the number of the frame in the response, from 1.
   */
  private String greeted(Endpoint endpoint, int frame) throws IOException {
    Connection connection = scope.add(network.connect(endpoint));
    var output = new FrameOutput(connection.sink());
    var input = new FrameInput(connection.source(), IDLE);
    output.greet();
    output.flush();
    assertTrue(TransferProtocol.isMagic(input.magic()));
    FrameHeader head = input.next();
    for (int i = 1; i < frame; i++) {
      input.fields(head);
      head = input.next();
    }
    if (head.type() == TransferProtocol.STOP) {
      connection.close(); // the receiver counts the upload as concurrent until EOF
    }
    return head.toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {29_999, 30_000})
  void anUploadOfLessThanAThousandBytesASecondIsEnded(long bytes) throws Exception {
    Server server = start(inbox(InboxLimits.standard()));
    Connection sender = scope.add(network.connect(server.endpoint()));
    var output = new FrameOutput(sender.sink());
    var input = new FrameInput(sender.source(), IDLE);
    output.greet();
    output.control(
        TransferProtocol.OFFER,
        1,
        new ControlFields()
            .with(TransferProtocol.TAG_NAME, "slow")
            .with(TransferProtocol.TAG_SIZE, bytes));
    output.flush();
    input.magic();
    input.fields(input.next());
    assertEquals("ACCEPT", head(input).toString());
    output.data(1, ByteBuffer.allocate((int) bytes - 1));
    output.flush();
    awaitMoved(bytes - 1);
    ticker.awaitParked(2); // the idle monitor of the server, and the receiving thread
    ticker.advance(SECOND.multipliedBy(29));
    output.data(1, ByteBuffer.allocate(1)); // the 30,000th byte arrives just in time
    output.flush();
    awaitMoved(bytes);
    if (bytes < 30_000) {
      assertEquals(FailureReason.TIMED_OUT, reasonOfStop(input));
      sender.close(); // the receiver waits for EOF
      server.close();
      String told = String.valueOf(received.outcomes().getFirst().failure());
      assertTrue(
          told.contains("the sender is too slow: fewer than 30000 bytes in 30 seconds"), told);
      assertEquals(List.of(), Transfers.names(into));
    } else {
      byte[] content = new byte[(int) bytes];
      output.control(TransferProtocol.END, 1, endOf(content));
      output.flush();
      assertEquals("DONE", head(input).toString());
    }
  }

  private void awaitMoved(long bytes) {
    long end = System.nanoTime() + WAIT_NANOS;
    while (moved.get() < bytes) {
      assertTrue(System.nanoTime() - end < 0, "moved " + moved.get() + " of " + bytes);
      Thread.onSpinWait();
    }
  }

  private static FrameHeader head(FrameInput input) throws IOException {
    FrameHeader head = input.next();
    input.fields(head);
    return head;
  }

  private static ControlFields endOf(byte[] content) throws Exception {
    return new ControlFields()
        .with(TransferProtocol.TAG_SIZE, content.length)
        .with(TransferProtocol.TAG_HASH, MessageDigest.getInstance("SHA-256").digest(content));
  }

  /**
   * Advances the time by a second whenever all threads wait, until the task is complete. Returns
   * the result of the task.
   */
  private <T> T passUntil(TestTask<T> task) throws Exception {
    long end = System.nanoTime() + WAIT_NANOS;
    while (!task.isDone() && System.nanoTime() < end) {
      if (ticker.parked() > 1) { // the idle monitor of the server, and the receiving thread
        ticker.advance(SECOND);
      }
      LockSupport.parkNanos(100_000);
    }
    return task.result();
  }

  private FailureReason reasonOfStop(FrameInput input) throws Exception {
    return passUntil(scope.call(() -> input.fields(input.next()).because().reason()));
  }

  @Test
  void framesThatBringNothingDoNotKeepAnUploadAlive() throws Exception {
    Server server = start(inbox(InboxLimits.standard()));
    Connection sender = scope.add(network.connect(server.endpoint()));
    var output = new FrameOutput(sender.sink());
    var input = new FrameInput(sender.source(), IDLE);
    output.greet();
    output.control(
        TransferProtocol.OFFER,
        1,
        new ControlFields()
            .with(TransferProtocol.TAG_NAME, "empty")
            .with(TransferProtocol.TAG_SIZE, 1_000_000));
    output.flush();
    input.magic();
    input.fields(input.next());
    assertEquals("ACCEPT", head(input).toString());
    for (int i = 0; i < 29; i++) {
      ticker.awaitParked(2);
      ticker.advance(SECOND);
      output.data(1, ByteBuffer.allocate(0));
      output.control(TransferProtocol.SKIPPABLE, 1, new ControlFields());
      output.flush();
    }
    assertEquals(FailureReason.TIMED_OUT, reasonOfStop(input));
  }

  @Test
  void theTutorialsSenderMustKeepTheSameRate() throws Exception {
    Server server = start(inbox(InboxLimits.standard()));
    Connection sender = scope.add(network.connect(server.endpoint()));
    sender.write(ByteBuffer.wrap("a<SEPARATOR>90000x".getBytes(StandardCharsets.UTF_8)));
    passUntil(scope.call(() -> sender.source().readAll(1)));
    server.close();
    assertEquals("TIMED_OUT", received.told().get("a"));
  }
}
