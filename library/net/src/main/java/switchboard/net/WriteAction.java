package switchboard.net;

import java.io.IOException;

/** Adds one message to a sink, in any number of calls; see {@link Sink#atomically}. */
@FunctionalInterface
public interface WriteAction {

  /**
   * Adds the message. It does not block: the sink sends nothing meanwhile.
   *
   * @throws IOException as a method of the sink may
   */
  void write(Sink sink) throws IOException;
}
