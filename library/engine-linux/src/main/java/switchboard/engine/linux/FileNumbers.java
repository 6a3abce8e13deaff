package switchboard.engine.linux;

import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The descriptor of a file channel, which the JDK does not show: {@code sun.nio.ch} must be opened
 * to this module. This class alone knows of it, and says when it can't be had; then the bytes of
 * files are copied. Any thread.
 */
final class FileNumbers {
  static final int NONE = -1;
  private static final Trick TRICK = Trick.tried();

  private FileNumbers() {}

  /**
   * The door.
   *
   * @param number {@code (FileChannel) -> int}, for the JDK's own files
   * @param missingOption the option of java that would open it
   */
  private record Trick(
      Class<?> files,
      @Nullable MethodHandle number,
      @Nullable String missing,
      @Nullable String missingOption) {

    static Trick tried() {
      try {
        var own = MethodHandles.lookup();
        Class<?> files = Class.forName("sun.nio.ch.FileChannelImpl");
        Class<?> numbers = Class.forName("sun.nio.ch.IOUtil");
        MethodHandle descriptor =
            MethodHandles.privateLookupIn(files, own)
                .findGetter(files, "fd", FileDescriptor.class)
                .asType(MethodType.methodType(FileDescriptor.class, FileChannel.class));
        MethodHandle number =
            MethodHandles.privateLookupIn(numbers, own)
                .findStatic(
                    numbers, "fdVal", MethodType.methodType(int.class, FileDescriptor.class));
        return new Trick(files, MethodHandles.filterReturnValue(descriptor, number), null, null);
      } catch (IllegalAccessException closed) {
        String option = option();
        return new Trick(Void.class, null, "sun.nio.ch is closed to it: add " + option, option);
      } catch (ReflectiveOperationException | RuntimeException changed) {
        return new Trick(Void.class, null, "this JDK has it no more: " + changed, null);
      }
    }
  }

  /** What opens the door, on the command line of java. */
  private static String option() {
    Module module = FileNumbers.class.getModule();
    String to = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return "--add-opens java.base/sun.nio.ch=" + to;
  }

  /** Why files are copied, in half a sentence that says what to do; null if they need not be. */
  static @Nullable String unavailableBecause() {
    return TRICK.missing;
  }

  /** Returns the option of java that would change that; null if none is missing or helps. */
  static @Nullable String missingOption() {
    return TRICK.missingOption;
  }

  /** What the file's number was a moment ago, {@link #NONE} if nobody can tell. */
  static int of(FileChannel file) {
    MethodHandle door = TRICK.number;
    if (door == null || !TRICK.files.isInstance(file)) {
      return NONE;
    }
    try {
      return (int) door.invokeExact(file);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
