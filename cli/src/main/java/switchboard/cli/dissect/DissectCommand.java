package switchboard.cli.dissect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.Status;
import switchboard.cli.command.Suggestion;
import switchboard.cli.command.UsageException;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.layouts.Dissector;
import switchboard.layouts.Dissector.Dissected;
import switchboard.layouts.Dump;
import switchboard.layouts.KnownLayout;
import switchboard.layouts.Layout;
import switchboard.net.Connection;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/**
 * {@code switchboard dissect}: decodes the messages in a stream of bytes. A layout, given as an
 * option, describes the fields of a message.
 */
public final class DissectCommand implements Command {
  private static final int ROWS = 4;

  @Override
  public CommandSpec specification() {
    var dissect = CommandSpec.create().name("dissect");
    dissect.addOption(
        OptionSpec.builder("--layout")
            .arity("1")
            .paramLabel("LAYOUT")
            .type(Layout.class)
            .converters(DissectCommand::layout)
            .description(
                "The layout of a message: a name that --list shows, a list of fields, or @FILE if FILE contains the list of fields.")
            .build());
    addOptions(dissect);
    CommonOptions.common(dissect);
    dissect
        .usageMessage()
        .customSynopsis(
            "switchboard dissect --layout LAYOUT < CAPTURE",
            "       switchboard dissect --layout LAYOUT --diagram",
            "       switchboard dissect --layout LAYOUT --random COUNT > CAPTURE",
            "       switchboard dissect --list")
        .description("Decode the messages in a stream of bytes, field by field.")
        .footer(
            "",
            "A field is NAME: TYPE; commas or new lines separate fields. The types are",
            "integers such as u8, i32 and u16le, varint, digits, \"constant\", bytes 5,",
            "bytes ..1KiB, text ..80 until \"\\n\", list ..1KiB { fields }, by NUMBER { cases }",
            "and crc32c. A number can hold the length of another field: u16 of body.",
            "The complete language is described in docs/layouts.md.",
            "",
            "Examples:",
            "  printf '5:hello,0:,' | switchboard dissect --layout netstring",
            "  switchboard dissect --diagram --layout 'len: u16 of body, body: bytes ..1KiB'",
            "  switchboard dissect --layout 'line: text ..1KiB until \"\\n\"' < README.md",
            "  switchboard dissect --layout tls --random 3 > /tmp/capture",
            "  switchboard dissect --layout tls < /tmp/capture");
    return dissect;
  }

  private static void addOptions(CommandSpec dissect) {
    dissect.addOption(
        OptionSpec.builder("--list")
            .type(boolean.class)
            .description("List the layouts that have a name.")
            .build());
    dissect.addOption(
        OptionSpec.builder("--diagram")
            .type(boolean.class)
            .description(
                "Draw the layout as a diagram in the style of RFCs, instead of decoding a capture.")
            .build());
    dissect.addOption(
        OptionSpec.builder("--random")
            .arity("1")
            .paramLabel("COUNT")
            .type(Integer.class)
            .converters(CommonOptions::count)
            .description(
                "Write COUNT random messages that fit the layout, instead of decoding a capture, as test input for a parser.")
            .build());
    dissect.addOption(
        OptionSpec.builder("--seed")
            .arity("1")
            .paramLabel("NUMBER")
            .type(Long.class)
            .converters(DissectCommand::seed)
            .description(
                "Seed of --random: the same NUMBER produces the same messages; default: a new NUMBER each time.")
            .build());
    dissect.addOption(
        OptionSpec.builder("--skip")
            .arity("1")
            .paramLabel("BYTES")
            .type(Long.class)
            .converters(CommonOptions::bytes)
            .description("Skip the first BYTES of the capture, such as a greeting.")
            .build());
    dissect.addOption(
        OptionSpec.builder("--count")
            .arity("1")
            .paramLabel("COUNT")
            .type(Integer.class)
            .converters(CommonOptions::count)
            .description("Stop after COUNT messages.")
            .build());
    dissect.addOption(
        OptionSpec.builder("--all")
            .type(boolean.class)
            .description("Show long fields and lists in full; default: only their beginning.")
            .build());
  }

  private static Long seed(String typed) {
    try {
      return Long.parseLong(typed);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + typed + "' is not a 64-bit integer");
    }
  }

  private static Layout layout(String typed) {
    for (KnownLayout each : KnownLayout.all()) {
      if (each.name().equals(typed.toLowerCase(Locale.ROOT))) {
        return each.layout();
      }
    }
    if (typed.matches("[A-Za-z0-9_-]+")) { // a name: a layout would contain a colon
      var names = KnownLayout.all().stream().map(KnownLayout::name).toList();
      throw new TypeConversionException(
          "unknown layout '"
              + typed
              + "'; --list shows the named layouts"
              + Suggestion.sentence(typed, names));
    }
    try {
      return Layout.parse(typed.startsWith("@") ? LayoutFile.text(typed.substring(1)) : typed);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws IOException {
    requireOneTask(parsed);
    if (CommonOptions.isOn(parsed, "--list")) {
      return list(console);
    }
    Layout layout = parsed.matchedOptionValue("--layout", null);
    if (layout == null) {
      throw new UsageException(
          "dissect requires --layout; --list shows the named layouts (see 'switchboard help"
              + " dissect')");
    }
    if (CommonOptions.isOn(parsed, "--diagram")) {
      return draw(layout, console);
    }
    Integer random = parsed.matchedOptionValue("--random", null);
    if (random != null) {
      return random(
          layout, random, parsed.matchedOptionValue("--seed", System.nanoTime()), console);
    }
    try (Connection input = environment.standardStreams()) {
      if (environment.isTerminal(0)) {
        console.say("reading from the terminal; press Ctrl-D to end the input");
      }
      long skipped = skip(input.source(), parsed.matchedOptionValue("--skip", 0L));
      int rows = CommonOptions.isOn(parsed, "--all") ? Integer.MAX_VALUE : ROWS;
      var dump = new Dump(rows, environment.isColourful(1));
      return show(
          new Dissector(layout, input.source(), skipped),
          parsed.matchedOptionValue("--count", Integer.MAX_VALUE),
          each -> print(each, dump, console));
    }
  }

  private static void requireOneTask(ParseResult parsed) {
    var tasks =
        Stream.of("--list", "--diagram", "--random").filter(parsed::hasMatchedOption).toList();
    if (tasks.size() > 1) {
      throw new UsageException(String.join(" and ", tasks) + " cannot be combined");
    }
    for (String option : List.of("--skip", "--all", "--count")) {
      if (!tasks.isEmpty() && parsed.hasMatchedOption(option)) {
        throw new UsageException(
            option + " cannot be combined with " + tasks.getFirst() + ", which reads no capture");
      }
    }
    if (parsed.hasMatchedOption("--seed") && !parsed.hasMatchedOption("--random")) {
      throw new UsageException("option --seed requires --random");
    }
  }

  private static long skip(Source source, long count) throws IOException {
    try {
      source.skip(count);
      return count;
    } catch (UnexpectedEofException e) {
      throw new UsageException("--skip: the capture has fewer than " + count + " bytes");
    }
  }

  private static int list(Console console) throws IOException {
    for (KnownLayout each : KnownLayout.all()) {
      if (console.isJson()) {
        console.print(
            Json.event("layout")
                .with("name", each.name())
                .with("description", each.about())
                .with("text", each.layout().toString()));
      } else {
        console.print("%-12s %s%n".formatted(each.name(), each.about()));
        console.print(each.text().strip().indent(13));
      }
    }
    return Status.SUCCESS;
  }

  private static int draw(Layout layout, Console console) throws IOException {
    if (console.isJson()) {
      console.print(Json.event("diagram").with("text", layout.diagram()));
    } else {
      console.print(layout.diagram());
    }
    return Status.SUCCESS;
  }

  private static int random(Layout layout, int count, long seed, Console console)
      throws IOException {
    var random = new SplittableRandom(seed);
    console.say("--seed " + seed + " produces the same messages again");
    for (int number = 1; number <= count; number++) {
      var frame = layout.random(random);
      if (console.isJson()) {
        MessageEvents.print(number, frame, console);
      } else {
        console.write(ByteBuffer.wrap(frame.toBytes()));
      }
    }
    return Status.SUCCESS;
  }

  /** Prints one decoded message. */
  private interface Printer {
    void print(Dissected message) throws IOException;
  }

  private static int show(Dissector dissector, int count, Printer printer) throws IOException {
    int status = Status.SUCCESS;
    for (int left = count; left > 0; left--) {
      Dissected each = dissector.next();
      if (each == null) {
        break;
      }
      printer.print(each);
      if (each.error() != null) {
        status = Status.INTEGRITY;
      }
    }
    return status;
  }

  private static void print(Dissected message, Dump dump, Console console) throws IOException {
    if (console.isJson()) {
      MessageEvents.print(message, console);
    } else {
      dump.print(message, new DumpOutput(console));
    }
  }

  /** An appendable that writes to standard output, as the target of a dump. */
  private record DumpOutput(Console console) implements Appendable {
    @Override
    public DumpOutput append(CharSequence rows) throws IOException {
      console.print(rows.toString());
      return this;
    }

    @Override
    public DumpOutput append(CharSequence rows, int start, int end) throws IOException {
      return append(rows.subSequence(start, end));
    }

    @Override
    public DumpOutput append(char letter) throws IOException {
      return append(String.valueOf(letter));
    }
  }
}
