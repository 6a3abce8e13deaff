package switchboard.cli.dissect;

import java.io.IOException;
import java.util.List;
import switchboard.cli.console.Console;
import switchboard.cli.console.Json;
import switchboard.layouts.Dissector;
import switchboard.layouts.Dissector.Dissected;
import switchboard.layouts.Frame;
import switchboard.layouts.Part;

/**
 * Prints the JSON events of one message: first an event for the message, then an event for each
 * field.
 *
 * @param start the offset of the message in the stream, in bytes
 */
record MessageEvents(Console console, long number, long start) {

  /** Prints the events of a message that was decoded from the input. */
  static void print(Dissected message, Console console) throws IOException {
    String error = message.error();
    console.print(
        Json.event("frame")
            .with("number", message.number())
            .with("offset", message.offset())
            .with("bytes", message.length())
            .with("message", error == null ? "" : error));
    new MessageEvents(console, message.number(), message.offset())
        .fields("", message.offset(), message.parts());
  }

  /** Prints the events of a message that was generated at random. */
  static void print(long number, Frame message, Console console) throws IOException {
    console.print(Json.event("frame").with("number", number).with("bytes", message.length()));
    new MessageEvents(console, number, 0).fields("", 0, message.parts());
  }

  /**
   * Prints an event for each field. For a list, also prints the fields of the messages in the list.
   *
   * @param path the prefix of the names of the fields, such as {@code list.1.}, or ""
   * @param at the offset of the message that contains the fields, in bytes from the start of the
   *     stream
   */
  private void fields(String path, long at, List<Part> parts) throws IOException {
    for (Part each : parts) {
      String name = path + each.name();
      console.print(
          Json.event("field")
              .with("number", number)
              .with("name", name)
              .with("offset", at - start + each.offset())
              .with("bytes", each.bytes())
              .with("bit", each.bit())
              .with("bits", each.bits())
              .with("value", each.value()));
      Dissector list = each.messages();
      if (list != null) {
        for (Dissected one = list.next(); one != null; one = list.next()) {
          fields(name + "." + one.number() + ".", one.offset(), one.parts());
        }
      }
    }
  }
}
