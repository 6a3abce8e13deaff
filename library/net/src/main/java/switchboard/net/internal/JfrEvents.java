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
 * The events that Java Flight Recorder gets from a network. The class of an event takes a hundred
 * others and some 50 ms with it, so none is touched before somebody records.
 */
public final class JfrEvents {
  private JfrEvents() {}

  /** Whether anybody has recorded anything in this process. */
  public static boolean areWanted() {
    return FlightRecorder.isInitialized();
  }

  /** How a connection comes about. */
  public interface Connecting {
    Connection connect() throws IOException;
  }

  /** A blocking connect, from the name to the connection. Belongs to the thread that connects. */
  @Name("switchboard.Connect")
  @Label("Connect")
  @Description("A blocking connect, the resolution of the name included")
  @Category("Switchboard")
  @StackTrace(false)
  public static final class Connect extends Event {
    @Label("Remote endpoint")
    String remote = "";

    @Label("Outcome")
    @Description("'connected', or why not")
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

  /** An operation on a socket that was cut by a deadline. */
  @Name("switchboard.Deadline")
  @Label("Deadline")
  @Description("An operation was cut by a deadline")
  @Category("Switchboard")
  static final class Cut extends Event {
    @Label("Operation")
    String operation = "";

    @Label("Local address")
    @Description("Empty where none was known")
    String local = "";

    @Label("Remote address")
    @Description("Empty where none was known")
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
