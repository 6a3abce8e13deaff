package switchboard.http;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;

/** What a {@link Folder} answers to which request. Any thread. */
record Answers(Folder folder) {
  private static final HeaderField ALLOWED = new HeaderField("Allow", "GET, HEAD");

  /** RFC 9110 §9 and RFC 5789: known, and not for files that are only read. */
  private static final Set<String> OTHERS =
      Set.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT");

  /**
   * What to answer.
   *
   * @param bodiless whether no body follows the head
   * @throws BadHeadException with the code to answer, when the request is in disorder
   */
  Reply to(RequestHead request, boolean bodiless) throws IOException {
    if (OTHERS.contains(request.method())) {
      return Reply.text(405, ALLOWED);
    }
    if (!request.method().equals("GET") && !request.isHead()) {
      return Reply.text(501, ALLOWED);
    }
    if (!bodiless) {
      return Reply.text(413);
    }
    List<String> hosts = request.values("Host");
    if (hosts.size() > 1 || (hosts.isEmpty() && request.minorVersion() == 1)) {
      throw new BadHeadException(400, "there is not one Host"); // RFC 9112 §3.2
    }
    return switch (folder.find(TargetPath.of(request.target()))) {
      case Folder.Nothing nothing -> Reply.text(nothing.code());
      case Folder.Elsewhere place -> Reply.text(301, new HeaderField("Location", place.location()));
      case Folder.Page page -> to(request, page);
    };
  }

  private static Reply to(RequestHead request, Folder.Page page) throws IOException {
    if (!isUnchanged(request, page)) {
      return Reply.page(page);
    }
    try (page) {
      return Reply.unchanged(page);
    }
  }

  /** RFC 9110 §13.1.3; a date that can't be read counts as none, and so do several. */
  private static boolean isUnchanged(RequestHead request, Folder.Page page) {
    List<String> dates = request.values("If-Modified-Since");
    if (dates.size() != 1 || !request.values("If-None-Match").isEmpty()) {
      return false;
    }
    try {
      var since = DateTimeFormatter.RFC_1123_DATE_TIME.parse(dates.getFirst(), Instant::from);
      return !page.changed().isAfter(since);
    } catch (DateTimeException unreadable) {
      return false;
    }
  }
}
