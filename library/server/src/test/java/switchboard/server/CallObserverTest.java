package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Address;
import switchboard.server.Board.Caller;
import switchboard.server.Limits.Overload;

/** The events that an observer receives, with each engine and strategy. */
@ParameterizedClass
@MethodSource("everything")
class CallObserverTest {
  private static final int WAIT_SECONDS = 20;

  private final Strategy strategy;
  private final Board board;
  private final Reports reports = new Reports();

  CallObserverTest(Over.With with) {
    this.strategy = with.strategy();
    this.board = with.over().board();
  }

  static List<Over.With> everything() {
    return Over.everything();
  }

  @AfterEach
  void close() {
    board.close();
  }

  private static final class Reports implements CallObserver {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile boolean failing;

    @Override
    public void opened(long call, Address remote) {
      add("opened " + call);
    }

    @Override
    public void closed(CallSummary call) {
      add(
          "closed %d %s read %d written %d %s '%s'"
              .formatted(
                  call.id(),
                  call.protocol(),
                  call.bytesRead(),
                  call.bytesWritten(),
                  call.reason(),
                  call.detail()));
    }

    @Override
    public void rejected(long call, Address remote, String reason) {
      add("rejected " + call + " " + reason);
    }

    private void add(String line) {
      lines.add(line);
      if (failing) {
        throw new IllegalStateException("this observer fails");
      }
    }

    String next() throws InterruptedException {
      return String.valueOf(lines.poll(WAIT_SECONDS, TimeUnit.SECONDS));
    }
  }

  private Server start(ConnectionHandler service, Limits limits) throws IOException {
    return board.start(
        Server.builder(service)
            .strategy(strategy)
            .limits(limits)
            .observer(reports)
            .rejectionMessage("no\n"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachConnectionIsReportedWhenItOpensAndCloses(boolean failing) throws Exception {
    reports.failing = failing;
    Server server =
        start(
            connection -> {
              Call.current().setProtocol("lines");
              Board.echoLines(connection);
            },
            Limits.standard());
    for (int i = 1; i <= 2; i++) {
      Caller caller = board.call(server);
      assertEquals("hello", caller.ask("hello"));
      assertEquals("opened " + i, reports.next());
      caller.hangUp();
      assertEquals("closed " + i + " lines read 6 written 6 DONE ''", reports.next());
    }
  }

  @Test
  void theSummarySaysWhyTheHandlerEnded() throws Exception {
    Server server =
        start(
            connection -> {
              throw new IOException("this is not a request");
            },
            Limits.standard());
    board.call(server).hearAll();
    assertEquals("opened 1", reports.next());
    assertEquals("closed 1  read 0 written 0 ENDED 'this is not a request'", reports.next());
  }

  @Test
  void aConnectionBeyondALimitIsReportedAsRejected() throws Exception {
    if (strategy == Strategy.SEQUENTIAL) {
      // a sequential server accepts a connection only after the previous call has ended, so it
      // rejects none
      return;
    }
    Server server = start(Board::echoLines, Limits.standard().connections(1, Overload.REJECT));
    Caller first = board.call(server);
    assertEquals("hello", first.ask("hello"));
    assertEquals("opened 1", reports.next());
    assertEquals("no\n", board.call(server).hearAll());
    assertEquals("rejected 2 no more connections", reports.next());
    first.hangUp();
    assertTrue(reports.next().startsWith("closed 1 "));
  }
}
