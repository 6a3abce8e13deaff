package switchboard.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Words and patterns that make a reader stop, in comments, messages and pages. */
final class WordRules {
  /** A pattern that no sentence has, and what to write instead. */
  private record Avoided(Pattern words, String instead) {
    Avoided(String words, String instead) {
      this(Pattern.compile(words, Pattern.CASE_INSENSITIVE), instead);
    }
  }

  /** Before the first word of a sentence: the beginning of a passage, or the end of another one. */
  private static final String SENTENCE =
      "(?:^|\\A|(?<=[.:;!?)])\\s|\n\n|@return |@throws \\w+ )\\s*";

  private static final List<Avoided> AVOIDED =
      List.of(
          new Avoided("\\b(he|him|himself|his|she|hers?|herself)\\b", "it or they"),
          new Avoided("\\bso (many|much|few)\\b(?! that)", "the number, or 'N'"),
          new Avoided("\\bfor so long\\b|\\bso long as\\b", "'for this time', or 'as long as'"),
          new Avoided(
              "(?<!\\bthere\\s)\\b(is|are|was|were)\\s+no\\s+"
                  + "(?!longer\\b|more\\b|less\\b|fewer\\b|better\\b|worse\\b|later\\b|larger\\b)",
              "'is not a'"),
          new Avoided("\\b(whoever|whomever)\\b", "who it is: a caller, a peer, a thread"),
          new Avoided("\\busually \\d", "'default: N'"));

  private static final Pattern CLAUSE_AS_SUBJECT =
      Pattern.compile(SENTENCE + "((?:Who|Whose|Whom|What|Whatever)\\b[^.?!]*+)([.?!]|\\z)");

  private static final Pattern EMPTY_TAG =
      Pattern.compile("@param\\s+(<?\\w+>?)\\s+(?:the |a |an )?(\\w+)\\.?\\s*(?=@|\\z)");

  private WordRules() {}

  /** Returns each offence as file, line and what to write instead. */
  static Stream<String> offences(Prose prose) {
    var offences = new ArrayList<String>();
    for (var passage : prose.passages()) {
      String text = passage.text();
      for (var avoided : AVOIDED) {
        avoided
            .words()
            .matcher(text)
            .results()
            .forEach(found ->
                offences.add(
                    said(prose, passage, found.start(), found.group(), avoided.instead())));
      }
      for (var retired : NameRules.RETIRED) {
        retired
            .inProse()
            .matcher(text)
            .results()
            .forEach(found ->
                offences.add(
                    said(prose, passage, found.start(), found.group(), retired.instead())));
      }
      CLAUSE_AS_SUBJECT
          .matcher(text)
          .results()
          .filter(found -> !found.group(2).equals("?"))
          .forEach(found ->
              offences.add(
                  said(prose, passage, found.start(1), found.group(1), "a noun as the subject")));
      EMPTY_TAG
          .matcher(text)
          .results()
          .filter(found -> found.group(1).equalsIgnoreCase(found.group(2)))
          .forEach(found ->
              offences.add(
                  said(prose, passage, found.start(), found.group(), "what is not obvious")));
    }
    return offences.stream();
  }

  private static String said(
      Prose prose, Prose.Passage passage, int offset, String words, String instead) {
    int line = passage.line() + Prose.lineAt(passage.text(), offset) - 1;
    String shown = words.strip().replaceAll("\\s+", " ");
    return "%s:%d says '%s'; write %s"
        .formatted(prose.path(), line, shown.substring(0, Math.min(60, shown.length())), instead);
  }
}
