package switchboard.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import switchboard.cli.command.CommonOptions;

/** The options of {@code switchboard} itself, and its help. */
final class Root {
  private Root() {}

  static CommandSpec specification() {
    var root = CommonOptions.common(CommandSpec.create().name("switchboard"));
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Show the version and end.")
            .build());
    root.usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .description("Sockets for modern Java, and the tools built on them.")
        .optionListHeading("%n")
        .commandListHeading("%nCommands:%n")
        .footer(
            "",
            "Examples:",
            "  switchboard up --data /tmp/inbox           a hub, for: nc localhost 7000",
            "  switchboard chat localhost:7000            talk there in comfort",
            "  switchboard send README.md localhost:7000  leave a file there",
            "  switchboard echo --listen localhost:7007   an echo",
            "  switchboard echo localhost:7007 Hello      ask it",
            "  switchboard scan localhost                 which ports are open",
            "  switchboard example half-close             how sockets work, by example",
            "  switchboard help echo                      more about a command",
            "",
            "Endpoints: localhost:7000, [::1]:7000, :7000 (every interface),",
            "  udp://localhost:7000, unix:///tmp/app.sock. Port 0: the system chooses.",
            "Exit status: 0 success, 1 network error, 2 usage error, 3 integrity error,",
            "  4 refused by policy, 124 timeout, 130 interrupted, 143 terminated.");
    return root;
  }
}
