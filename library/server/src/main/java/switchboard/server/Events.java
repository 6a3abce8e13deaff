package switchboard.server;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import switchboard.net.Connection;

/** The events that Java Flight Recorder gets from servers; they cost nothing while none records. */
final class Events {
  private Events() {}

  /** A caller was accepted. */
  @Name("switchboard.Accept")
  @Label("Accept")
  @Category("Switchboard")
  @StackTrace(false)
  static final class Accept extends Event {
    @Label("Local address")
    String local = "";

    @Label("Remote address")
    String remote = "";

    static void emit(Connection caller) {
      var event = new Accept();
      if (event.shouldCommit()) {
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
    @Label("Remote address")
    String remote = "";

    @Label("Reason")
    String reason = "";
  }

  /** A caller found no room. */
  @Name("switchboard.Overload")
  @Label("Overload")
  @Category("Switchboard")
  @StackTrace(false)
  static final class Overload extends Event {
    @Label("What ran out")
    String what = "";

    @Label("Remote address")
    @Description("Empty when the caller is left waiting")
    String remote = "";

    static void emit(String what, String remote) {
      var event = new Overload();
      if (event.isEnabled()) {
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
    @Label("Remote address")
    String remote = "";

    @Label("Thread")
    String thread = "";

    static void emit(String remote, String thread) {
      var event = new SlowHandler();
      if (event.isEnabled()) {
        event.remote = remote;
        event.thread = thread;
        event.commit();
      }
    }
  }
}
