package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/**
 * Memory that two processes share because both have mapped the same file. The memory contains one
 * message, and a number that says which process may read the message. Only one thread of each
 * process may use the memory.
 */
record SharedMemory(MappedByteBuffer memory) {
  static final int THEIRS = 1;
  static final int OURS = 2;
  private static final int LENGTH_AT = 4;
  private static final int TEXT_AT = 8;
  private static final VarHandle TURN =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  /** Maps {@code file}, which is created if it does not exist. */
  static SharedMemory in(Path file) throws IOException {
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new SharedMemory(channel.map(MapMode.READ_WRITE, 0, 128));
    }
  }

  /**
   * Writes a message. After that, sets the number {@code turn}, which allows the other process to
   * read the message.
   */
  void write(String text, int turn) {
    byte[] bytes = text.getBytes(UTF_8);
    memory.putInt(LENGTH_AT, bytes.length).put(TEXT_AT, bytes);
    TURN.setRelease(memory, 0, turn);
  }

  /**
   * Waits until the number in the shared memory equals {@code turn}, and returns the message. Polls
   * the memory, because a write to shared memory does not wake a waiting reader.
   */
  String read(int turn, BooleanSupplier otherLives) throws IOException {
    boolean lives = true;
    while ((int) TURN.getAcquire(memory, 0) != turn) {
      if (!lives) {
        throw new EOFException("the other process has ended");
      }
      Thread.onSpinWait();
      // The other process may have written before it ended, so the number is read again.
      lives = otherLives.getAsBoolean();
    }
    byte[] bytes = new byte[memory.getInt(LENGTH_AT)];
    memory.get(TEXT_AT, bytes);
    return new String(bytes, UTF_8);
  }
}
