package switchboard.cli.info;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.net.EngineStatus;
import switchboard.net.Network;
import switchboard.net.spi.Capability;

/**
 * {@code switchboard engines}: lists the implementations of sockets (engines), and says why an
 * engine that is faster than the chosen engine is not used.
 */
public final class EnginesCommand implements Command {
  private static final int NAME_WIDTH = 10;

  @Override
  public CommandSpec specification() {
    var engines = CommandSpec.create().name("engines");
    CommonOptions.common(engines);
    engines
        .usageMessage()
        .customSynopsis("switchboard engines")
        .description(
            "List the socket engines (implementations of sockets), the fastest first.",
            "If an engine cannot be used, or not at full speed, its line says why.")
        .footer(
            "",
            "The engine in use is marked with *. Every command has the option --engine NAME,",
            "which selects another engine. Some engines need options of the java command. The",
            "output lists the options that are missing in this JVM.",
            "",
            "Examples:",
            "  switchboard engines",
            "  switchboard echo --listen localhost:7007 --engine nio");
    return engines;
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws IOException {
    for (EngineStatus engine : Network.engines()) {
      boolean chosen = engine.name().equals(environment.network().engineName());
      console.result(
          Json.event("engine")
              .with("name", engine.name())
              .with("state", state(engine, chosen))
              .with("reason", reason(engine))
              .with("event_loops", engine.capabilities().contains(Capability.EVENT_LOOPS))
              .with("zero_copy_send", engine.capabilities().contains(Capability.ZERO_COPY_SEND))
              .with(
                  "zero_copy_receive", engine.capabilities().contains(Capability.ZERO_COPY_RECEIVE))
              .with("jvm_options", String.join(" ", engine.missingJvmOptions())));
      if (!console.isJson()) {
        String name = engine.name() + " ".repeat(Math.max(1, NAME_WIDTH - engine.name().length()));
        console.print((chosen ? "* " : "  ") + name + engine.description() + "\n");
      }
    }
    List<String> missing = environment.network().missingJvmOptions();
    if (!console.isJson() && !missing.isEmpty()) {
      console.print(
          "\nfaster with these options of the java command:\n  "
              + String.join("\n  ", missing)
              + "\n");
    }
    return Status.SUCCESS;
  }

  private static String state(EngineStatus engine, boolean chosen) {
    if (chosen) {
      return "chosen";
    }
    return engine.isUsable() ? "usable" : "unusable";
  }

  private static String reason(EngineStatus engine) {
    return engine.isUsable() && engine.slowReason() == null ? "" : engine.description();
  }
}
