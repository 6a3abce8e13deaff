package switchboard.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The time and the memory that the transfer of a file between two processes needed.
 *
 * @param seconds the time from the start of the sender until both processes have exited
 * @param senderBytesMax the peak resident set size of the sender in bytes
 * @param receiverBytesMax the peak resident set size of the receiver in bytes
 */
record FileTransferRun(double seconds, double senderBytesMax, double receiverBytesMax) {
  private static final long LOOK_MILLIS = 20;

  /**
   * The file to send and the directory into which it is received.
   *
   * @param into the directory into which the file is received; the received file is deleted after
   *     the transfer
   */
  record Setting(Path source, Path into, Effort effort) {}

  static boolean hasNcat() throws InterruptedException {
    try {
      return new ProcessBuilder("ncat", "--version")
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  static FileTransferRun ncat(Setting setting) throws IOException, InterruptedException {
    Path target = setting.into.resolve("received");
    String port = Integer.toString(freePort());
    var receiving = List.of("ncat", "-v", "-l", "127.0.0.1", port, "--recv-only");
    var sending = List.of("ncat", "--send-only", "127.0.0.1", port);
    var receiver = builder(setting, receiving).redirectOutput(target.toFile());
    var sender = builder(setting, sending).redirectInput(setting.source.toFile());
    return measured(setting, receiver, sender, target);
  }

  static FileTransferRun ours(Setting setting, List<String> launcher)
      throws IOException, InterruptedException {
    Path into = Files.createDirectory(setting.into.resolve("inbox"));
    String endpoint = "127.0.0.1:" + freePort();
    var receiving = new ArrayList<>(launcher);
    receiving.addAll(List.of("receive", "--once", "--listen", endpoint, "--into", into.toString()));
    var sending = new ArrayList<>(launcher);
    sending.addAll(List.of("send", setting.source.toString(), endpoint));
    try {
      Path target = into.resolve(String.valueOf(setting.source.getFileName()));
      return measured(setting, builder(setting, receiving), builder(setting, sending), target);
    } finally {
      Files.delete(into);
    }
  }

  private static ProcessBuilder builder(Setting setting, List<String> command) {
    return new ProcessBuilder(setting.effort.cores().everywhere(command))
        .redirectOutput(Redirect.DISCARD);
  }

  /**
   * Returns a free port for the receiver. The benchmark passes the port to both programs, because a
   * sender would not know the actual port of a receiver on port 0.
   */
  private static int freePort() throws IOException {
    try (var channel = ServerSocketChannel.open()) {
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return channel.socket().getLocalPort();
    }
  }

  private static FileTransferRun measured(
      Setting setting, ProcessBuilder receiving, ProcessBuilder sending, Path target)
      throws IOException, InterruptedException {
    Process receiver = receiving.start();
    Process sender = null;
    try {
      awaitListening(receiver.getErrorStream());
      long start = System.nanoTime();
      sender = sending.redirectError(Redirect.DISCARD).start();
      double[] most = new double[2];
      while (sender.isAlive() || receiver.isAlive()) {
        most[0] = Math.max(most[0], residentBytesMax(sender));
        most[1] = Math.max(most[1], residentBytesMax(receiver));
        (sender.isAlive() ? sender : receiver).waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (sender.exitValue() != 0
          || receiver.exitValue() != 0
          || Files.size(target) != Files.size(setting.source)) {
        throw new IOException("the file is incomplete after " + sending.command());
      }
      return new FileTransferRun(seconds, most[0], most[1]);
    } finally {
      receiver.destroy();
      if (sender != null) {
        sender.destroy();
      }
      Files.deleteIfExists(target);
    }
  }

  /**
   * Returns the peak resident set size of {@code process} so far, in bytes (proc(5)). Returns 0 if
   * the process has exited.
   */
  private static double residentBytesMax(Process process) {
    var status = Path.of("/proc", String.valueOf(process.pid()), "status");
    String kilobytes = Machine.field(status, "VmHWM:", " kB");
    return kilobytes.equals("?") ? 0 : Double.parseDouble(kilobytes) * 1024;
  }

  private static void awaitListening(InputStream errors) throws IOException {
    var output = new StringBuilder();
    while (!output.toString().contains("istening on ")
        || output.charAt(output.length() - 1) != '\n') {
      int next = errors.read();
      if (next < 0) {
        throw new IOException("the receiver exited: " + output);
      }
      output.append((char) next);
    }
  }
}
