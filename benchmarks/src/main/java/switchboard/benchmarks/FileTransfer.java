package switchboard.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Measures the time to transfer a large file over loopback into another file. Compares the commands
 * {@code send} and {@code receive}, which verify a hash, with ncat, which does not. The receiver is
 * started first. The time is measured from the start of the sender to the exit of both processes. A
 * slow disk would hide all differences, so the benchmark also transfers into memory if {@code
 * /dev/shm} exists.
 */
final class FileTransfer implements Benchmark {
  private static final long USUAL_MIBS = 2048;
  private static final int MIB = 1 << 20;
  private static final Path MEMORY = Path.of("/dev/shm");

  private final List<String> launcher;

  /**
   * Creates the benchmark. {@code launcher} is the command to which the arguments of {@code
   * switchboard} are appended.
   */
  FileTransfer(List<String> launcher) {
    this.launcher = launcher;
  }

  /** The results of one program for one target directory. */
  private static final class Figures {
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> senders = new ArrayList<>();
    private final List<Double> receivers = new ArrayList<>();

    void add(FileTransferRun run, double bytes) {
      rates.add(bytes / run.seconds() / 1e6);
      senders.add(run.senderBytesMax() / 1e6);
      receivers.add(run.receiverBytesMax() / 1e6);
    }

    double rate() {
      return rates.getLast();
    }
  }

  @Override
  public String question() {
    return "transfer of a file of 2 GiB with verification, relative to ncat, which does not verify";
  }

  @Override
  public void run(Effort effort, Report report) throws IOException, InterruptedException {
    report.head("into", "by", "MB/s", "times ncat", "MB resident, sender", "MB resident, receiver");
    Path scratch = Files.createTempDirectory("switchboard-file");
    Path source = scratch.resolve("source");
    var places = new LinkedHashMap<String, Path>();
    try {
      fill(source, USUAL_MIBS * effort.percent() / 100);
      places.put("a disk", scratch);
      if (Files.isDirectory(MEMORY)) {
        places.put("memory", Files.createTempDirectory(MEMORY, "switchboard-file"));
      }
      for (var place : places.entrySet()) {
        measure(new FileTransferRun.Setting(source, place.getValue(), effort), place, report);
      }
    } finally {
      Files.deleteIfExists(source);
      for (Path place : places.values()) {
        Files.deleteIfExists(place);
      }
    }
  }

  /** Fills the file with random bytes, so that it has no holes, and syncs it to the disk. */
  private static void fill(Path source, long mibs) throws IOException {
    byte[] piece = new byte[MIB];
    new Random(1).nextBytes(piece);
    try (var channel =
        FileChannel.open(source, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long i = 0; i < Math.max(mibs, 1); i++) {
        var left = ByteBuffer.wrap(piece);
        while (left.hasRemaining()) {
          channel.write(left);
        }
      }
      channel.force(true);
    }
  }

  private void measure(
      FileTransferRun.Setting setting, Map.Entry<String, Path> place, Report report)
      throws IOException, InterruptedException {
    var ncat = new Figures();
    var ours = new Figures();
    double bytes = Files.size(setting.source());
    boolean hasNcat = FileTransferRun.hasNcat();
    for (int round = 0; round < setting.effort().rounds(); round++) {
      ours.add(FileTransferRun.ours(setting, launcher), bytes);
      if (hasNcat) {
        ncat.add(FileTransferRun.ncat(setting), bytes);
        ours.ratios.add(ours.rate() / ncat.rate());
        ncat.ratios.add(1.0);
      }
    }
    if (hasNcat) {
      row(report, place.getKey(), "ncat, not verified", ncat);
    }
    row(report, place.getKey(), "switchboard, verified", ours);
  }

  private static void row(Report report, String place, String contender, Figures figures) {
    report.row(
        place,
        contender,
        Spread.of(figures.rates),
        figures.ratios.isEmpty() ? "ncat not installed" : Spread.of(figures.ratios),
        Spread.of(figures.senders),
        Spread.of(figures.receivers));
  }
}
