package switchboard.server;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import switchboard.net.Network;
import switchboard.server.Board.Place;

/** The engines over which what a server promises is tested. */
enum Over {
  EPOLL,
  NIO,
  MEMORY;

  /** A board with a network of its own over this engine. */
  Board board() {
    Board board = new Board(this == MEMORY ? Place.MEMORY : Place.TCP4);
    return switch (this) {
      case EPOLL -> board.network(board.add(Network.open("epoll")));
      case NIO -> board.network(board.add(Network.open("nio")));
      case MEMORY -> board;
    };
  }

  /** One engine, and one strategy over it. */
  record With(Over over, Strategy strategy) {}

  /** Every strategy over every engine. */
  static List<With> everything() {
    return Arrays.stream(values())
        .flatMap(over -> Stream.of(Strategy.values()).map(strategy -> new With(over, strategy)))
        .toList();
  }
}
