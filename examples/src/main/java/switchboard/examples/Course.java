package switchboard.examples;

import java.util.List;

/**
 * All examples in the order of the course (docs/learn.md), grouped into the parts of the course.
 */
final class Course {

  /**
   * A part of the course: a group of related examples.
   *
   * @param title the heading of the part
   */
  record Part(String title, List<Example> examples) {
    Part(String title, Example... examples) {
      this(title, List.of(examples));
    }
  }

  static final List<Part> PARTS =
      List.of(
          new Part(
              "Calling and answering",
              new Example(
                  "echo-server",
                  "a server that returns what it receives, for any number of clients",
                  EchoServer.class,
                  EchoServer::run),
              new Example(
                  "echo-client",
                  "a client that sends a text and receives the echo",
                  EchoClient.class,
                  EchoClient::run),
              new Example(
                  "five-parts",
                  "the five parts that identify a connection, and reuse of a port",
                  FiveParts.class,
                  FiveParts::run),
              new Example(
                  "who-can-reach",
                  "the address on which a server listens decides who can connect",
                  WhoCanReach.class,
                  WhoCanReach::run),
              new Example(
                  "both-families",
                  "IPv4 and IPv6 on one port, and how their addresses are written",
                  BothFamilies.class,
                  BothFamilies::run),
              new Example(
                  "backlog",
                  "connections wait for accept until the queue of the kernel is full",
                  Backlog.class,
                  Backlog::run),
              new Example(
                  "port-scan",
                  "a port scanner in twenty lines, for this machine",
                  PortScan.class,
                  PortScan::run)),
          new Part(
              "Byte streams",
              new Example(
                  "streams",
                  "lines and numbers as in a file, and why to flush",
                  SourceAndSink.class,
                  SourceAndSink::run),
              new Example(
                  "reader-writer",
                  "asyncio's reader, writer, drain and serve_forever in Java",
                  ReaderWriter.class,
                  ReaderWriter::run),
              new Example(
                  "partial-send",
                  "the kernel accepts only a part of a large write",
                  PartialSend.class,
                  PartialSend::run),
              new Example(
                  "half-close",
                  "the client shuts its output down and still reads the response",
                  HalfClose.class,
                  HalfClose::run),
              new Example(
                  "exchange",
                  "request and response as in HTTP/1.0, both ended by EOF",
                  Exchange.class,
                  Exchange::run)),
          new Part(
              "Messages in a stream",
              new Example(
                  "boundaries",
                  "two sends arrive in one read, and how framing separates them",
                  Boundaries.class,
                  Boundaries::run),
              new Example(
                  "fixed-length",
                  "all messages have one length; EOF inside a message is an error",
                  FixedLength.class,
                  FixedLength::run),
              new Example(
                  "type-tagged",
                  "the first byte is the type, and the type determines the length",
                  TypeTagged.class,
                  TypeTagged::run),
              new Example(
                  "delimited",
                  "a delimiter ends each message and must not occur inside one",
                  Delimited.class,
                  Delimited::run),
              new Example(
                  "length-prefixed",
                  "a length comes before each message and must be checked",
                  LengthPrefixed.class,
                  LengthPrefixed::run),
              new Example(
                  "own-codec",
                  "a codec of your own, and a test of the codec contract",
                  OwnCodec.class,
                  OwnCodec::run),
              new Example(
                  "application-server",
                  "a header in JSON states the type and length of the content",
                  ApplicationServer.class,
                  ApplicationServer::run),
              new Example(
                  "application-client",
                  "sends that server requests in JSON or in binary",
                  ApplicationClient.class,
                  ApplicationClient::run),
              new Example(
                  "numbers",
                  "the number 1 in both byte orders, and as text",
                  Numbers.class,
                  Numbers::run)),
          new Part(
              "Many at once",
              new Example(
                  "many-clients",
                  "two hundred concurrent clients, each of them blocking code",
                  ManyClients.class,
                  ManyClients::run),
              new Example(
                  "threads",
                  "a thousand blocked clients: one at a time, or a thread for each",
                  Threads.class,
                  Threads::run),
              new Example(
                  "fairness",
                  "two peers that never stop sending, and a third that gets answers",
                  Fairness.class,
                  Fairness::run),
              new Example(
                  "processes",
                  "a child process for each client; its stdin and stdout are the socket",
                  Processes.class,
                  Processes::run),
              new Example(
                  "select",
                  "one thread for a listener, a pending connect and all connections",
                  SelectLoop.class,
                  SelectLoop::run),
              new Example(
                  "chat-room",
                  "each line goes to all members, and a slow member delays no other",
                  ChatRoom.class,
                  ChatRoom::run),
              new Example(
                  "stateless",
                  "the state that a server loses at a restart, and how to need none",
                  Stateless.class,
                  Stateless::run)),
          new Part(
              "When things go wrong",
              new Example(
                  "sent-not-received",
                  "a successful send proves nothing about the peer",
                  SentNotReceived.class,
                  SentNotReceived::run),
              new Example(
                  "deadline",
                  "one time limit for several calls, and what still works after it",
                  OneDeadline.class,
                  OneDeadline::run),
              new Example(
                  "silent-peer",
                  "a peer that vanishes without closing, and how to detect it",
                  SilentPeer.class,
                  SilentPeer::run),
              new Example(
                  "garbage",
                  "a connection that was never closed, and the warning in the log",
                  Garbage.class,
                  Garbage::run)),
          new Part(
              "Other sockets",
              new Example(
                  "unix-sockets",
                  "a socket with a path, and the file that a crash leaves behind",
                  UnixSockets.class,
                  UnixSockets::run),
              new Example(
                  "between-processes",
                  "pipes, Unix sockets, TCP and shared memory between two processes",
                  BetweenProcesses.class,
                  BetweenProcesses::run),
              new Example(
                  "datagrams",
                  "UDP compared with TCP: message boundaries, no connection, losses",
                  UdpMessages.class,
                  UdpMessages::run)),
          new Part(
              "A game",
              new Example(
                  "position-game",
                  "player positions over UDP and over TCP on a lossy network",
                  PositionGame.class,
                  PositionGame::run)));

  private Course() {}

  /** Returns all examples in the order of the course, without the grouping into parts. */
  static List<Example> examples() {
    return PARTS.stream().flatMap(part -> part.examples().stream()).toList();
  }
}
