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
 * All examples, in the order in which they are learned: for the command line, which lists, shows
 * and runs them. Any thread.
 */
public final class Examples {
  private Examples() {}

  /** Name and one line about each, in the order in which they are learned. */
  public static Map<String, String> list() {
    return lines(Course.examples());
  }

  /** {@link #list()} in parts, by their titles. */
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
   * Runs one on the calling thread, and says on {@code streams.err()} what went wrong.
   *
   * @param arguments what follows the name: perhaps an endpoint, and more
   * @return the exit status: 0 success, 1 network error, 2 usage error, 124 timeout, 130
   *     interrupted
   * @throws UnknownExampleException when there is none of that name
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
   * The source of one, exactly as it was compiled.
   *
   * @throws UnknownExampleException when there is none of that name
   */
  public static String source(String name) {
    String file = find(name).type().getSimpleName() + ".java";
    try (var resource = Examples.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException(file + " was not packed with its class");
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
