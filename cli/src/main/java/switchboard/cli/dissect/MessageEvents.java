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
 * The events of one message: itself, then its fields. Used once.
 *
 * @param start where it begins in the stream
 */
record MessageEvents(Console console, long number, long start) {

  /** A message that has come. */
  static void print(Dissected message, Console console) throws IOException {
    String mistake = message.error();
    console.print(
        Json.event("frame")
            .with("number", message.number())
            .with("offset", message.offset())
            .with("bytes", message.length())
            .with("message", mistake == null ? "" : mistake));
    new MessageEvents(console, message.number(), message.offset())
        .fields("", message.offset(), message.parts());
  }

  /** A message that was made. */
  static void print(long number, Frame message, Console console) throws IOException {
    console.print(Json.event("frame").with("number", number).with("bytes", message.length()));
    new MessageEvents(console, number, 0).fields("", 0, message.parts());
  }

  /**
   * These fields, and those of the messages in lists.
   *
   * @param path what stands before their names
   * @param at where the message that they are of begins in the stream
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
