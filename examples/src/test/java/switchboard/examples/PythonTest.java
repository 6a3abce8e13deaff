package switchboard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the examples with servers and clients written in Python, and how the examples end after a
 * signal.
 */
@Tag("slow")
class PythonTest {
  private static final String ECHO_SERVER =
      """
      import asyncio
      async def echo(reader, writer):
          while data := await reader.read(4096):
              writer.write(data)
              await writer.drain()
          writer.close()
      async def main():
          server = await asyncio.start_server(echo, "127.0.0.1", 0, backlog=512)
          print(server.sockets[0].getsockname()[1], flush=True)
          await server.serve_forever()
      asyncio.run(main())
      """;

  private static final String ECHO_CLIENT =
      """
      import socket, sys
      with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) as connection:
          connection.sendall(b"Hello, world")
          print(connection.recv(1024).decode())
          connection.sendall(b"x" * 1000000)
          connection.shutdown(socket.SHUT_WR)
          print(len(connection.makefile("rb").read()))
      """;

  private static final String HALF_CLOSE_SERVER =
      """
      import socket
      with socket.create_server(("127.0.0.1", 0)) as listener:
          print(listener.getsockname()[1], flush=True)
          connection, _ = listener.accept()
          with connection:
              request = connection.makefile("rb").read()
              connection.sendall(b"python has read %d bytes" % len(request))
      """;

  /** A Python implementation of the application protocol, written from its description. */
  private static final String MESSAGES =
      """
      import json, socket, struct, sys
      def send(connection, content, type, encoding):
          header = json.dumps({"byteorder": sys.byteorder, "content-type": type,
              "content-encoding": encoding, "content-length": len(content)}).encode()
          whole = struct.pack(">H", len(header)) + header + content
          connection.sendall(whole[:3])
          connection.sendall(whole[3:])
      def receive(reader):
          (length,) = struct.unpack(">H", reader.read(2))
          header = json.loads(reader.read(length).decode())
          content = reader.read(header["content-length"])
          return header["content-type"], header["content-encoding"], content
      """;

  private static final String APPLICATION_CLIENT =
      MESSAGES
          + """
          def ask(content, type, encoding):
              with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) as connection:
                  send(connection, content, type, encoding)
                  print(*receive(connection.makefile("rb")))
          ask(json.dumps({"action": "search", "value": "port"}).encode(), "text/json", "utf-8")
          ask(json.dumps({"action": "dance", "value": ""}).encode(), "text/json", "utf-8")
          ask(b"binary123456789", "binary/custom-client-binary-type", "binary")
          """;

  private static final String APPLICATION_SERVER =
      MESSAGES
          + """
          with socket.create_server(("127.0.0.1", 0)) as listener:
              print(listener.getsockname()[1], flush=True)
              for _ in range(2):
                  connection, _ = listener.accept()
                  with connection:
                      type, encoding, content = receive(connection.makefile("rb"))
                      if type == "text/json":
                          asked = json.loads(content.decode(encoding))
                          result = {"result": asked["value"] + " was looked for, ß"}
                          send(connection, json.dumps(result, ensure_ascii=False).encode(),
                              "text/json", "utf-8")
                      else:
                          send(connection, b"First 10 bytes of request: " + content[:10],
                              "binary/custom-server-binary-type", "binary")
          """;

  private static final String TWO_IN_A_ROOM =
      """
      import socket, sys
      def call():
          return socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
      with call() as ann, ann.makefile("r") as to_ann:
          ann.sendall("ann: grüß Gott\\n".encode())
          print(to_ann.readline(), end="")
          with call() as bob, bob.makefile("r") as to_bob:
              bob.sendall(b"bob: hi\\n")
              print(to_ann.readline(), end="")
              print(to_bob.readline(), end="")
              bob.sendall(b"bob: bye\\n")
              bob.shutdown(socket.SHUT_WR)
              print(to_bob.read(), end="")
      """;

  @ParameterizedTest
  @ValueSource(strings = {"echo-server", "select"})
  void aClientOfPythonReceivesItsEchoAndASignalEndsTheServer(String name) throws Exception {
    try (var server = Running.example(name, "127.0.0.1:0")) {
      String endpoint = server.endpoint();
      if (name.equals("select")) {
        assertEquals("the client received: Hello, select", server.line());
      }
      try (var client = Running.python(ECHO_CLIENT, port(endpoint))) {
        assertEquals(List.of("Hello, world", "1000000"), client.toTheEnd());
      }
      assertEquals(143, server.signal("TERM"));
    }
  }

  @Test
  void clientsOfPythonChat() throws Exception {
    try (var server = Running.example("chat-room", "127.0.0.1:0")) {
      try (var people = Running.python(TWO_IN_A_ROOM, port(server.endpoint()))) {
        assertEquals(
            List.of("ann: grüß Gott", "bob: hi", "bob: hi", "bob: bye"), people.toTheEnd());
      }
      assertEquals(143, server.signal("TERM"));
    }
  }

  @Test
  void ourClientsTalkToAServerOfPython() throws Exception {
    try (var server = Running.python(ECHO_SERVER)) {
      String endpoint = "127.0.0.1:" + server.line();
      assertEquals(
          List.of("sent      how do you do", "received  how do you do"),
          Played.run("echo-client", endpoint, "how", "do", "you", "do").lines());
      assertEquals(
          List.of("200 clients at once, 400 answers matched"),
          Played.run("many-clients", endpoint).lines());
      assertEquals(Played.run("streams").lines(), Played.run("streams", endpoint).lines());
    }
  }

  @Test
  void aServerOfPythonAnswersAfterOurEnd() throws Exception {
    try (var server = Running.python(HALF_CLOSE_SERVER)) {
      var lines = Played.run("half-close", "127.0.0.1:" + server.line()).lines();
      assertTrue(lines.contains("server: python has read 27 bytes"), lines.toString());
    }
  }

  @Test
  void aClientOfPythonGetsItsAnswersInTheProtocolWithAHeader() throws Exception {
    try (var server = Running.example("application-server", "127.0.0.1:0")) {
      try (var client = Running.python(APPLICATION_CLIENT, port(server.endpoint()))) {
        assertEquals(
            List.of(
                "text/json utf-8 b'{\"result\":\"a number from 0 to 65535 that identifies a service of"
                    + " a machine\"}'",
                "text/json utf-8 b'{\"result\":\"unknown action \\'dance\\'\"}'",
                "binary/custom-server-binary-type binary b'First 10 bytes of request: binary1234'"),
            client.toTheEnd());
      }
      assertEquals(143, server.signal("TERM"));
    }
  }

  @Test
  void aServerOfPythonAnswersOurClientInTheProtocolWithAHeader() throws Exception {
    try (var server = Running.python(APPLICATION_SERVER)) {
      String endpoint = "127.0.0.1:" + server.line();
      assertEquals(
          List.of("pears was looked for, ß"),
          Played.run("application-client", endpoint, "search", "pears").lines());
      assertEquals(
          List.of("First 10 bytes of request: sing a son"),
          Played.run("application-client", endpoint, "sing", " a song").lines());
    }
  }

  private static String port(String endpoint) {
    return endpoint.substring(endpoint.lastIndexOf(':') + 1);
  }
}
