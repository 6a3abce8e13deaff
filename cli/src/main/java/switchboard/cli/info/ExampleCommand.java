package switchboard.cli.info;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.Status;
import switchboard.cli.command.UsageException;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.cli.console.LineOutput;
import switchboard.examples.Examples;
import switchboard.examples.Streams;
import switchboard.examples.UnknownExampleException;

/**
 * {@code switchboard example}: lists the example programs, prints the source of an example, or runs
 * an example.
 */
public final class ExampleCommand implements Command {
  private static final String LISTENING = "listening on ";

  @Override
  public CommandSpec specification() {
    var example = CommandSpec.create().name("example");
    example.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .paramLabel("NAME")
            .arity("0..1")
            .required(false)
            .hideParamSyntax(true)
            .type(String.class)
            .description("The example to run; default: list all.")
            .build());
    example.addPositional(
        PositionalParamSpec.builder()
            .index("1..*")
            .paramLabel("ARGUMENT")
            .arity("0..1")
            .required(false)
            .hideParamSyntax(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(
                "The ENDPOINT at which the example listens or to which it connects, then further arguments of the example. Without an ENDPOINT, the example starts its own peer and exits when both have finished.")
            .build());
    example.addOption(
        OptionSpec.builder("--source")
            .type(boolean.class)
            .description("Print the source of the example instead of running it.")
            .build());
    CommonOptions.common(example);
    example
        .usageMessage()
        .customSynopsis(
            "switchboard example",
            "       switchboard example NAME [ENDPOINT] [ARGUMENT...]",
            "       switchboard example NAME --source")
        .description("Run a small program that shows a concept of socket programming.")
        .footer(
            "",
            "Examples:",
            "  switchboard example",
            "  switchboard example half-close",
            "  switchboard example select --source",
            "  switchboard example echo-server localhost:7007   stop it with Ctrl-C");
    return example;
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws IOException {
    String name = parsed.matchedPositionalValue(0, "");
    boolean source = CommonOptions.isOn(parsed, "--source");
    if (name.isEmpty()) {
      if (source) {
        throw new UsageException(
            "option --source requires NAME; 'switchboard example' lists the names");
      }
      return list(console);
    }
    try {
      return source ? show(name, console) : play(name, parsed, console);
    } catch (UnknownExampleException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static int list(Console console) throws IOException {
    var names = Examples.list().keySet();
    int width = names.stream().mapToInt(String::length).max().orElse(0) + 2;
    for (var part : Examples.parts().entrySet()) {
      if (!console.isJson()) {
        console.print(part.getKey() + "\n");
      }
      for (var example : part.getValue().entrySet()) {
        line(part.getKey(), example, width, console);
      }
    }
    return Status.SUCCESS;
  }

  private static void line(
      String part, Map.Entry<String, String> example, int width, Console console)
      throws IOException {
    String name = example.getKey();
    String about = example.getValue();
    if (console.isJson()) {
      console.result(
          Json.event("example").with("name", name).with("description", about).with("part", part));
    } else {
      console.print("  " + name + " ".repeat(width - name.length()) + about + "\n");
    }
  }

  private static int show(String name, Console console) throws IOException {
    String source = Examples.source(name);
    if (console.isJson()) {
      console.result(Json.event("source").with("name", name).with("text", source));
    } else {
      console.print(source);
    }
    return Status.SUCCESS;
  }

  private static int play(String name, ParseResult parsed, Console console) {
    List<String> arguments = parsed.matchedPositionalValue(1, List.of());
    var out = new PrintStream(new LineOutput(line -> printOutput(line, console)), true, UTF_8);
    var err = new PrintStream(new LineOutput(line -> printMessage(line, console)), true, UTF_8);
    int status = Examples.run(name, arguments, new Streams(System.in, out, err));
    if (status != Status.SUCCESS) {
      console.event(
          Json.event("error").with("status", status).with("message", name + " has failed"));
    }
    return status;
  }

  private static void printOutput(String line, Console console) throws IOException {
    if (console.isJson()) {
      console.result(Json.event("output").with("line", line));
    } else {
      console.print(line + "\n");
    }
  }

  private static void printMessage(String line, Console console) {
    if (console.isJson() && line.startsWith(LISTENING)) {
      console.event(Json.event("listening").with("endpoint", line.substring(LISTENING.length())));
    } else {
      console.say(line);
    }
  }
}
