package switchboard.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * One case of {@link PlugMatrixTest}: which command of ours, what its standard input and output
 * are, and who is at the other side.
 */
record PlugCell(Ours ours, In in, Out out, Peer peer, boolean halfClose, boolean peerTalks) {

  /** A command of ours. */
  enum Ours {
    CONNECT("connect", true),
    LISTEN("listen", false),
    CHAT("chat", true),
    CHAT_LISTEN("chat --listen", false);

    final String words;
    final boolean calls;

    Ours(String words, boolean calls) {
      this.words = words;
      this.calls = calls;
    }

    boolean isChat() {
      return words.startsWith("chat");
    }
  }

  /** What our standard input is; OURS is a file with what we say. */
  enum In {
    PIPE("cat OURS |", ""),
    SLOW("{ head -n 1 OURS; sleep 0.3; tail -n +2 OURS; } |", ""),
    SILENT("sleep 20 |", ""),
    FILE("", "<OURS"),
    NULL("", "</dev/null"),
    TERMINAL("", "");

    final String before;
    final String after;

    In(String before, String after) {
      this.before = before;
      this.after = after;
    }

    boolean talks() {
      return this != SILENT && this != NULL;
    }
  }

  /** What our standard output is; HEARD is a file for what comes. */
  enum Out {
    PIPE("| cat >HEARD"),
    SLOW("| { sleep 0.3; cat; } >HEARD"),
    FILE(">HEARD"),
    NULL(">/dev/null"),
    GONE("| true"),
    TERMINAL("");

    final String after;

    Out(String after) {
      this.after = after;
    }
  }

  /** Another program, which says EOF when its input has ended. */
  enum Peer {
    NC("nc -l -N 127.0.0.1 PORT", "nc -N 127.0.0.1 PORT"),
    NCAT("ncat -l 127.0.0.1 PORT", "ncat 127.0.0.1 PORT"),
    SOCAT("socat -t 20 - TCP-LISTEN:PORT,bind=127.0.0.1", "socat -t 20 - TCP:127.0.0.1:PORT");

    final String listening;
    final String calling;

    Peer(String listening, String calling) {
      this.listening = listening;
      this.calling = calling;
    }
  }

  /** All of them that make sense. */
  static List<PlugCell> all() {
    var cells = new ArrayList<PlugCell>();
    for (Ours ours : Ours.values()) {
      for (In in : In.values()) {
        for (Out out : Out.values()) {
          for (Peer peer : Peer.values()) {
            for (int bits = 0; bits < 4; bits++) {
              var cell = new PlugCell(ours, in, out, peer, (bits & 1) == 0, (bits & 2) == 0);
              if (cell.isSensible()) {
                cells.add(cell);
              }
            }
          }
        }
      }
    }
    return cells;
  }

  /**
   * Chat has no {@code --no-half-close}, and at a terminal on both sides it edits, which {@link
   * ChatTerminalTest} tries. Who does not hear of our end, and has nothing to say, waits for ever.
   */
  private boolean isSensible() {
    boolean editing = in == In.TERMINAL && out == Out.TERMINAL;
    return !ours.isChat() || (halfClose && !editing);
  }

  /** The line for the shell that runs ours. */
  String line(int port) {
    String options = ours.isChat() ? "" : halfClose ? "" : " --no-half-close";
    String wait = !ours.isChat() && in == In.SILENT ? " --wait 0.3" : "";
    String command = "switchboard " + ours.words + " 127.0.0.1:" + port + options + wait;
    String counted = "{ " + command + " 2>TOLD; echo $? >STATUS; }";
    return in.before + " " + counted + " " + in.after + " " + out.after;
  }

  /** Whether ours needs a terminal. */
  boolean isAtTerminal() {
    return in == In.TERMINAL || out == Out.TERMINAL;
  }
}
