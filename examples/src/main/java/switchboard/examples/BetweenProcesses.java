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
 * Sends the same message to another process of this machine in four ways: over pipes, a Unix
 * socket, TCP on loopback, and shared memory. The other process runs {@link Neighbour}.
 *
 * <p>Notice that the first three ways are all of type {@code Connection}, so {@code talk} is the
 * same for all three. Shared memory has no EOF, no order of messages and no blocking read. The
 * class {@link SharedMemory} defines a small protocol that replaces these functions.
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

        memory.write("hello over memory", SharedMemory.THEIRS);
        streams.out().println("received: " + memory.read(SharedMemory.OURS, neighbour::isAlive));
        neighbour.waitFor();
      } finally {
        neighbour.destroyForcibly();
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  private static void talk(String transport, Connection neighbour, PrintStream out)
      throws IOException {
    try (neighbour) {
      neighbour.sink().writeLine("hello over " + transport).flush();
      out.println("received: " + neighbour.source().readLine(100));
    }
  }

  private static Process start(String... arguments) throws IOException {
    String java = ProcessHandle.current().info().command().orElse("java");
    String modules = System.getProperty("jdk.module.path", "");
    String path = System.getProperty("java.class.path") + File.pathSeparator + modules;
    var command = new ArrayList<>(List.of(java, "-cp", path, Neighbour.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
  }
}
