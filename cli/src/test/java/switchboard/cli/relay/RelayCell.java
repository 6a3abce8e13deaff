package switchboard.cli.relay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One case of {@link RelayMatrixTest}: a switchboard command, another program as the peer, and the
 * kind of standard input and output of both programs.
 */
record RelayCell(Ours ours, In in, Out out, Peer peer, In peerIn, Out peerOut, boolean halfClose) {

  /**
   * A switchboard command. With {@code --exec}, the program that the command starts uses the
   * standard streams.
   */
  enum Ours {
    CONNECT("connect", true, ""),
    LISTEN("listen", false, ""),
    CHAT("chat", true, ""),
    CHAT_LISTEN("chat --listen", false, ""),
    EXEC_ECHO("listen", false, "tee TAKEN"),
    EXEC_SLOW("listen", false, "sleep 0.3; tee TAKEN"),
    EXEC_SILENT("listen", false, "cat >TAKEN"),
    EXEC_CLOSED("listen", false, "exec <&-; cat OURS"),
    EXEC_DEAF("listen", false, "cat OURS");

    final String words;
    final boolean calls;
    final String program;

    Ours(String words, boolean calls, String program) {
      this.words = words;
      this.calls = calls;
      this.program = program;
    }

    boolean isChat() {
      return words.startsWith("chat");
    }

    boolean isExec() {
      return !program.isEmpty();
    }

    /** Returns whether the program sends its input back. */
    boolean isEcho() {
      return program.endsWith("tee TAKEN");
    }
  }

  /** A kind of standard input. The word SAID in a command stands for the file with the input. */
  enum In {
    PIPE("cat SAID |", ""),
    SLOW("{ head -n 1 SAID; sleep 0.3; tail -n +2 SAID; } |", ""),
    SILENT("", "< <(echo $BASHPID >SILENCE; exec sleep SECONDS)"),
    CLOSED("", "<&-"),
    FILE("", "<SAID"),
    NULL("", "</dev/null"),
    TERMINAL("", "");

    final String before;
    final String after;

    In(String before, String after) {
      this.before = before;
      this.after = after;
    }

    boolean talks() {
      return this != SILENT && this != NULL && this != CLOSED;
    }
  }

  /**
   * A kind of standard output. The word HEARD in a command stands for the file that stores the
   * output.
   */
  enum Out {
    PIPE("| cat >HEARD"),
    SLOW("| { sleep 0.3; cat; } >HEARD"),
    FILE(">HEARD"),
    NULL(">/dev/null"),
    GONE("| true"),
    CLOSED(">&-"),
    TERMINAL("");

    final String after;

    Out(String after) {
      this.after = after;
    }

    /** Returns whether all output is stored; otherwise the writing program may fail. */
    boolean keeps() {
      return this != NULL && !fails();
    }

    boolean fails() {
      return this == GONE || this == CLOSED;
    }
  }

  /** A third-party program that sends EOF when its input has ended. */
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

  /**
   * Returns all sensible cases: each pair of our streams with a peer that sends data or nothing,
   * each pair of the peer's streams with ours in pipes, and programs with each pair of the peer's
   * streams.
   */
  static List<RelayCell> all() {
    var cells = new ArrayList<RelayCell>();
    for (Ours ours : Ours.values()) {
      if (ours.isExec()) {
        addPeers(cells, ours, In.NULL);
        continue;
      }
      for (In in : In.values()) {
        for (Out out : Out.values()) {
          add(cells, ours, in, out, In.FILE, Out.FILE);
          add(cells, ours, in, out, In.NULL, Out.FILE);
        }
      }
      addPeers(cells, ours, In.PIPE);
    }
    return cells.stream().filter(RelayCell::isSensible).distinct().toList();
  }

  private static void addPeers(List<RelayCell> cells, Ours ours, In in) {
    for (In peerIn : In.values()) {
      for (Out peerOut : Out.values()) {
        add(cells, ours, in, Out.PIPE, peerIn, peerOut);
      }
    }
  }

  private static void add(
      List<RelayCell> cells, Ours ours, In in, Out out, In peerIn, Out peerOut) {
    for (Peer peer : Peer.values()) {
      cells.add(new RelayCell(ours, in, out, peer, peerIn, peerOut, true));
      cells.add(new RelayCell(ours, in, out, peer, peerIn, peerOut, false));
    }
  }

  /**
   * Chat and programs have no {@code --no-half-close}, and a chat with a terminal as input and
   * output edits lines, which {@code ChatTerminalTest} tests. If a standard stream of one of the
   * other programs is closed, the socket of that program receives the descriptor of the stream.
   */
  private boolean isSensible() {
    boolean editing = ours.isChat() && in == In.TERMINAL && out == Out.TERMINAL;
    boolean plain = ours.isExec() || ours.isChat();
    if (peerIn == In.CLOSED || peerOut == Out.CLOSED) {
      return false;
    }
    return !editing && (halfClose || !plain);
  }

  boolean peerTalks() {
    return peerIn.talks();
  }

  /** Returns the shell command that runs the switchboard command. */
  String line(int port) {
    String options = halfClose ? "" : " --no-half-close";
    String wait = !ours.isChat() && in == In.SILENT ? " --wait 0.3" : "";
    String program = ours.isExec() ? " --exec \"" + ours.program + "\"" : "";
    String endpoint = " 127.0.0.1:" + port;
    String command = "switchboard " + ours.words + endpoint + options + wait + program;
    String silence = in.after.replace("SECONDS", "600"); // longer than any timeout of the test
    return plugged(in.before, command, "TOLD", "STATUS", silence, out)
        .replace("SAID", "OURS")
        .replace("SILENCE", "HUSH");
  }

  /** Returns the shell command that runs the peer. */
  String peerLine(int port) {
    String words = ours.calls ? peer.listening : peer.calling;
    String command = words.replace("PORT", "" + port);
    String silence = peerIn.after.replace("SECONDS", "1");
    return plugged(peerIn.before, command, "COMPLAINT", "END", silence, peerOut)
        .replace("SAID", "THEIRS")
        .replace("HEARD", "GOT")
        .replace("SILENCE", "PAUSE");
  }

  private static String plugged(
      String before, String command, String errors, String status, String after, Out out) {
    String counted = "{ " + command + " 2>" + errors + "; echo $? >" + status + "; }";
    return before + " " + counted + " " + after + " " + out.after;
  }

  /** Returns {@code line} with its file names as paths in {@code directory}. */
  static String within(Path directory, String line) {
    String result = line;
    for (String name :
        Arrays.asList(
            "OURS",
            "THEIRS",
            "TAKEN",
            "HEARD",
            "GOT",
            "TOLD",
            "COMPLAINT",
            "STATUS",
            "END",
            "HUSH",
            "PAUSE")) {
      String file = "'" + directory.resolve(name.toLowerCase(Locale.ROOT)) + "'";
      result = result.replaceAll("\\b" + name + "\\b", file);
    }
    return result;
  }

  /** Returns whether the switchboard command needs a terminal. */
  boolean isAtTerminal() {
    return in == In.TERMINAL || out == Out.TERMINAL;
  }

  /** Returns whether the peer needs a terminal. */
  boolean isPeerAtTerminal() {
    return peerIn == In.TERMINAL || peerOut == Out.TERMINAL;
  }
}
