package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the examples of streams and of serving many clients, with clients written in Python. */
@Tag("slow")
class ServingTest {
  private static final String ASYNCIO =
      """
      import asyncio, sys
      async def main():
          reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
          writer.write(b"bob\\n00")
          await writer.drain()
          writer.write(b"07hi;")
          writer.write_eof()
          print((await reader.readline()).decode(), end="")
          print(await reader.read())
          writer.close()
          await writer.wait_closed()
      asyncio.run(main())
      """;

  private static final String GET =
      """
      import socket, sys
      def get(request):
          with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) as connection:
              connection.sendall(request)
              connection.shutdown(socket.SHUT_WR)
              return connection.makefile("rb").read().split(b"\\r\\n\\r\\n", 1)
      head, page = get(b"GET / HTTP/1.0\\r\\n\\r\\n")
      print(page.decode())
      head, page = get(b"nonsense")
      print(head.splitlines()[0].decode())
      """;

  private static final String SORTED =
      """
      import socket, sys
      with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) as connection:
          connection.sendall(b"c\\nb\\na\\n" * 100000)
          connection.shutdown(socket.SHUT_WR)
          heard = connection.makefile("rb").read().split()[1:]
          print(len(heard), heard == sorted(heard))
      """;

  @Test
  void halfCloseReachesTheProcessAndItsOutputIsComplete() throws Exception {
    try (var server = Running.example("processes", "127.0.0.1:0")) {
      try (var client = Running.python(SORTED, port(server.endpoint()))) {
        assertEquals(List.of("300000 True"), client.toTheEnd());
      }
      assertEquals(143, server.signal("TERM"));
    }
  }

  @Test
  void eachCallerCostsAThreadOnPlatformThreads() {
    var lines = Played.run("threads").lines();
    assertEquals("sequential: 1 served concurrently, a few more threads", lines.get(0));
    String platform = "threads: 1000 served concurrently, about \\d+00 more threads";
    assertTrue(lines.get(1).matches(platform), lines.get(1));
    assertEquals("virtual: 1000 served concurrently, a few more threads", lines.get(2));
    assertEquals("loop: 1000 served concurrently, a few more threads", lines.get(3));
  }

  @Test
  void asyncioTalksToAReaderAndAWriter() throws Exception {
    try (var server = Running.example("reader-writer", "127.0.0.1:0")) {
      try (var bob = Running.python(ASYNCIO, port(server.endpoint()))) {
        assertEquals(List.of("bob, 0007: hi", "b''"), bob.toTheEnd());
      }
      assertEquals(143, server.signal("TERM"));
    }
  }

  @Test
  void pythonExchangesARequestForAPage() throws Exception {
    try (var server = Running.example("exchange", "127.0.0.1:0")) {
      try (var client = Running.python(GET, port(server.endpoint()))) {
        assertEquals(List.of("Hello, world", "HTTP/1.0 400 Bad Request"), client.toTheEnd());
      }
      assertEquals(143, server.signal("TERM"));
    }
  }

  private static String port(String endpoint) {
    return endpoint.substring(endpoint.lastIndexOf(':') + 1);
  }
}
