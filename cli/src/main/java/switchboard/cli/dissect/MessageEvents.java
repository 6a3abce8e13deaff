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
 * Prints the events of one message: the message itself, then its fields.
 *
 * @param start the offset of the message in the stream, in bytes
 */
record MessageEvents(Console console, long number, long start) {

  /** Prints a message that was read. */
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

  /** Prints a message that was generated. */
  static void print(long number, Frame message, Console console) throws IOException {
    console.print(Json.event("frame").with("number", number).with("bytes", message.length()));
    new MessageEvents(console, number, 0).fields("", 0, message.parts());
  }

  /**
   * Prints fields, and the fields of the messages in lists.
   *
   * @param path the prefix of their names, such as {@code list.1.}, or ""
   * @param at the offset in the stream of the message that contains them
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
