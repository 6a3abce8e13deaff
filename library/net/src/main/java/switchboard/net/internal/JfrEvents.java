package switchboard.net.internal;

import java.io.IOException;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Failure;

/**
 * The events for Java Flight Recorder. Loading an event class causes about a hundred other classes
 * to be loaded and takes about 50 ms. Therefore no event class is loaded before a recording has
 * started.
 */
public final class JfrEvents {
  private JfrEvents() {}

  /** Returns whether a recording was started in this process. */
  public static boolean areWanted() {
    return FlightRecorder.isInitialized();
  }

  /** A function that opens a connection. */
  public interface Connecting {
    Connection connect() throws IOException;
  }

  /** A blocking connect, including the resolution of the name. */
  @Name("switchboard.Connect")
  @Label("Connect")
  @Description("A blocking connect, including the resolution of the name")
  @Category("Switchboard")
  @StackTrace(false)
  public static final class Connect extends Event {
    @Label("Remote endpoint")
    String remote = "";

    @Label("Outcome")
    @Description("'connected', or the error message")
    String outcome = "";

    public static Connection recorded(Endpoint endpoint, Connecting connecting) throws IOException {
      var event = new Connect();
      event.remote = endpoint.toString();
      event.begin();
      try {
        Connection connection = connecting.connect();
        event.outcome = "connected";
        return connection;
      } catch (IOException | RuntimeException e) {
        event.outcome = String.valueOf(e.getMessage());
        throw e;
      } finally {
        event.commit();
      }
    }
  }

  /** An operation on a socket that timed out because of a deadline. */
  @Name("switchboard.Deadline")
  @Label("Deadline")
  @Description("An operation timed out because of a deadline")
  @Category("Switchboard")
  static final class Cut extends Event {
    @Label("Operation")
    String operation = "";

    @Label("Local address")
    @Description("Empty if unknown")
    String local = "";

    @Label("Remote address")
    @Description("Empty if unknown")
    String remote = "";

    static void emit(Failure failure) {
      var event = new Cut();
      if (event.shouldCommit()) {
        event.operation = failure.operation();
        event.local = failure.local() == null ? "" : failure.local().toString();
        event.remote = failure.remote() == null ? "" : failure.remote().toString();
        event.commit();
      }
    }
  }
}
