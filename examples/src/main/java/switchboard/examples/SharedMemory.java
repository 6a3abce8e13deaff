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
 * Memory that two processes see, since both have mapped one file: a word that says whose turn it
 * is, and one message. For {@link BetweenProcesses}; one thread on either side.
 */
record SharedMemory(MappedByteBuffer memory) {
  static final int THEIRS = 1;
  static final int OURS = 2;
  private static final int LENGTH_AT = 4;
  private static final int TEXT_AT = 8;
  private static final VarHandle TURN =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  /** The memory behind {@code file}, which is made if it isn't there. */
  static SharedMemory in(Path file) throws IOException {
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new SharedMemory(channel.map(MapMode.READ_WRITE, 0, 128));
    }
  }

  /** Puts a message there, and only then gives the turn away. */
  void say(String text, int turn) {
    byte[] bytes = text.getBytes(UTF_8);
    memory.putInt(LENGTH_AT, bytes.length).put(TEXT_AT, bytes);
    TURN.setRelease(memory, 0, turn);
  }

  /** Looks again and again until it is our turn: nobody will wake us. */
  String hear(int turn, BooleanSupplier otherLives) throws IOException {
    boolean lives = true;
    while ((int) TURN.getAcquire(memory, 0) != turn) {
      if (!lives) {
        throw new EOFException("the other process has ended, which its memory doesn't tell");
      }
      Thread.onSpinWait();
      lives = otherLives.getAsBoolean(); // its last message may have come before it ended
    }
    byte[] bytes = new byte[memory.getInt(LENGTH_AT)];
    memory.get(TEXT_AT, bytes);
    return new String(bytes, UTF_8);
  }
}
