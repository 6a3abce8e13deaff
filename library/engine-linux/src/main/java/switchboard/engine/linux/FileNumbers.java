package switchboard.engine.linux;

import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads the descriptor of a file channel. The JDK does not expose the descriptor, so {@code
 * sun.nio.ch} must be opened to this module. Only this class uses these internals of the JDK. If
 * the internals are not accessible, this class reports the reason, and the engine copies the bytes
 * of files through memory. Safe for use by several threads.
 */
final class FileNumbers {
  static final int NONE = -1;
  private static final Access ACCESS = Access.lookup();

  private FileNumbers() {}

  /**
   * The access to the internals of the JDK.
   *
   * @param files the JDK's class of file channels
   * @param number {@code (FileChannel) -> int}; null if the internals are not accessible
   * @param missing why the internals are not accessible; null if they are
   * @param missingOption the option of the java command that would open the internals; null if the
   *     internals are accessible, or if no option would help
   */
  private record Access(
      Class<?> files,
      @Nullable MethodHandle number,
      @Nullable String missing,
      @Nullable String missingOption) {

    static Access lookup() {
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
        return new Access(files, MethodHandles.filterReturnValue(descriptor, number), null, null);
      } catch (IllegalAccessException closed) {
        String option = option();
        return new Access(
            Void.class, null, "sun.nio.ch is not open to the engine: add " + option, option);
      } catch (ReflectiveOperationException | RuntimeException changed) {
        return new Access(
            Void.class, null, "this JDK lacks the required internals: " + changed, null);
      }
    }
  }

  /** Returns the option of the java command that opens the internals. */
  private static String option() {
    Module module = FileNumbers.class.getModule();
    String to = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return "--add-opens java.base/sun.nio.ch=" + to;
  }

  /**
   * Returns why files are copied through memory, and the option of the java command that would
   * avoid the copying, if there is such an option. Returns null if files need not be copied.
   */
  static @Nullable String unavailableBecause() {
    return ACCESS.missing;
  }

  /**
   * Returns the option of the java command that would avoid copying files; null if files are not
   * copied, or if no option would help.
   */
  static @Nullable String missingOption() {
    return ACCESS.missingOption;
  }

  /**
   * Returns the current descriptor of {@code file}; {@link #NONE} if the descriptor cannot be read.
   * The descriptor may become invalid at any time, because another thread may close the file.
   */
  static int of(FileChannel file) {
    MethodHandle number = ACCESS.number;
    if (number == null || !ACCESS.files.isInstance(file)) {
      return NONE;
    }
    try {
      return (int) number.invokeExact(file);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
