package switchboard.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import switchboard.hub.Hub;
import switchboard.net.Endpoint;
import switchboard.transfer.FileReceiver;
import switchboard.transfer.Inbox;
import switchboard.transfer.TransferException;

/** {@code switchboard up}: the hub. */
final class UpCommand implements Command {
  private static final Endpoint USUAL = Endpoint.tcp("127.0.0.1", 7000);

  @Override
  public CommandSpec specification() {
    var up = CommandSpec.create().name("up");
    up.addOption(Options.listen("Where to listen; usually " + USUAL + "."));
    up.addOption(
        OptionSpec.builder("--data")
            .arity("1")
            .paramLabel("DIR")
            .type(Path.class)
            .description("Take files too, into this directory, which is made if there is none.")
            .build());
    Options.common(up);
    up.usageMessage()
        .description("Open the hub: people who call it with nc talk to each other in rooms.")
        .optionListHeading("%n")
        .footer(
            "",
            "Examples:",
            "  switchboard up",
            "  nc localhost 7000                          in two other terminals: chat",
            "  switchboard up --data /tmp/hub             for: switchboard send FILE localhost:7000",
            "  switchboard up --listen :7000              for the whole network",
            "  switchboard up --listen localhost:7001 unix:///tmp/hub.sock");
    return up;
  }

  @Override
  public int run(ParseResult parsed, Surroundings around, Voice voice) throws Exception {
    List<Endpoint> endpoints = parsed.matchedOptionValue("--listen", List.of(USUAL));
    Path data = parsed.matchedOptionValue("--data", null);
    var hub =
        data == null
            ? Hub.start(around.network(), endpoints)
            : Hub.start(around.network(), endpoints, files(data, around, voice));
    var listening = hub.addresses().stream().map(Endpoint::of).toList();
    return new Serving(listening, () -> hub.counters().active(), hub::close, hub::awaitStop)
        .run(around, voice);
  }

  private static FileReceiver files(Path data, Surroundings around, Voice voice) {
    try {
      if (!Files.exists(data)) {
        Files.createDirectories(data);
      }
      Inbox inbox = Inbox.of(data);
      return new FilesReceived(around, voice, false).receiver(inbox, SendCommand.IDLE);
    } catch (IOException e) {
      String sentence = e instanceof TransferException ? e.getMessage() : "can't be made: " + e;
      throw new UsageException("--data: " + sentence);
    }
  }
}
