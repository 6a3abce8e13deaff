package switchboard.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import switchboard.net.EngineStatus;
import switchboard.net.Network;

/**
 * {@code switchboard engines}: what moves the bytes on this machine, and why not something faster.
 */
final class EnginesCommand implements Command {
  private static final int NAME_WIDTH = 10;

  @Override
  public CommandSpec specification() {
    var engines = CommandSpec.create().name("engines");
    Options.common(engines);
    engines
        .usageMessage()
        .customSynopsis("switchboard engines")
        .description(
            "List what can move bytes on this machine, the fastest first, and say why not.")
        .footer(
            "",
            "The one marked with * is taken; --engine NAME, with any command, takes another.",
            "",
            "Examples:",
            "  switchboard engines",
            "  switchboard echo --listen localhost:7007 --engine nio");
    return engines;
  }

  @Override
  public int run(ParseResult parsed, Surroundings around, Voice voice) throws IOException {
    for (EngineStatus engine : Network.engines()) {
      boolean chosen = engine.name().equals(around.network().engine());
      voice.event(
          Json.event("engine")
              .with("name", engine.name())
              .with("state", state(engine, chosen))
              .with("reason", reason(engine)));
      if (!voice.isJson()) {
        String name = engine.name() + " ".repeat(Math.max(1, NAME_WIDTH - engine.name().length()));
        voice.print((chosen ? "* " : "  ") + name + engine.sentence() + "\n");
      }
    }
    return Status.DONE;
  }

  private static String state(EngineStatus engine, boolean chosen) {
    if (chosen) {
      return "chosen";
    }
    return engine.isUsable() ? "usable" : "unusable";
  }

  private static String reason(EngineStatus engine) {
    return engine.isUsable() && engine.slowBecause() == null ? "" : engine.sentence();
  }
}
