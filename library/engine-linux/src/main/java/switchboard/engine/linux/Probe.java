package switchboard.engine.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tests whether the engine works in this process: a sandbox may forbid system calls (seccomp(2)),
 * or the C library may lack functions.
 */
final class Probe {
  private static final int FEW_DESCRIPTORS = 4096;

  /**
   * Matches the line that contains the limit of open files. The first number of this line is the
   * soft limit (proc(5)).
   */
  private static final Pattern MOST_DESCRIPTORS = Pattern.compile("^Max open files +([0-9]{1,9}) ");

  private Probe() {}

  /**
   * Returns why this module must not make native calls, and the option of the java command that
   * would allow them. Returns null if native calls are allowed.
   */
  static @Nullable String nativeAccess() {
    String option = missingOption();
    return option == null ? null : "native access is not enabled: add " + option;
  }

  /**
   * Returns the option of the java command that enables native access; null if native access is
   * already enabled.
   */
  static @Nullable String missingOption() {
    Module module = Probe.class.getModule();
    String to = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return module.isNativeAccessEnabled() ? null : "--enable-native-access=" + to;
  }

  /** Returns why the engine does not work in this process; null if it works. */
  static @Nullable String failure() {
    try {
      Kernel kernel = new Libc();
      String epoll = tried(kernel, "epoll_create1", kernel.epollCreate());
      return epoll == null ? tried(kernel, "eventfd", kernel.eventfd()) : epoll;
    } catch (LinkageError | RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return "the C library can't be called: " + cause.getMessage();
    }
  }

  private static @Nullable String tried(Kernel kernel, String call, int result) {
    if (result < 0) {
      return call + " fails: " + Errno.of(result).getMessage();
    }
    kernel.close(result);
    return null;
  }

  /**
   * Returns a warning if this process may open only few file descriptors; the warning contains the
   * command that raises the limit. Returns null if the limit is high enough.
   */
  static @Nullable String fewDescriptors() {
    try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
      return limits
          .map(MOST_DESCRIPTORS::matcher)
          .filter(soft -> soft.find() && Integer.parseInt(soft.group(1)) < FEW_DESCRIPTORS)
          .map(soft -> "only " + soft.group(1) + " file descriptors allowed: try 'ulimit -n 20000'")
          .findFirst()
          .orElse(null);
    } catch (IOException notShown) {
      return null;
    }
  }
}
