package switchboard.server;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import switchboard.net.Network;
import switchboard.server.Board.Place;

/** The engines over which servers are tested. */
enum Over {
  EPOLL,
  NIO,
  MEMORY;

  /** Returns a board with a network of its own over this engine. */
  Board board() {
    Board board = new Board(this == MEMORY ? Place.MEMORY : Place.TCP4);
    return switch (this) {
      case EPOLL -> board.network(board.add(Network.open("epoll")));
      case NIO -> board.network(board.add(Network.open("nio")));
      case MEMORY -> board;
    };
  }

  /** One engine and one strategy. */
  record With(Over over, Strategy strategy) {}

  /** Returns each strategy over each engine. */
  static List<With> everything() {
    return Arrays.stream(values())
        .flatMap(over -> Stream.of(Strategy.values()).map(strategy -> new With(over, strategy)))
        .toList();
  }
}
