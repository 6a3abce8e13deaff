package switchboard.cli.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.cli.ProcessTest;
import switchboard.cli.command.Status;
import switchboard.net.Network;

/** Tests {@code receive} as a process: signals, full and read-only disks. */
@Tag("slow")
class ReceiveProcessTest {
  private final List<Process> started = new ArrayList<>();

  @TempDir private Path scratch = Path.of("");
  private Path into = Path.of("");
  private Path large = Path.of("");

  @BeforeEach
  void makeFiles() throws IOException {
    into = Files.createDirectory(scratch.resolve("into"));
    large = Files.write(scratch.resolve("large"), new byte[5_000_000]);
  }

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  private Process program(String... arguments) throws IOException {
    return start(ProcessTest.command(List.of(arguments)));
  }

  private Process receiver() throws IOException {
    return program("receive", "--listen", "127.0.0.1:0", "--into", into.toString());
  }

  /** Runs the receiver in a shell after the command {@code before}. */
  private Process receiverBehind(String before) throws IOException {
    List<String> receiving =
        ProcessTest.command(
            List.of("receive", "--listen", "127.0.0.1:0", "--into", into.toString()));
    var command = new ArrayList<>(List.of("bash", "-c", before + " && exec \"$@\"", "receiver"));
    command.addAll(receiving);
    return start(command);
  }

  private static String listening(BufferedReader said) throws IOException {
    String first = said.readLine();
    assertTrue(first != null && first.startsWith("receiving into "), first);
    return ProcessTest.listening(said);
  }

  private static String said(Process process) throws IOException {
    return String.join("\n", process.errorReader().lines().toList());
  }

  /** Waits for a file in the directory, and returns its name. */
  private String firstName() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() - end < 0) {
      String[] names = into.toFile().list();
      if (names != null && names.length > 0) {
        return names[0];
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("no file appears");
  }

  /** Sends the signal in the middle of a file of the tutorial protocol. */
  @ParameterizedTest
  @CsvSource({"TERM, 143, 0", "KILL, 137, 1"})
  void whoeverIsEndedLeavesNothingThatLooksLikeAFile(String signal, int status, int left)
      throws Exception {
    Process receiver = receiver();
    try (var sender = Network.system().connect(listening(receiver.errorReader()))) {
      sender.sink().writeText("report.txt<SEPARATOR>1000 and so on").flush();
      String hidden = firstName();
      assertTrue(hidden.matches("[.]report[.]txt[.][0-9a-f]{12}[.]part"), hidden);
      ProcessTest.signal(receiver, signal);
      assertEquals(status, ProcessTest.status(receiver));
      String[] names = into.toFile().list();
      assertEquals(left, names.length, () -> Arrays.toString(names));
    }
  }

  @Test
  void aLimitOfTheDiskGetsOneLineOnBothSides() throws Exception {
    Process receiver = receiverBehind("ulimit -f 1000");
    String endpoint = listening(receiver.errorReader());
    Process sender = program("send", large.toString(), endpoint);
    assertEquals(Status.NETWORK, ProcessTest.status(sender));
    assertEquals("switchboard: not sent: 'large' cannot be stored: File too large", said(sender));
    assertEquals(
        "switchboard: not received: 'large' cannot be stored: File too large",
        receiver.errorReader().readLine());
    assertEquals(0, into.toFile().list().length);
  }

  /**
   * Starts a receiver on its own tmpfs in a mount namespace. Skips the test if this process may not
   * create a mount namespace.
   */
  private Process receiverOn(String mount) throws Exception {
    List<String> apart = List.of("unshare", "--map-root-user", "--mount");
    var trial = new ArrayList<>(apart);
    trial.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", into.toString()));
    boolean allowed = false;
    try {
      allowed = start(trial).waitFor() == 0;
    } catch (IOException missing) {
      // unshare is not installed.
    }
    assumeTrue(allowed, "mounting is not allowed here");
    var command = new ArrayList<>(apart);
    command.addAll(
        List.of("bash", "-c", "mount -t tmpfs -o " + mount + " tmpfs " + into + " && exec \"$@\""));
    command.add("receiver");
    command.addAll(
        ProcessTest.command(
            List.of("receive", "--listen", "127.0.0.1:0", "--into", into.toString())));
    return start(command);
  }

  @Test
  void aFileThatADiskHasNoRoomForIsRefusedInOneLine() throws Exception {
    Process receiver = receiverOn("size=1m");
    Process sender = program("send", large.toString(), listening(receiver.errorReader()));
    assertEquals(Status.POLICY, ProcessTest.status(sender));
    assertEquals(
        "switchboard: not sent: not enough disk space for 5000000 bytes: 1048576 are free",
        said(sender));
  }

  @Test
  void aDirectoryThatCannotBeWrittenGetsOneLine() throws Exception {
    Process receiver = receiverOn("ro");
    assertEquals(Status.USAGE, ProcessTest.status(receiver));
    assertEquals(
        "switchboard: --into: '" + into + "' is not writable; choose another directory",
        said(receiver));
  }
}
