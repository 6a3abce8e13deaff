package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import switchboard.net.DeadlineExceededException;
import switchboard.net.EndpointException;
import switchboard.net.OperationInterruptedException;

/**
 * All example programs, in the order of the course. The command {@code switchboard example} uses
 * this class to list, show and run the examples. Thread-safe.
 */
public final class Examples {
  private Examples() {}

  /**
   * {@return a map from the name of each example to its description, in the order of the course}
   */
  public static Map<String, String> list() {
    return lines(Course.examples());
  }

  /**
   * {@return a map from the title of each part of the course to the examples in that part, which
   * are maps like {@link #list()}, in the order of the course}
   */
  public static Map<String, Map<String, String>> parts() {
    var parts = new LinkedHashMap<String, Map<String, String>>();
    Course.PARTS.forEach(part -> parts.put(part.title(), lines(part.examples())));
    return parts;
  }

  private static Map<String, String> lines(List<Example> examples) {
    var lines = new LinkedHashMap<String, String>();
    examples.forEach(example -> lines.put(example.name(), example.about()));
    return lines;
  }

  /**
   * Runs an example on the calling thread. Blocks until the example is finished. If the example
   * fails, prints the error to {@code streams.err()}.
   *
   * @param name a key of {@link #list()}
   * @param arguments the arguments after the name of the example: none, or an endpoint and then the
   *     arguments that the example requires
   * @param streams the streams that the example reads and prints to
   * @return the exit status: 0 success, 1 network error, 2 usage error, 124 timeout, 130
   *     interrupted
   * @throws UnknownExampleException if no example has this name
   */
  public static int run(String name, List<String> arguments, Streams streams) {
    Example example = find(name);
    try {
      example.program().run(arguments, streams);
      return 0;
    } catch (Exception e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      streams.err().println(name + ": " + cause.getMessage());
      return status(cause);
    } finally {
      streams.out().flush();
      streams.err().flush();
    }
  }

  private static int status(Throwable failure) {
    return switch (failure) {
      case EndpointException _ -> 2;
      case DeadlineExceededException _ -> 124;
      case OperationInterruptedException _ -> 130;
      case InterruptedException _ -> 130;
      case IOException _ -> 1;
      default -> throw new IllegalStateException(failure);
    };
  }

  /**
   * {@return the source of an example, exactly as it was compiled}
   *
   * @param name a key of {@link #list()}
   * @throws UnknownExampleException if no example has this name
   */
  public static String source(String name) {
    String file = find(name).type().getSimpleName() + ".java";
    try (var resource = Examples.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException(file + " is missing from the module");
      }
      return new String(resource.readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Example find(String name) {
    return Course.examples().stream()
        .filter(example -> example.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new UnknownExampleException(name, list().keySet()));
  }
}
