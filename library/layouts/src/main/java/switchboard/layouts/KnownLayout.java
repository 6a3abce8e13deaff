package switchboard.layouts;

import java.util.List;

/**
 * A predefined layout: either a common way to mark where messages end, or the messages of a
 * protocol.
 *
 * @param name the name, which {@code switchboard dissect --layout} accepts
 * @param about a description of the layout, with the name of the specification
 * @param text the layout in the syntax that {@link Layout#parse} accepts
 * @since 0.1.0
 */
public record KnownLayout(String name, String about, String text) {
  private static final String DNS =
      """
      id: u16
      response: u1, opcode: u4, authoritative: u1, truncated: u1, desired: u1
      available: u1, zero: u1, authentic: u1, unchecked: u1, code: u4
      questions: u16, answers: u16, authorities: u16, additional: u16
      """;

  private static final List<KnownLayout> ALL =
      List.of(
          new KnownLayout("lines", "lines of text", "line: text ..64KiB until \"\\n\""),
          new KnownLayout(
              "u32",
              "messages with a length prefix of four bytes",
              "length: u32 of body, body: bytes ..1MiB"),
          new KnownLayout(
              "varint",
              "messages with a length prefix in LEB128 (protobuf.dev, Encoding)",
              "length: varint of body, body: bytes ..1MiB"),
          new KnownLayout(
              "netstring",
              "netstrings (cr.yp.to/proto/netstrings.txt)",
              "length: digits of content, colon: \":\", content: bytes ..1MiB, comma: \",\""),
          new KnownLayout(
              "dns",
              "DNS over TCP (RFC 1035 sections 4.1.1, 4.2.2; RFC 4035 section 3)",
              "length: u16 of id..records\n" + DNS + "records: bytes ..65523\n"),
          new KnownLayout(
              "dns-udp",
              "DNS over UDP, one message (RFC 1035 sections 4.1.1, 4.2.1; RFC 4035 section 3)",
              DNS + "records: bytes ..65495 until end\n"),
          new KnownLayout(
              "dns-questions",
              "DNS over UDP, with its questions; uncompressed names only (RFC 1035 section 4.1.2)",
              DNS.replace("questions: u16", "questions: u16 items of asked")
                  + "asked: list ..16KiB { name: bytes ..254 until \"\\x00\", type: u16, class: u16 }\n"
                  + "records: bytes ..48KiB until end\n"),
          new KnownLayout(
              "tls",
              "TLS records (RFC 8446 section 5.1; the maximum of RFC 5246 section 6.2.3)",
              "type: u8, version: u16, length: u16 of fragment, fragment: bytes ..18432"),
          new KnownLayout(
              "client-hello",
              "the first TLS record that a client sends (RFC 8446 sections 4.1.2, 5.1)",
              """
              type: u8 = 22, version: u16, length: u16 of message..extensions
              message: u8 = 1, size: u24 of legacy..extensions
              legacy: u16, random: bytes 32
              session-length: u8 of session, session: bytes ..32
              suites-length: u16 of suites, suites: list ..2KiB { suite: u16 }
              methods-length: u8 of methods, methods: bytes 1..255
              extensions-length: u16 of extensions
              extensions: list ..14KiB { kind: u16, length: u16 of data, data: bytes ..14KiB }
              """),
          new KnownLayout(
              "http2",
              "HTTP/2 frames, after the preface of 24 bytes (RFC 9113 section 4.1)",
              """
              length: u24 of payload
              type: u8, flags: u8, reserved: u1, stream: u31
              payload: bytes ..16777215
              """),
          new KnownLayout(
              "mqtt",
              "MQTT control packets (MQTT 5.0 section 2.1)",
              "kind: u4, flags: u4, length: varint of rest, rest: bytes ..268435455"),
          new KnownLayout(
              "amqp",
              "AMQP 0-9-1 frames, after the header of 8 bytes (section 2.3.5)",
              """
              type: u8, channel: u16, size: u32 of payload
              payload: bytes ..1MiB
              end: "\\xce"
              """),
          new KnownLayout(
              "postgres",
              "PostgreSQL messages, after the start-up message (Message Formats)",
              "kind: u8, length: u32 of length..body, body: bytes ..64MiB"),
          new KnownLayout(
              "modbus",
              "Modbus over TCP (Messaging Implementation Guide, section 3.1.3)",
              """
              transaction: u16, protocol: u16 = 0
              length: u16 of unit..content
              unit: u8, function: u8, content: bytes ..252
              """),
          new KnownLayout(
              "transfer",
              "switchboard send, after the magic of 8 bytes (docs/protocols/transfer.md)",
              """
              type: u8, file: u32, length: u32 of payload
              check: crc32c of type..length
              payload: by type {
                5 { data: bytes ..1MiB }
                else {
                  values: list ..16380 {
                    tag: u8, length: u16 of value
                    value: by tag {
                      1 { version: u64 }
                      2 { name: text ..16377 }
                      3 { size: u64 }
                      4 { offset: u64 }
                      5 { hash: bytes 32 }
                      6 { reason: u64 }
                      7 { sentence: text ..1KiB }
                      else { unknown: bytes ..16377 }
                    }
                  }
                  sum: crc32c of values
                }
              }
              """));

  /** {@return all predefined layouts, an unmodifiable list} */
  public static List<KnownLayout> all() {
    return ALL;
  }

  /** {@return the layout, parsed from {@link #text}} */
  public Layout layout() {
    return Layout.parse(text);
  }
}
