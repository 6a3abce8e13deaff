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
 * The events that Java Flight Recorder gets from servers. The class of an event takes a hundred
 * others and some 50 ms with it, which the first caller would have to wait for; so none is touched
 * before somebody records.
 */
public final class JfrEvents {
  private JfrEvents() {}

  /** Whether anybody has recorded anything in this process. */
  private static boolean areWanted() {
    return FlightRecorder.isInitialized();
  }

  public static void accepted(long call, Connection caller) {
    if (areWanted()) {
      Accept.emit(call, caller);
    }
  }

  /** Runs a call, and tells why it ended. */
  public static CloseReason recorded(long id, Connection caller, Supplier<CloseReason> call) {
    return areWanted() ? Close.emit(id, caller, call) : call.get();
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

  /** A caller was accepted. */
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

    static void emit(long call, Connection caller) {
      var event = new Accept();
      if (event.shouldCommit()) {
        event.call = call;
        event.local = caller.local().toString();
        event.remote = caller.remote().toString();
        event.commit();
      }
    }
  }

  /** A served connection from accept to close. */
  @Name("switchboard.Close")
  @Label("Close")
  @Description("A served connection, from accept to close")
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

    static CloseReason emit(long id, Connection caller, Supplier<CloseReason> call) {
      var event = new Close();
      event.begin();
      CloseReason reason = call.get();
      event.end();
      if (event.shouldCommit()) {
        event.call = id;
        event.remote = caller.remote().toString();
        event.reason = reason.name();
        event.commit();
      }
      return reason;
    }
  }

  /** A caller found no room. */
  @Name("switchboard.Overload")
  @Label("Overload")
  @Category("Switchboard")
  @StackTrace(false)
  static final class Overload extends Event {
    @Label("Call")
    @Description("The number of the call at its server; 0 for a caller that waits for a slot")
    long call;

    @Label("What ran out")
    String what = "";

    @Label("Remote address")
    @Description("Empty when it was the descriptors that ran out")
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

  /** A service was busy for long without touching its connection. */
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

  /** A caller was disconnected since it read too slowly. */
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
    @Description("What was waiting to be sent")
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

  /** A program that was run for a caller has ended. */
  @Name("switchboard.ProgramEnd")
  @Label("Program End")
  @Category("Switchboard")
  @StackTrace(false)
  static final class ProgramEnd extends Event {
    @Label("Call")
    @Description("The number of the call at its server; 0 where no server serves it")
    long call;

    @Label("Program")
    @Description("Its name, its process identifier, and for whom it was run")
    String program = "";

    @Label("Status")
    int status;

    @Label("Told to end")
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
