package switchboard.examples;

import java.util.List;

/** The examples in the order in which they are learned, part by part. Immutable. */
final class Course {

  /**
   * Examples that belong together.
   *
   * @param title what they are about, a heading
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
                  "a server says back what it hears, to as many callers as come",
                  EchoServer.class,
                  EchoServer::run),
              new Example(
                  "echo-client",
                  "a client says something, and hears it again",
                  EchoClient.class,
                  EchoClient::run),
              new Example(
                  "five-parts",
                  "what tells one socket from another, and what may be used twice",
                  FiveParts.class,
                  FiveParts::run),
              new Example(
                  "who-can-reach",
                  "the address at which a server listens decides who reaches it",
                  WhoCanReach.class,
                  WhoCanReach::run),
              new Example(
                  "both-families",
                  "IPv4 and IPv6 on one port, and how their addresses are written",
                  BothFamilies.class,
                  BothFamilies::run),
              new Example(
                  "backlog",
                  "callers wait before they are accepted, until there is no room",
                  Backlog.class,
                  Backlog::run),
              new Example(
                  "port-scan",
                  "a scanner in twenty lines, for this machine",
                  PortScan.class,
                  PortScan::run)),
          new Part(
              "What a stream is",
              new Example(
                  "streams",
                  "lines and numbers as in a file, and what flush is for",
                  SourceAndSink.class,
                  SourceAndSink::run),
              new Example(
                  "reader-writer",
                  "reader, writer, drain, serve for ever and wait until closed",
                  ReaderWriter.class,
                  ReaderWriter::run),
              new Example(
                  "partial-send",
                  "the kernel takes only a part of what we send",
                  PartialSend.class,
                  PartialSend::run),
              new Example(
                  "half-close",
                  "the request ends with the stream, and the answer still comes",
                  HalfClose.class,
                  HalfClose::run),
              new Example(
                  "exchange",
                  "a page in the manner of HTTP/1.0, ended by the end of the stream",
                  Exchange.class,
                  Exchange::run)),
          new Part(
              "Messages in a stream",
              new Example(
                  "boundaries",
                  "two sends arrive as one read, and how frames cure it",
                  Boundaries.class,
                  Boundaries::run),
              new Example(
                  "fixed-length",
                  "both sides count, and an end inside a message is an error",
                  FixedLength.class,
                  FixedLength::run),
              new Example(
                  "type-tagged",
                  "the first byte tells the type, and the type tells the length",
                  TypeTagged.class,
                  TypeTagged::run),
              new Example(
                  "delimited",
                  "a mark ends each message, and must not stand inside",
                  Delimited.class,
                  Delimited::run),
              new Example(
                  "length-prefixed",
                  "the length goes first, and is only a claim",
                  LengthPrefixed.class,
                  LengthPrefixed::run),
              new Example(
                  "own-codec",
                  "a framing that is not there yet, and whether it keeps its promises",
                  OwnCodec.class,
                  OwnCodec::run),
              new Example(
                  "application-server",
                  "a header of JSON tells what follows it, and how long it is",
                  ApplicationServer.class,
                  ApplicationServer::run),
              new Example(
                  "application-client",
                  "asks such a server, in JSON or in bytes",
                  ApplicationClient.class,
                  ApplicationClient::run),
              new Example(
                  "numbers",
                  "the number 1 in either byte order, and as text",
                  Numbers.class,
                  Numbers::run)),
          new Part(
              "Many at once",
              new Example(
                  "many-clients",
                  "two hundred clients at once, each a plain blocking conversation",
                  ManyClients.class,
                  ManyClients::run),
              new Example(
                  "threads",
                  "a thousand blocked callers, in turn or on threads of two kinds",
                  Threads.class,
                  Threads::run),
              new Example(
                  "fairness",
                  "two peers that never pause, and a third that is answered all the same",
                  Fairness.class,
                  Fairness::run),
              new Example(
                  "processes",
                  "a program for each caller, its input and output on the connection",
                  Processes.class,
                  Processes::run),
              new Example(
                  "select",
                  "one thread for a listener, a pending connect and all connections",
                  SelectLoop.class,
                  SelectLoop::run),
              new Example(
                  "chat-room",
                  "what one says everybody hears, and nobody holds up the others",
                  ChatRoom.class,
                  ChatRoom::run),
              new Example(
                  "stateless",
                  "what a server forgets when it starts again, and what it needn't",
                  Stateless.class,
                  Stateless::run)),
          new Part(
              "When things go wrong",
              new Example(
                  "sent-not-received",
                  "a send that succeeded proves nothing about the peer",
                  SentNotReceived.class,
                  SentNotReceived::run),
              new Example(
                  "deadline",
                  "one limit over several calls, and what is left when it cuts one",
                  OneDeadline.class,
                  OneDeadline::run),
              new Example(
                  "silent-peer",
                  "a peer that is gone without a close, and how it is noticed",
                  SilentPeer.class,
                  SilentPeer::run),
              new Example(
                  "garbage",
                  "a connection that nobody closed, and what the log says",
                  Garbage.class,
                  Garbage::run)),
          new Part(
              "Other sockets",
              new Example(
                  "unix-sockets",
                  "a socket with a path, its file, and what is left behind",
                  UnixSockets.class,
                  UnixSockets::run),
              new Example(
                  "between-processes",
                  "pipes, Unix sockets, TCP and shared memory, with the same words",
                  BetweenProcesses.class,
                  BetweenProcesses::run),
              new Example(
                  "datagrams",
                  "UDP beside TCP: boundaries kept, no connection, and losses",
                  UdpMessages.class,
                  UdpMessages::run)),
          new Part(
              "A game",
              new Example(
                  "position-game",
                  "positions over UDP and over TCP, when the network loses some",
                  PositionGame.class,
                  PositionGame::run)));

  private Course() {}

  /** All of them, without their parts. */
  static List<Example> examples() {
    return PARTS.stream().flatMap(part -> part.examples().stream()).toList();
  }
}
