package switchboard.cli;

import java.util.List;
import switchboard.cli.bench.BenchCommand;
import switchboard.cli.chat.ChatCommand;
import switchboard.cli.command.Command;
import switchboard.cli.dissect.DissectCommand;
import switchboard.cli.echo.EchoCommand;
import switchboard.cli.http.GetCommand;
import switchboard.cli.http.ServeCommand;
import switchboard.cli.hub.UpCommand;
import switchboard.cli.info.EnginesCommand;
import switchboard.cli.info.ExampleCommand;
import switchboard.cli.relay.ConnectCommand;
import switchboard.cli.relay.ListenCommand;
import switchboard.cli.scan.ScanCommand;
import switchboard.cli.transfer.ReceiveCommand;
import switchboard.cli.transfer.SendCommand;

/**
 * The list of all commands, in the order in which the help shows them. A command becomes part of
 * the program when it is added to this list.
 */
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
