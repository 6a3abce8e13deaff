package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.testkit.MemoryEngine;

/**
 * Tests that every method with an endpoint as a parameter supports endpoints of a scheme that
 * another module defines.
 */
class SchemeTest {
  private final Network network = MemoryEngine.network();
  @AutoClose private final TestScope scope = new TestScope();

  @Test
  void theSchemeParsesItsEndpoints() {
    assertEquals(new Endpoint("greet", "host", "", 7, ""), Endpoint.parse("greet://host:7"));
    assertEquals(new Endpoint("greet", "host", "", 7, ""), Endpoint.parse("GREET:host:7"));
    assertEquals("greet://host:7", Endpoint.parse("greet:host:7").toString());
    assertEquals(
        "'greet://host' has no port; write for example greet://host:7000",
        assertThrows(EndpointException.class, () -> Endpoint.parse("greet://host")).getMessage());
  }

  @Test
  void theSchemeConnectsAndListens() throws IOException {
    assertEquals("hello", firstLine(network));
  }

  @Test
  void theSchemeFindsItsSettingsInTheNetworksContext() throws IOException {
    var greeting = new GreetingScheme.Greeting("good morning");
    assertEquals(
        "good morning", firstLine(network.withContext(GreetingScheme.Greeting.class, greeting)));
  }

  private String firstLine(Network client) throws IOException {
    Listener listener = scope.add(network.listen("greet://127.0.0.1:0"));
    scope.add(client.connect(listener.endpoint().withScheme("greet")));
    Connection caller = scope.add(listener.accept());
    return String.valueOf(caller.source().readLine(100));
  }
}
