package switchboard.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import switchboard.net.AddressUnavailableException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Endpoint;
import switchboard.net.Network;

/**
 * A socket whose address is a path, for programs of one machine. The listener creates and deletes a
 * file at this path. The file has permissions like any other file, and remains if the program
 * crashes.
 *
 * <p>Notice that a new listener replaces a file that remains after a crash. While a program listens
 * on the path, a second listen on the same path fails.
 */
final class UnixSockets {

  static void run(List<String> arguments, Streams streams) throws IOException {
    var out = streams.out();
    Path directory = Files.createTempDirectory("switchboard");
    Path file = directory.resolve("socket");
    Path left = directory.resolve("left-behind");
    try (var _ = Network.system().listen(Endpoint.unix(file.toString()))) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      out.println("listening: file exists = " + Files.exists(file) + ", " + mode);
      call(file, out);
      listen(file, out);
      Files.move(file, left); // close() cannot delete the file, so it remains as after a crash
    }
    try (var _ = Network.system().listen(Endpoint.unix(file.toString()))) {
      out.println("listening again: file exists = " + Files.exists(file));
    }
    out.println("closed: file exists = " + Files.exists(file));
    out.println("after a crash: file exists = " + Files.exists(left));
    call(left, out);
    listen(left, out);
    out.println("closed: file exists = " + Files.exists(left));
    Files.delete(directory);
  }

  private static void call(Path file, PrintStream out) throws IOException {
    try (var caller = Network.system().connect(Endpoint.unix(file.toString()))) {
      out.println("  connect: from " + caller.local());
    } catch (ConnectionRefusedException noListener) {
      out.println("  connect: refused, although the file exists");
    }
  }

  private static void listen(Path file, PrintStream out) throws IOException {
    try (var _ = Network.system().listen(Endpoint.unix(file.toString()))) {
      out.println("  listen: succeeded");
    } catch (AddressUnavailableException taken) {
      out.println("  listen: address already in use");
    }
  }
}
