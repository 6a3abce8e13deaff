package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.testkit.MemoryEngine;

/** A server at a host name listens at each address of the name, at the same port. */
class EveryAddressServedTest {
  @AutoClose
  private final Network network =
      MemoryEngine.network()
          .withResolver((_, port) -> List.of(Address.loopback(port), Address.loopback6(port)));

  private Server start(String endpoint) throws IOException {
    return Server.builder(call -> call.source().transferTo(call.sink()))
        .network(network)
        .drainPolicy(DrainPolicy.STOP_READING)
        .listen(endpoint)
        .start();
  }

  @Test
  void aServerServesEachAddressOfAName() throws Exception {
    try (Server server = start("both:0")) {
      assertEquals(2, server.addresses().size());
      assertEquals(server.addresses().stream().map(Endpoint::of).toList(), server.endpoints());
      assertEquals(server.endpoints().getFirst(), server.endpoint());
      for (Address each : server.addresses()) {
        try (var caller = network.connect(Endpoint.of(each))) {
          caller.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
          assertArrayEquals(new byte[] {1, 2, 3}, caller.source().readExactly(3));
        }
      }
      var first = (Address.Inet) server.addresses().getFirst();
      assertEquals(Address.loopback6(first.port()), server.addresses().getLast());
    }
  }

  @Test
  void aServerThatCanNotHaveEachAddressListensNowhere() throws Exception {
    try (var _ = network.listen("[::1]:7")) {
      var inUse = assertThrows(AddressUnavailableException.class, () -> start("both:7"));
      assertEquals("listen [::1]:7: Address already in use", inUse.getMessage());
      network.listen("127.0.0.1:7").close();
    }
  }

  @Test
  void aDatagramServerServesEachAddressOfAName() throws Exception {
    try (DatagramServer server =
        DatagramServer.builder(message -> message.reply(message.content()))
            .network(network)
            .listen("udp://both:0")
            .start()) {
      assertEquals(2, server.endpoints().size());
      for (Endpoint each : server.endpoints()) {
        try (var caller = network.connectDatagrams(each, Options.none())) {
          caller.send(ByteBuffer.wrap(new byte[] {7}));
          var answer = ByteBuffer.allocate(10);
          caller.receive(answer);
          assertEquals(ByteBuffer.wrap(new byte[] {7}), answer.flip());
        }
      }
    }
    network.bind(Endpoint.parse("udp://127.0.0.1:7"), Options.none()).close();
  }
}
