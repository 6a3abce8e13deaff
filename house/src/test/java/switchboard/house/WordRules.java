package switchboard.house;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds words and patterns that make a reader stop, in comments, messages and pages. */
final class WordRules {
  private static final int SHOWN_MAX = 60;

  /**
   * A pattern that no sentence should have, and the words to use instead.
   *
   * @param group of the pattern, the part that is reported
   * @param counts whether a match is an offence
   */
  private record Rule(Pattern pattern, int group, Predicate<MatchResult> counts, String instead) {
    Rule(String words, String instead) {
      this(Pattern.compile(words, Pattern.CASE_INSENSITIVE), 0, _ -> true, instead);
    }
  }

  /** Matches before the first word of a sentence. */
  private static final String SENTENCE =
      "(?:^|\\A|(?<=[.:;!?)])\\s|\n\n|@return |@throws \\w+ )\\s*";

  private static final List<Rule> RULES =
      Stream.concat(
              NameRules.RETIRED.stream()
                  .map(word -> new Rule(word.inProse(), 0, _ -> true, word.instead())),
              Stream.of(
                  new Rule("\\b(he|him|himself|his|she|hers?|herself)\\b", "it or they"),
                  new Rule("\\bso (many|much|few)\\b(?! that)", "the number, or 'N'"),
                  new Rule(
                      "\\bfor so long\\b|\\bso long as\\b", "'for this time', or 'as long as'"),
                  new Rule(
                      "(?<!\\bthere\\s)\\b(is|are|was|were)\\s+no\\s+(?!longer\\b|more\\b"
                          + "|less\\b|fewer\\b|better\\b|worse\\b|later\\b|larger\\b)",
                      "'is not a'"),
                  new Rule("\\b(whoever|whomever)\\b", "who it is: a caller, a peer, a thread"),
                  new Rule("\\busually \\d", "'default: N'"),
                  new Rule(
                      Pattern.compile(
                          SENTENCE + "((?:Who|Whose|Whom|What|Whatever)\\b[^.?!]*+)([.?!]|\\z)"),
                      1,
                      found -> !found.group(2).equals("?"),
                      "a noun as the subject"),
                  new Rule(
                      Pattern.compile(
                          "@param\\s+(<?\\w+>?)\\s+(?:the |a |an )?(\\w+)\\.?\\s*(?=@|\\z)"),
                      0,
                      found -> found.group(1).equalsIgnoreCase(found.group(2)),
                      "what is not obvious")))
          .toList();

  private WordRules() {}

  /** Returns each offence with its file and line, and the words to use instead. */
  static Stream<String> offences(Prose prose) {
    return prose.passages().stream()
        .flatMap(passage -> RULES.stream().flatMap(rule -> offences(prose.path(), passage, rule)));
  }

  private static Stream<String> offences(String path, Prose.Passage passage, Rule rule) {
    return rule.pattern()
        .matcher(passage.text())
        .results()
        .filter(rule.counts())
        .map(found -> {
          int offset = found.start(rule.group());
          String words = found.group(rule.group()).strip().replaceAll("\\s+", " ");
          return "%s:%d says '%s'; write %s"
              .formatted(
                  path,
                  passage.line() + Prose.lineAt(passage.text(), offset) - 1,
                  words.substring(0, Math.min(SHOWN_MAX, words.length())),
                  rule.instead());
        });
  }
}
