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
 * A socket whose address is a path, for programs of one machine: with a file that appears,
 * vanishes, has permissions like any other, and may be left behind by a program that died.
 *
 * <p>Notice that the file that was left behind is taken over, but only because nobody listens there
 * any more; while somebody does, it is refused.
 */
final class UnixSockets {

  static void run(List<String> arguments, Streams streams) throws IOException {
    var out = streams.out();
    Path directory = Files.createTempDirectory("switchboard");
    Path file = directory.resolve("socket");
    Path left = directory.resolve("left-behind");
    try (var _ = Network.system().listen(Endpoint.unix(file.toString()))) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      String may = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      out.println("listening: the file is there: " + Files.exists(file) + ", " + may);
      call(file, out);
      listen(file, out);
      Files.move(file, left); // so that the listener won't find it: as if it had died
    }
    try (var _ = Network.system().listen(Endpoint.unix(file.toString()))) {
      out.println("listening again: the file is there: " + Files.exists(file));
    }
    out.println("closed: the file is there: " + Files.exists(file));
    out.println("left behind: the file is there: " + Files.exists(left));
    call(left, out);
    listen(left, out);
    out.println("closed: the file is there: " + Files.exists(left));
    Files.delete(directory);
  }

  private static void call(Path file, PrintStream out) throws IOException {
    try (var caller = Network.system().connect(Endpoint.unix(file.toString()))) {
      out.println("  called, by " + caller.local());
    } catch (ConnectionRefusedException nobody) {
      out.println("  nobody there, though there is a file");
    }
  }

  private static void listen(Path file, PrintStream out) throws IOException {
    try (var _ = Network.system().listen(Endpoint.unix(file.toString()))) {
      out.println("  listened there, and it worked");
    } catch (AddressUnavailableException taken) {
      out.println("  somebody else listens there");
    }
  }
}
