package switchboard.hub;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import switchboard.net.Connection;
import switchboard.server.ConnectionHandler;
import switchboard.transfer.FileReceiver;
import switchboard.transfer.RejectingHandler;

/**
 * The protocols of every hub, and the order in which they are tried. A hub also recognizes
 * protocols that it does not serve. A client that uses such a protocol receives a message that says
 * why it is rejected, and the bytes from this client do not appear in the chat.
 */
final class StandardProtocols {
  private static final ConnectionHandler NO_INBOX =
      new RejectingHandler(
          "this hub does not accept files; it accepts files if it is started with:"
              + " switchboard up --data DIR");

  /**
   * The name of the standard protocol before which the protocols of an application are tried. This
   * protocol and the standard protocols after it recognize lines of text. They may need more bytes
   * until a line ends, and would delay the protocols of the application.
   */
  private static final String FIRST_OF_TEXT = "tutorial-file";

  private StandardProtocols() {}

  /** Decides by the first bytes of a connection, as {@link Protocol#recognize} does. */
  @FunctionalInterface
  interface Recognizer {
    Recognition recognize(ByteBuffer prefix, boolean complete);
  }

  private record Entry(String name, Recognizer recognizer, ConnectionHandler handler)
      implements Protocol {
    @Override
    public Recognition recognize(ByteBuffer prefix, boolean complete) {
      return recognizer.recognize(prefix, complete);
    }

    @Override
    public void handle(Connection connection) throws Exception {
      handler.handle(connection);
    }
  }

  /**
   * Returns the protocols in the order in which they are tried. A request such as {@code GET
   * /x<SEPARATOR>5} fits several protocols; the hub uses the first of these protocols in the order.
   *
   * @param added the protocols of the application. A protocol with the name of a standard protocol
   *     replaces the standard protocol. All other added protocols are inserted before the text
   *     protocols
   */
  static List<Protocol> list(
      ConnectionHandler chat, Optional<FileReceiver> files, List<Protocol> added) {
    ConnectionHandler transfer = files.isPresent() ? files.get() : NO_INBOX;
    ConnectionHandler tutorialFile = files.isPresent() ? files.get() : Rejections.NO_FILES;
    var protocols = new ArrayList<Protocol>();
    protocols.add(new Entry("tls", Recognizers::tls, Rejections.NO_TLS));
    protocols.add(new Entry("proxy", Recognizers::proxy, Rejections.NO_PROXY));
    protocols.add(new Entry("http", Recognizers::http, Rejections::http));
    protocols.add(new Entry("transfer", Recognizers::transfer, transfer));
    protocols.add(new Entry("irc", Recognizers::irc, Rejections.NO_IRC));
    protocols.add(new Entry(FIRST_OF_TEXT, Recognizers::tutorialFile, tutorialFile));
    protocols.add(new Entry("telnet", Recognizers::telnet, chat));
    protocols.add(new Entry("chat", Recognizers::chat, chat));
    protocols.add(new Entry("unknown", Recognizers::anything, Rejections.UNKNOWN));
    added.forEach(protocol -> add(protocols, protocol));
    return protocols;
  }

  private static void add(List<Protocol> protocols, Protocol protocol) {
    int position = indexOf(protocols, protocol.name());
    if (position >= 0) {
      protocols.set(position, protocol);
    } else {
      protocols.add(indexOf(protocols, FIRST_OF_TEXT), protocol);
    }
  }

  private static int indexOf(List<Protocol> protocols, String name) {
    return protocols.stream().map(Protocol::name).toList().indexOf(name);
  }
}
