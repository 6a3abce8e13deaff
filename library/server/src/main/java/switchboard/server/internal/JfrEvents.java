package switchboard.server.internal;

import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import switchboard.net.Connection;
import switchboard.server.CloseReason;

/**
 * The Java Flight Recorder events of servers. Loading the first event class also loads about a
 * hundred other classes and takes about 50 ms, which would delay the first call. Therefore no event
 * class is loaded before a recording has been started.
 */
public final class JfrEvents {
  private JfrEvents() {}

  /** Returns whether a recording is running in this process, or was running earlier. */
  private static boolean areWanted() {
    return FlightRecorder.isInitialized();
  }

  public static void accepted(long call, Connection connection) {
    if (areWanted()) {
      Accept.emit(call, connection);
    }
  }

  /** Runs a call, and records its duration and the reason for its end. */
  public static CloseReason recorded(long id, Connection connection, Supplier<CloseReason> call) {
    return areWanted() ? Close.emit(id, connection, call) : call.get();
  }

  public static void overloaded(String what, long call, String remote) {
    if (areWanted()) {
      Overload.emit(what, call, remote);
    }
  }

  public static void slow(long call, String remote, String thread) {
    if (areWanted()) {
      SlowHandler.emit(call, remote, thread);
    }
  }

  public static void slowConsumer(long call, String remote, String detail) {
    if (areWanted()) {
      SlowConsumer.emit(call, remote, detail);
    }
  }

  public static void programEnded(long call, String program, int status, boolean asked) {
    if (areWanted()) {
      ProgramEnd.emit(call, program, status, asked);
    }
  }

  /** A connection was accepted. */
  @Name("switchboard.Accept")
  @Label("Accept")
  @Category("Switchboard")
  @StackTrace(false)
  static final class Accept extends Event {
    @Label("Call")
    @Description("The number of the call at its server")
    long call;

    @Label("Local address")
    String local = "";

    @Label("Remote address")
    String remote = "";

    static void emit(long call, Connection connection) {
      var event = new Accept();
      if (event.shouldCommit()) {
        event.call = call;
        event.local = connection.local().toString();
        event.remote = connection.remote().toString();
        event.commit();
      }
    }
  }

  /** A served connection, from the start of its handler to the close of the connection. */
  @Name("switchboard.Close")
  @Label("Close")
  @Description("A served connection, from the start of its handler to the close")
  @Category("Switchboard")
  @StackTrace(false)
  static final class Close extends Event {
    @Label("Call")
    @Description("The number of the call at its server")
    long call;

    @Label("Remote address")
    String remote = "";

    @Label("Reason")
    String reason = "";

    static CloseReason emit(long id, Connection connection, Supplier<CloseReason> call) {
      var event = new Close();
      event.begin();
      CloseReason reason = call.get();
      event.end();
      if (event.shouldCommit()) {
        event.call = id;
        event.remote = connection.remote().toString();
        event.reason = reason.name();
        event.commit();
      }
      return reason;
    }
  }

  /** A connection exceeded a limit, or a resource ran out. */
  @Name("switchboard.Overload")
  @Label("Overload")
  @Category("Switchboard")
  @StackTrace(false)
  static final class Overload extends Event {
    @Label("Call")
    @Description("The number of the call at its server; 0 for a connection that waits for a slot")
    long call;

    @Label("Exhausted resource")
    String what = "";

    @Label("Remote address")
    @Description("Empty if the resource is file descriptors")
    String remote = "";

    static void emit(String what, long call, String remote) {
      var event = new Overload();
      if (event.isEnabled()) {
        event.call = call;
        event.what = what;
        event.remote = remote;
        event.commit();
      }
    }
  }

  /** A handler was busy for longer than the slow handler threshold without using its connection. */
  @Name("switchboard.SlowHandler")
  @Label("Slow Handler")
  @Category("Switchboard")
  @StackTrace(false)
  static final class SlowHandler extends Event {
    @Label("Call")
    @Description("The number of the call at its server")
    long call;

    @Label("Remote address")
    String remote = "";

    @Label("Thread")
    String thread = "";

    static void emit(long call, String remote, String thread) {
      var event = new SlowHandler();
      if (event.isEnabled()) {
        event.call = call;
        event.remote = remote;
        event.thread = thread;
        event.commit();
      }
    }
  }

  /** A peer was disconnected because the peer read too slowly. */
  @Name("switchboard.SlowConsumer")
  @Label("Slow Consumer")
  @Category("Switchboard")
  @StackTrace(false)
  static final class SlowConsumer extends Event {
    @Label("Call")
    @Description("The number of the call at its server")
    long call;

    @Label("Remote address")
    String remote = "";

    @Label("Detail")
    @Description("The data that could not be sent")
    String detail = "";

    static void emit(long call, String remote, String detail) {
      var event = new SlowConsumer();
      if (event.isEnabled()) {
        event.call = call;
        event.remote = remote;
        event.detail = detail;
        event.commit();
      }
    }
  }

  /** A program that was run for a call has ended. */
  @Name("switchboard.ProgramEnd")
  @Label("Program End")
  @Category("Switchboard")
  @StackTrace(false)
  static final class ProgramEnd extends Event {
    @Label("Call")
    @Description("The number of the call at its server; 0 if it was run without a server")
    long call;

    @Label("Program")
    @Description("Its name, its process identifier, and the address of the peer")
    String program = "";

    @Label("Status")
    int status;

    @Label("Terminated by the server")
    boolean asked;

    static void emit(long call, String program, int status, boolean asked) {
      var event = new ProgramEnd();
      if (event.isEnabled()) {
        event.call = call;
        event.program = program;
        event.status = status;
        event.asked = asked;
        event.commit();
      }
    }
  }
}
