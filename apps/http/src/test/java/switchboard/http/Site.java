package switchboard.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Limits;
import switchboard.server.Server;

/**
 * A directory with ordinary files and with files that must not be served, and a server that serves
 * this directory.
 */
final class Site implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-05T08:09:10Z");
  static final int ANSWER_BYTES_MAX = 10_000_000;

  final Network network;
  final Path root;
  final Server server;
  final BlockingQueue<AccessLogEntry> visits = new LinkedBlockingQueue<>();

  Site(Network network, Path scratch, Limits limits) throws IOException {
    this.network = network;
    this.root = Files.createDirectory(scratch.resolve("site"));
    Files.writeString(scratch.resolve("outside.txt"), "secret");
    put("index.html", "<h1>home</h1>");
    put("a b+ü.txt", "blank");
    put("docs/index.html", "docs");
    put("docs/guide.css", "css");
    put(".hidden", "secret");
    put(".well-known/acme/token", "token");
    put(".well-known/.secret", "secret");
    put("docs/.well-known/x", "secret");
    put(".git/config", "secret");
    Files.createDirectory(root.resolve("empty"));
    Files.createSymbolicLink(root.resolve("out.txt"), scratch.resolve("outside.txt"));
    Files.createSymbolicLink(root.resolve("up"), scratch);
    Files.createSymbolicLink(root.resolve("in.txt"), Path.of("docs", "guide.css"));
    Files.createSymbolicLink(root.resolve("shown.txt"), Path.of(".hidden"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    var service =
        new HttpFileHandler(root, visits::add, InstantSource.fixed(NOW))
            .allowingHosts(List.of("x", "a", "other"));
    this.server = service.start(network, List.of(Endpoint.tcp("127.0.0.1", 0)), limits);
  }

  Path put(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  Connection call() throws IOException {
    return network.connect(server.endpoint());
  }

  /** Sends a request, and returns all bytes until EOF, with one character per byte. */
  String say(String words) throws IOException {
    return say(network, server, words);
  }

  /**
   * Sends a request to {@code server}, and returns all bytes until EOF, with one character per
   * byte.
   */
  static String say(Network network, Server server, String words) throws IOException {
    try (var caller = network.connect(server.endpoint())) {
      caller.write(ByteBuffer.wrap(words.getBytes(ISO_8859_1)));
      caller.shutdownOutput();
      return new String(caller.source().readAll(ANSWER_BYTES_MAX), ISO_8859_1);
    }
  }

  /** Sends a GET request for one target. */
  String get(String target, String... fields) throws IOException {
    return say("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + lines(fields) + "\r\n");
  }

  private static String lines(String... fields) {
    var lines = new StringBuilder();
    for (String field : fields) {
      lines.append(field).append("\r\n");
    }
    return lines.toString();
  }

  static int code(String answer) {
    return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }

  static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @Override
  public void close() {
    server.close();
  }
}
