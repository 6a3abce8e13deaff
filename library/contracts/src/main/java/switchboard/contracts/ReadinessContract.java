package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Interest;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.PendingConnect;
import switchboard.net.Readiness;
import switchboard.net.Selectable;
import switchboard.net.spi.Capability;
import switchboard.testkit.MemoryEngine;

/**
 * Specifies {@link Readiness#select} on the sockets of an engine. Implement this contract in a test
 * class for each kind of stream endpoint.
 *
 * @since 0.1.0
 */
public interface ReadinessContract extends SelectWaitContract {

  /** Selects among the sockets without waiting. */
  private static Readiness look(List<? extends Selectable> readers, List<? extends Selectable> w)
      throws IOException {
    return Readiness.select(readers, w, Duration.ZERO);
  }

  @Test
  default void aLimitOfZeroOnlyLooks(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    assertTrue(look(List.of(pair.client(), pair.server()), List.of()).isEmpty());
    pair.client().write(TestBytes.text("x"));
    pair.server().awaitReadable();
    Readiness found = look(List.of(pair.client(), pair.server()), List.of());
    assertEquals(List.of(pair.server()), found.readable());
    assertEquals(List.of(), found.writable());
    assertEquals(List.of(), found.broken());
    assertTrue(look(List.of(), List.of()).isEmpty());
  }

  @Test
  default void bytesMakeASocketReadableUntilTheyAreRead(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    for (int i = 0; i < 5; i++) {
      pair.client().write(TestBytes.text("ab"));
      assertReadable(pair.server());
      assertEquals("a", TestBytes.readText(pair.server(), 1));
      assertReadable(pair.server());
      assertEquals("b", TestBytes.readText(pair.server(), 1));
      assertTrue(look(List.of(pair.server()), List.of()).isEmpty());
    }
  }

  private static void assertReadable(Selectable socket) throws IOException {
    assertEquals(List.of(socket), Readiness.select(List.of(socket), List.of()).readable());
  }

  private static void assertWritable(Selectable socket) throws IOException {
    assertEquals(List.of(socket), Readiness.select(List.of(), List.of(socket)).writable());
  }

  @Test
  default void theEndMakesASocketReadable(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.client().shutdownOutput();
    assertReadable(pair.server());
    assertEquals(-1, pair.server().tryRead(ByteBuffer.allocate(1)));
    assertReadable(pair.server());
    pair.server().shutdownInput();
    assertReadable(pair.server());
  }

  @Test
  default void aResetMakesASocketReadable(TestScope scope) throws Exception {
    assumeCapability(Capability.RESET);
    TestScope.Pair pair = pair(scope);
    pair.client().abort();
    assertReadable(pair.server());
  }

  @Test
  default void aSocketWithRoomIsWritableAndAFullOneIsNot(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    assertWritable(pair.client());
    long taken = TestBytes.fillToTheBrim(pair.client());
    assertTrue(look(List.of(), List.of(pair.client())).isEmpty());
    TestTask<?> waiting = scope.start(() -> assertWritable(pair.client())).awaitBlocked();
    assertEquals(taken, TestBytes.read(pair.server(), (int) taken).length);
    waiting.result();
    assertTrue(pair.client().tryWrite(ByteBuffer.allocate(1)) > 0);
  }

  @Test
  default void oneSocketMayStandInBothCollections(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    Readiness found = Readiness.select(List.of(pair.client()), List.of(pair.client()));
    assertEquals(List.of(), found.readable());
    assertEquals(List.of(pair.client()), found.writable());
    pair.server().write(TestBytes.text("x"));
    pair.client().awaitReadable();
    found = look(List.of(pair.client()), List.of(pair.client()));
    assertEquals(List.of(pair.client()), found.readable());
    assertEquals(List.of(pair.client()), found.writable());
  }

  @Test
  default void aListenerIsReadableWhenSomebodyCalls(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    assertTrue(look(List.of(listener), List.of()).isEmpty());
    scope.connect(network(), listener);
    assertReadable(listener);
    scope.add(listener.accept());
    assertTrue(look(List.of(listener), List.of()).isEmpty());
  }

  @Test
  default void aPendingConnectIsWritableWhenItCanBeFinished(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    PendingConnect pending = scope.add(network().startConnect(listener.local(), Options.none()));
    assertWritable(pending);
    assertWritable(pending);
    Connection client = pending.finishConnect();
    assertTrue(client != null);
    scope.add(client).write(TestBytes.text("x"));
    assertEquals("x", TestBytes.readText(scope.add(listener.accept()), 1));
  }

  @Test
  default void aConnectThatFailsIsBroken(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    listener.close();
    PendingConnect pending = scope.add(network().startConnect(listener.local(), Options.none()));
    Readiness found = Readiness.select(List.of(), List.of(pending));
    assertEquals(List.of(pending), found.broken());
    assertEquals(List.of(), found.writable());
    assertThrows(IOException.class, () -> pending.finishConnect());
  }

  @Test
  default void aDatagramMakesItsSocketReadable(TestScope scope) throws Exception {
    assumeCapability(Capability.UDP);
    Endpoint endpoint = Endpoint.parse("udp://127.0.0.1:0");
    Datagrams here = scope.add(network().bind(endpoint, Options.none()));
    Datagrams there = scope.add(network().bind(endpoint, Options.none()));
    assertTrue(look(List.of(here), List.of()).isEmpty());
    assertWritable(there);
    there.send(TestBytes.text("x"), here.local());
    assertReadable(here);
    here.receive(ByteBuffer.allocate(1));
    assertTrue(look(List.of(here), List.of()).isEmpty());
  }

  @Test
  default void socketsOfSeveralEnginesMayBeMixed(TestScope scope) throws Exception {
    Network other = scope.add(MemoryEngine.network());
    TestScope.Pair foreign = scope.pair(other, Endpoint.tcp("127.0.0.1", 0));
    TestScope.Pair own = pair(scope);
    List<Connection> both = List.of(foreign.server(), own.server());
    TestTask<Readiness> first = scope.call(() -> Readiness.select(both, List.of())).awaitBlocked();
    own.client().write(TestBytes.text("x"));
    assertEquals(List.of(own.server()), first.result().readable());
    assertEquals("x", TestBytes.readText(own.server(), 1));
    TestTask<Readiness> second = scope.call(() -> Readiness.select(both, List.of())).awaitBlocked();
    foreign.client().write(TestBytes.text("y"));
    assertEquals(List.of(foreign.server()), second.result().readable());
  }

  @Test
  default void bytesThatASourceHoldsDoNotCount(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.client().write(TestBytes.text("ab"));
    assertTrue(pair.server().source().request(2));
    assertTrue(look(List.of(pair.server()), List.of()).isEmpty());
    assertEquals(2, pair.server().source().buffered());
  }

  @Test
  default void aRegistrationIsNotifiedOnceAndMayBeCancelled(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    var told = new Semaphore(0);
    pair.server().onReady(Interest.READ, told::release);
    var takenBack = new Semaphore(0);
    pair.server().onReady(Interest.READ, takenBack::release).cancel();
    pair.client().write(TestBytes.text("x"));
    assertTrue(told.tryAcquire(10, TimeUnit.SECONDS));
    assertEquals("x", TestBytes.readText(pair.server(), 1));
    pair.client().write(TestBytes.text("y"));
    assertReadable(pair.server());
    assertEquals(0, told.availablePermits());
    assertEquals(0, takenBack.availablePermits());
  }

  @Test
  default void oneThreadServesAListenerAndItsCallers(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    TestTask<Boolean> server = scope.start(() -> SelectEcho.serve(scope, listener));
    for (int round = 0; round < 3; round++) {
      Connection[] clients = new Connection[10];
      for (int i = 0; i < clients.length; i++) {
        clients[i] = scope.connect(network(), listener);
        clients[i].write(TestBytes.text("message " + i));
      }
      for (int i = 0; i < clients.length; i++) {
        assertEquals("message " + i, TestBytes.readText(clients[i], 9));
        clients[i].shutdownOutput();
        assertEquals(-1, clients[i].read(ByteBuffer.allocate(1)));
      }
    }
    listener.close();
    server.result();
    Address gone = listener.local();
    assertThrows(IOException.class, () -> network().connect(Endpoint.of(gone), Options.none()));
  }

  /** An echo server whose only thread waits in one select for all connections. */
  final class SelectEcho {
    private SelectEcho() {}

    static void serve(TestScope scope, Listener listener) throws IOException {
      var sockets = new ArrayList<Selectable>(List.of(listener));
      while (true) {
        Readiness found = Readiness.select(sockets, List.of());
        if (!found.broken().isEmpty()) {
          return;
        }
        for (Selectable socket : found.readable()) {
          if (socket instanceof Connection caller && !echo(caller)) {
            sockets.remove(caller);
          }
        }
        if (found.readable().contains(listener)) {
          Connection caller = listener.tryAccept();
          if (caller != null) {
            sockets.add(scope.add(caller));
          }
        }
      }
    }

    private static boolean echo(Connection caller) throws IOException {
      var bytes = ByteBuffer.allocate(1024);
      int count = caller.tryRead(bytes);
      if (count < 0) {
        caller.close();
        return false;
      }
      caller.write(bytes.flip());
      return true;
    }
  }
}
