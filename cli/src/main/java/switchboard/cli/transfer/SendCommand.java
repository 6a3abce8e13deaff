package switchboard.cli.transfer;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.Failures;
import switchboard.cli.command.UsageException;
import switchboard.cli.command.WorkingDirectory;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.transfer.FileSender;
import switchboard.transfer.OutgoingFile;
import switchboard.transfer.TransferException;

/** {@code switchboard send}: sends files to a receiver. */
public final class SendCommand implements Command {
  /**
   * The default of {@code --timeout} for senders and receivers: a transfer fails after this time
   * without progress.
   */
  public static final Duration IDLE = Duration.ofSeconds(60);

  @Override
  public CommandSpec specification() {
    var send = CommandSpec.create().name("send");
    send.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .paramLabel("PATH")
            .arity("0..*")
            .required(false)
            .hideParamSyntax(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("The files to send; the last argument is the ENDPOINT of the receiver.")
            .build());
    send.addOption(
        OptionSpec.builder("--timeout")
            .arity("1")
            .paramLabel("SECONDS")
            .description("Give up if no data could be sent for SECONDS; default: 60.")
            .type(Duration.class)
            .converters(CommonOptions::seconds)
            .build());
    CommonOptions.common(send);
    send.usageMessage()
        .customSynopsis("switchboard send [--timeout=SECONDS] PATH... ENDPOINT")
        .description(
            "Send files. The receiver verifies each file with a hash.",
            "The receiver is 'switchboard receive', or a hub with --data.")
        .footer(
            "",
            "Examples:",
            "  switchboard receive --into /tmp &          a receiver, in the background",
            "  switchboard send README.md localhost:7000",
            "  switchboard send *.md localhost:7000",
            "",
            "Exit status: 1 if a file was not sent, 3 if it arrived damaged, 4 if the",
            "  receiver rejected it, 124 after a timeout. If several files fail, it is the",
            "  first of 3, 4, 124, 1 that applies.");
    return send;
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws Exception {
    List<String> words = parsed.matchedPositionalValue(0, List.of());
    Endpoint endpoint = endpoint(words);
    List<OutgoingFile> files = files(words.subList(0, words.size() - 1));
    Duration idle = parsed.matchedOptionValue("--timeout", IDLE);
    var messages = new FileMessages(environment, console, "sent", endpoint.toString());
    long startNanos = System.nanoTime();
    try (var connection = connect(environment, endpoint, idle)) {
      new FileSender(idle, messages).send(connection, files);
    } catch (IOException e) {
      messages.sum(files.size(), Duration.ofNanos(System.nanoTime() - startNanos));
      if (!messages.isTold(e)) {
        throw e;
      }
      return FileMessages.worse(messages.status(), Failures.status(e));
    }
    messages.sum(files.size(), Duration.ofNanos(System.nanoTime() - startNanos));
    return messages.status();
  }

  private static Connection connect(Environment environment, Endpoint endpoint, Duration idle)
      throws IOException {
    try (var _ = Deadline.after(idle)) {
      return environment.network().connect(endpoint);
    }
  }

  private static Endpoint endpoint(List<String> words) {
    if (words.size() < 2) {
      String problem =
          words.isEmpty()
              ? "send requires PATH and ENDPOINT"
              : "send requires PATH and ENDPOINT; only '" + words.getFirst() + "' was given";
      throw new UsageException(
          problem
              + "; for example: switchboard send README.md localhost:7000 (see 'switchboard help"
              + " send')");
    }
    String last = words.getLast();
    try {
      return CommonOptions.endpoint(last);
    } catch (TypeConversionException e) {
      throw new UsageException("the last argument must be an ENDPOINT: " + e.getMessage());
    }
  }

  private static List<OutgoingFile> files(List<String> paths) {
    var files = new ArrayList<OutgoingFile>();
    var names = new HashSet<String>();
    for (String path : paths) {
      OutgoingFile file = file(path);
      files.add(file);
      if (!names.add(file.name())) {
        throw new UsageException(
            "two files have the name '"
                + file.shownName()
                + "': send each of them with its own command");
      }
    }
    return files;
  }

  private static OutgoingFile file(String path) {
    try {
      return OutgoingFile.of(WorkingDirectory.path(path));
    } catch (InvalidPathException | TransferException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
