package switchboard.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import switchboard.hub.Hub;
import switchboard.net.Endpoint;

/** {@code switchboard up}: the hub. */
final class UpCommand implements Command {
  private static final Endpoint USUAL = Endpoint.tcp("127.0.0.1", 7000);

  @Override
  public CommandSpec specification() {
    var up = CommandSpec.create().name("up");
    up.addOption(Options.listen("Where to listen; usually " + USUAL + "."));
    Options.common(up);
    up.usageMessage()
        .description("Open the hub: people who call it with nc talk to each other in rooms.")
        .optionListHeading("%n")
        .footer(
            "",
            "Examples:",
            "  switchboard up",
            "  nc localhost 7000                          in two other terminals: chat",
            "  switchboard up --listen :7000              for the whole network",
            "  switchboard up --listen localhost:7001 unix:///tmp/hub.sock");
    return up;
  }

  @Override
  public int run(ParseResult parsed, Surroundings around, Voice voice) throws Exception {
    List<Endpoint> endpoints = parsed.matchedOptionValue("--listen", List.of(USUAL));
    var hub = Hub.start(around.network(), endpoints);
    var listening = hub.addresses().stream().map(Endpoint::of).toList();
    return new Serving(listening, () -> hub.counters().active(), hub::close, hub::awaitStop)
        .run(around, voice);
  }
}
