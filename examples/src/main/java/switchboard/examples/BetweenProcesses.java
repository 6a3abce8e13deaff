package switchboard.examples;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Pipes;

/**
 * The same words to another process of this machine, by all ways that there are: pipes, a Unix
 * socket, TCP over loopback, and memory that both see. {@link Neighbour} is the other process.
 *
 * <p>Notice that three of them are one type, and {@code talk} doesn't know which. Memory has no
 * ends, no order and nobody who waits for us: what {@link SharedMemory} makes of it is ours.
 */
final class BetweenProcesses {

  static void run(List<String> arguments, Streams streams) throws Exception {
    Path directory = Files.createTempDirectory("switchboard");
    Path socket = directory.resolve("socket");
    Path file = directory.resolve("memory");
    try (var _ = Deadline.after(Duration.ofSeconds(30));
        var unix = Network.system().listen(Endpoint.unix(socket.toString()));
        var tcp = Network.system().listen("127.0.0.1:0")) {
      var memory = SharedMemory.in(file);
      var neighbour = start("-", unix.local().uri(), tcp.local().uri(), file.toString());
      try {
        var pipe = Pipes.connection(neighbour.getInputStream(), neighbour.getOutputStream());
        talk("pipes", pipe, streams.out());
        talk("a Unix socket", unix.accept(), streams.out());
        talk("TCP", tcp.accept(), streams.out());

        memory.say("hello by memory", SharedMemory.THEIRS);
        streams.out().println("heard: " + memory.hear(SharedMemory.OURS, neighbour::isAlive));
        neighbour.waitFor();
      } finally {
        neighbour.destroyForcibly();
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  private static void talk(String way, Connection neighbour, PrintStream out) throws IOException {
    try (neighbour) {
      neighbour.sink().writeLine("hello by " + way).flush();
      out.println("heard: " + neighbour.source().readLine(100));
    }
  }

  private static Process start(String... places) throws IOException {
    String java = ProcessHandle.current().info().command().orElse("java");
    String modules = System.getProperty("jdk.module.path", "");
    String path = System.getProperty("java.class.path") + File.pathSeparator + modules;
    var command = new ArrayList<>(List.of(java, "-cp", path, Neighbour.class.getName()));
    command.addAll(List.of(places));
    return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
  }
}
