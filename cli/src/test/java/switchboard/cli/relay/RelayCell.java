package switchboard.cli.relay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One case of {@link RelayMatrixTest}: a command of ours, another program that talks to it, and
 * what the standard input and output of each are.
 */
record RelayCell(Ours ours, In in, Out out, Peer peer, In peerIn, Out peerOut, boolean halfClose) {

  /** A command of ours; with {@code --exec} its program has the standard streams. */
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

    /** Whether the program sends back what the peer says. */
    boolean isEcho() {
      return program.endsWith("tee TAKEN");
    }
  }

  /** A standard input; SAID is a file with what comes from it, if anything does. */
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

  /** A standard output; HEARD is a file for what comes. */
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

    /** Whether all that comes is kept; otherwise the program that writes may fail. */
    boolean keeps() {
      return this != NULL && !fails();
    }

    boolean fails() {
      return this == GONE || this == CLOSED;
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

  /**
   * All of them that make sense: our streams beside a peer that talks or has nothing to say, the
   * peer's streams beside ours in pipes, and programs beside the peer's streams.
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
   * Chat and programs have no {@code --no-half-close}, and chat at a terminal on both sides edits,
   * which {@code ChatTerminalTest} tries. Other people's programs take their socket for the stream
   * that is closed.
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

  /** The line for the shell that runs ours. */
  String line(int port) {
    String options = halfClose ? "" : " --no-half-close";
    String wait = !ours.isChat() && in == In.SILENT ? " --wait 0.3" : "";
    String program = ours.isExec() ? " --exec \"" + ours.program + "\"" : "";
    String endpoint = " 127.0.0.1:" + port;
    String command = "switchboard " + ours.words + endpoint + options + wait + program;
    String silence = in.after.replace("SECONDS", "600"); // longer than anybody waits
    return plugged(in.before, command, "TOLD", "STATUS", silence, out)
        .replace("SAID", "OURS")
        .replace("SILENCE", "HUSH");
  }

  /** The line for the shell that runs the peer. */
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

  /** {@code line} with the files that it names in {@code directory}. */
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

  /** Whether ours needs a terminal. */
  boolean isAtTerminal() {
    return in == In.TERMINAL || out == Out.TERMINAL;
  }

  /** Whether the peer needs a terminal. */
  boolean isPeerAtTerminal() {
    return peerIn == In.TERMINAL || peerOut == Out.TERMINAL;
  }
}
