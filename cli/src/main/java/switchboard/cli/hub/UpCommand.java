package switchboard.cli.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import switchboard.chat.ChatLimits;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.UsageException;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.serving.CallPrinting;
import switchboard.cli.serving.ServerOptions;
import switchboard.cli.serving.Serving;
import switchboard.cli.transfer.InboxOptions;
import switchboard.cli.transfer.ReceivedFiles;
import switchboard.cli.transfer.SendCommand;
import switchboard.hub.Hub;
import switchboard.net.Endpoint;
import switchboard.transfer.FileReceiver;
import switchboard.transfer.Inbox;
import switchboard.transfer.TransferException;

/** {@code switchboard up}: starts a hub, a server for chat and file transfer. */
public final class UpCommand implements Command {
  private static final Endpoint DEFAULT = Endpoint.tcp("127.0.0.1", 7000);
  private static final ChatLimits CHAT = ChatLimits.standard();
  private static final String NAME_TIMEOUT = "--name-timeout";
  private static final String BURST = "--burst";
  private static final String RATE = "--rate";
  private static final double RATE_MAX = 1e6;

  @Override
  public CommandSpec specification() {
    var up = CommandSpec.create().name("up");
    up.addOption(
        CommonOptions.listen(
            "Listen at ENDPOINT; default: " + DEFAULT.host() + ":" + DEFAULT.port() + "."));
    up.addOption(
        OptionSpec.builder("--data")
            .arity("1")
            .paramLabel("DIR")
            .type(Path.class)
            .converters(CommonOptions::path)
            .description(
                "Also receive files into the directory DIR, which is created if it does not exist.")
            .build());
    addChatOptions(up);
    ServerOptions.add(up, Hub.standardLimits());
    InboxOptions.add(up);
    CommonOptions.common(up);
    up.usageMessage()
        .customSynopsis("switchboard up [--listen=ENDPOINT...] [--data=DIR] [OPTIONS]")
        .description(
            "Start a chat hub for nc, telnet and 'switchboard chat'.",
            "People who connect talk to each other in rooms. With --data the hub also",
            "receives files.")
        .footer(
            "",
            "Examples:",
            "  switchboard up",
            "  nc localhost 7000                          chat, in two other terminals",
            "  switchboard up --data /tmp/hub             receive files too",
            "  switchboard up --listen :7000              listen on every interface",
            "  switchboard up --listen localhost:7001 unix:///tmp/hub.sock");
    return up;
  }

  private static void addChatOptions(CommandSpec up) {
    up.addOption(
        OptionSpec.builder(NAME_TIMEOUT)
            .arity("1")
            .paramLabel("SECONDS")
            .type(Duration.class)
            .converters(CommonOptions::seconds)
            .description(
                "Disconnect clients that give no name within SECONDS; default: "
                    + CHAT.nickTimeout().toSeconds()
                    + ".")
            .build());
    up.addOption(
        ServerOptions.number(
            BURST,
            "Accept N lines in one burst from each member; default: "
                + CHAT.lineBurst()
                + ". A line of more than 512 bytes counts as several."));
    up.addOption(
        OptionSpec.builder(RATE)
            .arity("1")
            .paramLabel("N")
            .type(Double.class)
            .converters(UpCommand::rate)
            .description(
                "After a burst, accept N lines per second from each member and delay further lines; default: 5.")
            .build());
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws Exception {
    List<Endpoint> endpoints = parsed.matchedOptionValue("--listen", List.of(DEFAULT));
    Path data = parsed.matchedOptionValue("--data", null);
    var setup =
        new Hub()
            .limits(ServerOptions.limits(parsed, Hub.standardLimits()))
            .chatLimits(chatLimits(parsed))
            .observer(new CallPrinting(console));
    int backlog = ServerOptions.value(parsed, ServerOptions.BACKLOG, 0);
    if (backlog > 0) {
      setup.backlog(backlog);
    }
    if (data == null) {
      InboxOptions.requireNone(parsed, "--data DIR");
    } else {
      setup.files(files(data, parsed, environment, console));
    }
    var hub = setup.start(environment.network(), endpoints);
    var listening = hub.addresses().stream().map(Endpoint::of).toList();
    return new Serving(listening, () -> hub.counters().active(), hub::close, hub::awaitStop)
        .run(environment, console);
  }

  private static ChatLimits chatLimits(ParseResult parsed) {
    return CHAT.nickTimeout(parsed.matchedOptionValue(NAME_TIMEOUT, CHAT.nickTimeout()))
        .lines(
            ServerOptions.value(parsed, BURST, CHAT.lineBurst()),
            parsed.matchedOptionValue(RATE, CHAT.linesPerSecond()));
  }

  private static Double rate(String typed) {
    try {
      double rate = Double.parseDouble(typed);
      if (rate > 0 && rate <= RATE_MAX) {
        return rate;
      }
    } catch (NumberFormatException e) {
      // The exception below reports the invalid value.
    }
    throw new TypeConversionException(
        "'" + typed + "' is not a number of lines per second, such as 5 or 0.5");
  }

  private static FileReceiver files(
      Path data, ParseResult parsed, Environment environment, Console console) {
    try {
      if (!Files.exists(data)) {
        Files.createDirectories(data);
      }
      Inbox inbox = Inbox.of(data).limits(InboxOptions.limits(parsed));
      return new ReceivedFiles(environment, console, false).receiver(inbox, SendCommand.IDLE);
    } catch (IOException e) {
      String sentence = e instanceof TransferException ? e.getMessage() : "can't be created: " + e;
      throw new UsageException("--data: " + sentence);
    }
  }
}
