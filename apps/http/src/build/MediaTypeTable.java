import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Generates the table of media types that {@code serve} uses. The table has a line
 * {@code extension type} for each file name extension in mime-db. Maven runs this source file (see
 * pom.xml); it is not part of the module.
 */
public final class MediaTypeTable {
  private static final List<String> SOURCES = List.of("iana", "", "apache", "nginx");
  private static final String OCTETS = "application/octet-stream";

  /**
   * Types of extensions that mime-db lacks, or to which mime-db assigns a type for a rare kind of
   * file. Source code is text/plain, because browsers do not display files of most other types, but
   * offer to download them.
   */
  private static final String OURS =
      """
      application/gzip tgz
      application/rtf rtf
      application/x-ndjson jsonl ndjson
      application/xml xml xsl
      application/zstd zst
      audio/flac flac
      text/plain adoc awk bash bat cfg cs diff env fish go gradle groovy hs java kt kts lock ml patch
      text/plain pl pm properties ps1 py pyi r rb rs rst sc scala sh sql swift tex tf tsx vue zig zsh
      video/mp2t mts
      """;

  private MediaTypeTable() {}

  private record Candidate(String type, String source) {
    /**
     * Prefers specific types to application/octet-stream, then registered types, then types without
     * a vendor prefix.
     */
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparing((Candidate each) -> each.type.equals(OCTETS))
            .thenComparing(each -> SOURCES.indexOf(each.source))
            .thenComparing(each -> each.type.matches(".*/(vnd\\.|prs\\.|x-).*"))
            .thenComparing(each -> each.type.startsWith("application/"))
            .thenComparing(Candidate::type);
  }

  /**
   * Writes the table. The first argument is the version of mime-db on the class path. The second
   * argument is the path of the file to write.
   */
  public static void main(String[] arguments) throws IOException {
    String database = "/META-INF/resources/webjars/mime-db/" + arguments[0] + "/db.json";
    var candidates = new TreeMap<String, List<Candidate>>();
    try (InputStream in = MediaTypeTable.class.getResourceAsStream(database)) {
      JSON.std.mapFrom(in).forEach((type, facts) -> add(type, (Map<?, ?>) facts, candidates));
    }
    var types = new TreeMap<String, String>();
    candidates.forEach((extension, all) -> {
      all.sort(Candidate.BEST_FIRST);
      types.put(extension, all.getFirst().type());
    });
    OURS.lines().map(line -> line.split(" ")).forEach(words -> {
      for (int i = 1; i < words.length; i++) {
        types.put(words[i], words[0]);
      }
    });
    var table = new StringBuilder();
    types.forEach((extension, type) -> table.append(extension + " " + type + "\n"));
    Path file = Path.of(arguments[1]);
    Files.createDirectories(file.getParent());
    if (!Files.exists(file) || !Files.readString(file).contentEquals(table)) {
      Files.writeString(file, table);
    }
  }

  private static void add(
      String type, Map<?, ?> facts, Map<String, List<Candidate>> candidates) {
    Object source = facts.get("source");
    if (facts.get("extensions") instanceof List<?> extensions) {
      for (Object each : extensions) {
        candidates
            .computeIfAbsent(each.toString(), _ -> new ArrayList<>())
            .add(new Candidate(type, source == null ? "" : source.toString()));
      }
    }
  }
}
