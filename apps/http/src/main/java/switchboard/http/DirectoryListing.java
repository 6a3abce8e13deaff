package switchboard.http;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.TerminalText;

/**
 * The HTML page that lists the entries of a directory without an index file. Directories come
 * first, then files, both sorted by name. The page contains only the names that a client may
 * request. It contains no hidden files, and no symbolic links to files outside the served
 * directory. Immutable; used by the static file server.
 *
 * @param path the decoded path of the request, with a slash at both ends
 * @param complete false if the directory has more entries than {@link #ENTRIES_MAX}
 */
record DirectoryListing(String path, List<Entry> entries, boolean complete) {
  static final int ENTRIES_MAX = 10_000;

  /**
   * An entry of the directory: a file or a directory.
   *
   * @param bytes the size of a file in bytes; for a directory, the size is not shown
   */
  record Entry(String name, boolean directory, long bytes, Instant changed) {
    private static final Comparator<Entry> ORDER =
        Comparator.comparing((Entry each) -> !each.directory).thenComparing(Entry::name);
  }

  /** Reads the entries of a directory. Stops after {@link #ENTRIES_MAX} entries. */
  static DirectoryListing of(Path root, Path directory, TargetPath target) throws IOException {
    var entries = new ArrayList<Entry>();
    int seen = 0;
    try (var names = Files.newDirectoryStream(directory)) {
      for (Path each : names) {
        if (seen++ == ENTRIES_MAX) {
          break;
        }
        Entry entry = entry(root, each);
        if (entry != null) {
          entries.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(Entry.ORDER);
    String path = "/" + String.join("/", target.names()) + (target.names().isEmpty() ? "" : "/");
    return new DirectoryListing(path, List.copyOf(entries), seen <= ENTRIES_MAX);
  }

  private static @Nullable Entry entry(Path root, Path file) {
    Path last = file.getFileName();
    String name = last.toString();
    if (name.startsWith(".") || !last.equals(root.getFileSystem().getPath(name))) {
      return null; // a hidden file, or a name that the JDK cannot represent
    }
    try {
      var attributes = attributes(file);
      if (attributes.isSymbolicLink()) {
        Path real = StaticFiles.real(root, file);
        if (real == null) {
          return null;
        }
        attributes = attributes(real);
      }
      if (!attributes.isDirectory() && !attributes.isRegularFile()) {
        return null;
      }
      Instant changed = attributes.lastModifiedTime().toInstant();
      return new Entry(name, attributes.isDirectory(), attributes.size(), changed);
    } catch (IOException removedOrForbidden) {
      return null;
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns the listing as an HTML document. */
  String html() {
    String title = "Index of " + text(path);
    var html = new StringBuilder(512 + entries.size() * 128);
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .append("<style>th,td{text-align:left;padding-right:2em}")
        .append("td:nth-child(2){text-align:right}</style>\n")
        .append("<title>" + title + "</title>\n</head>\n<body>\n<h1>" + title + "</h1>\n");
    if (!path.equals("/")) {
      html.append("<p><a href=\"../\">Parent directory</a></p>\n");
    }
    if (!complete) {
      html.append(
          "<p>This directory has more entries than the %,d that were read.</p>\n"
              .formatted(ENTRIES_MAX));
    }
    if (entries.isEmpty()) {
      return html.append("<p>No files.</p>\n</body>\n</html>\n").toString();
    }
    html.append("<table>\n<thead>\n<tr><th scope=\"col\">Name</th>")
        .append("<th scope=\"col\">Bytes</th><th scope=\"col\">Last modified</th></tr>\n")
        .append("</thead>\n<tbody>\n");
    entries.forEach(entry -> append(entry, html));
    return html.append("</tbody>\n</table>\n</body>\n</html>\n").toString();
  }

  private static void append(Entry entry, StringBuilder html) {
    String slash = entry.directory ? "/" : "";
    String time = entry.changed.truncatedTo(ChronoUnit.SECONDS).toString();
    html.append("<tr><td><a href=\"" + PercentEncoding.encode(entry.name) + slash + "\">")
        .append(text(entry.name) + slash + "</a></td><td>")
        .append(entry.directory ? "" : Long.toString(entry.bytes))
        .append("</td><td><time datetime=\"" + time + "\">")
        .append(time.replace('T', ' ').replace("Z", " UTC"))
        .append("</time></td></tr>\n");
  }

  /**
   * Escapes a name for HTML. Escapes markup, control characters, and characters that change the
   * writing direction.
   */
  private static String text(String name) {
    return TerminalText.escape(name)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
