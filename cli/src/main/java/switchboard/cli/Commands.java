package switchboard.cli;

import java.util.List;

/** All commands, in the order of the help. A command is added here and nowhere else. */
final class Commands {
  private Commands() {}

  static List<Command> all() {
    return List.of(
        new UpCommand(),
        new ChatCommand(),
        new EchoCommand(),
        new SendCommand(),
        new ReceiveCommand(),
        new GetCommand(),
        new ServeCommand(),
        new ConnectCommand(),
        new ListenCommand(),
        new ScanCommand(),
        new DissectCommand(),
        new BenchCommand(),
        new EnginesCommand(),
        new ExampleCommand(),
        new HelpCommand());
  }
}
