import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * terms.jsonl: {"t": text, "e": terms of EnglishAnalyzer} for some thousand strings.
 * code_points.jsonl: for every code point c but surrogates, where StandardTokenizer finds words in
 * a row of short texts made with c; one line for each run of code points of equal result. And
 * {"lower": [[code point, Character.toLowerCase], …]} where they differ.
 *
 * Argument: the folder to write to.
 */
public class GenerateTerms {
  static final Random RANDOM = new Random(20240607);
  static final Set<String> TEXTS = new LinkedHashSet<>();

  public static void main(String[] args) throws Exception {
    Path out = Path.of(args[0]);
    written();
    words();
    sentences();
    scripts();
    emoji();
    numbers();
    longRuns();
    soups();
    try (Writer w = Files.newBufferedWriter(out.resolve("terms.jsonl"))) {
      Analyzer english = new EnglishAnalyzer();
      for (String text : TEXTS) {
        // A text that ends in half a surrogate pair loses its end in Lucene: word_scanner.ts.
        if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) continue;
        w.write("{\"t\":" + json(text) + ",\"e\":[");
        String comma = "";
        for (String term : terms(english, text)) {
          w.write(comma + json(term));
          comma = ",";
        }
        w.write("]}\n");
      }
    }
    System.err.println(TEXTS.size() + " texts");
    codePoints(out.resolve("code_points.jsonl"));
  }

  static List<String> terms(Analyzer analyzer, String text) throws IOException {
    List<String> terms = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream("text", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) terms.add(term.toString());
      stream.end();
    }
    return terms;
  }

  static String json(String text) {
    StringBuilder b = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') b.append('\\').append(c);
      else if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029) b.append(String.format("\\u%04x", (int) c));
      else if (!Character.isSurrogate(c)) b.append(c);
      else if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1)))
        b.append(c).append(text.charAt(++i));
      else b.append(String.format("\\u%04x", (int) c));
    }
    return b.append('"').toString();
  }

  static <T> T pick(List<T> from) {
    return from.get(RANDOM.nextInt(from.size()));
  }

  static String pick(String... from) {
    return from[RANDOM.nextInt(from.length)];
  }

  // --- texts ---

  static void written() {
    TEXTS.addAll(List.of("", " ", "\n", "a", "A", "the", "THE", "The The the",
        "The quick brown foxes jumped over the lazy dogs.",
        "O'Neill's boys' toys; the dog's, the DOG'S, the dog\u2019s, the DOG\u2019S, the dog\uFF07s, dog`s, dog\u2018s.",
        "'s 's' a's s's ss's 's's it's its' '", "x'S's y\u2019s\u2019s z's.s s.s's",
        "can't won't I'd we'll they've rock'n'roll 'tis o'clock",
        "C++ C# .NET Node.js node-js node_js _private __init__ a_b_ _ __ ___",
        "foo.bar foo..bar foo:bar foo::bar foo,bar foo;bar foo/bar foo\\bar foo-bar foo\u2010bar foo\u00b7bar foo\u2027bar",
        "user@example.com https://example.com/a/b?c=d&e=f#g 192.168.0.1 ::1 10:30 10.30 10,30 10;30 10'30 10\"30",
        "1,000,000.50 1.2.3 1,,2 1.a a.1 a1.2b 1_000 1_ _1 3D 4x4 x2y 1e-9 1'000'000 \u0661\u0662\u0663 \uFF11\uFF12\uFF0E\uFF13",
        "\u0130stanbul I\u0307 \u0131\u015f\u0131k \u1e9e STRASSE stra\u00dfe \u03a3\u0391\u03a3 \u03c3\u03b1\u03c2 \u01c5 \u01c4 \u01c6 \u212a \u212b \u2126",
        "caf\u00e9 cafe\u0301 CAF\u00c9 na\u00efve co\u00f6perate \ufb01ne \u00e6on \u0152uvre",
        "\u05d0\u05d1\u05d2 \u05e6\u05d4\"\u05dc \u05e6\u05d4\u05f4\u05dc \u05d2'\u05d9\u05e8\u05e4\u05d4 \u05e6'",
        "zero\u200bwidth zero\u200cwidth zero\u200dwidth zero\u2060width zero\ufeffwidth soft\u00adhyphen",
        "tab\tnew\nline\r\nfeed\f\u000b\u0085\u2028\u2029\u0000nul\u0001\u007f",
        "\ufffc\ufffd\ufffe\uffff a\ufffcb a\ufffdb", "\ud83d a \ude00 b \ud83d\ud83d\ude00 c\ude00d", "a\u0301\u0302\u0303 \u0301 \u0301a 1\u0301",
        "\u30ab\u30bf\u30ab\u30ca \u3072\u3089\u304c\u306a \u6f22\u5b57 \u6771\u4eac\u90fd\u306bTokyo\u306f3\u30c9\u30eb \uff76\uff80\uff76\uff85 \u30fc\u30ab\u30fc \u304b\u3099\u304d",
        "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22 \u0e9e\u0eb2\u0eaa\u0eb2\u0ea5\u0eb2\u0ea7 \u1797\u17b6\u179f\u17b6\u1781\u17d2\u1798\u17c2\u179a \u1019\u103c\u1014\u103a\u1019\u102c \u0e01a\u0e01 1\u0e01",
        "\ud55c\uad6d\uc5b4 \u1112\u1161\u11ab\u1100\u116e\u11a8 \ud55c\uad6da1", "\u0939\u093f\u0928\u094d\u0926\u0940 \u0995\u09cd\u09b7 \u0ba4\u0bae\u0bbf\u0bb4\u0bcd"));
  }

  static final List<String> STEMS = List.of("run", "hop", "relate", "condition", "rational", "valence", "hesitance", "digit", "conform", "radical",
      "differ", "vile", "analog", "vietnam", "predicate", "operate", "feudal", "decisive", "hopeful", "callous", "formal", "sensitive", "sense",
      "triplicate", "form", "electric", "good", "revive", "allow", "infer", "airline", "gyroscope", "adjust", "defense", "irritate", "replace",
      "depend", "adopt", "homolog", "commune", "active", "angular", "effect", "bowdler", "probate", "rate", "cease", "control", "roll", "plaster",
      "motor", "sing", "conflate", "trouble", "size", "fall", "hiss", "fizz", "fail", "file", "happy", "sky", "agree", "feed", "caress", "pony",
      "tie", "cat", "bleed", "yes", "by", "say", "enjoy", "cry", "dye", "lye", "use", "abyss", "gas", "bus", "news", "ox", "tax", "snow", "play",
      "wax", "box", "kiss", "mass", "ski", "skis", "idly", "gentle", "ugly", "early", "only", "singly", "geology", "apology", "log", "logi",
      "able", "ible", "ation", "ion", "sion", "tion", "ment", "ement", "ness", "ful", "iciti", "alli", "eli", "ousli", "y", "yy", "yyy", "ee", "eed", "ing", "ed", "s", "ss", "sses", "ies", "aed", "aing",
      "university", "organization", "knowledge", "nation", "nature", "philosophy", "internationalization", "generalizations", "oscillators");
  static final List<String> SUFFIXES = List.of("", "s", "es", "ed", "ing", "er", "ers", "est", "ly", "ness", "nesses", "ful", "fulness", "less", "able",
      "ible", "ability", "ation", "ational", "tional", "ization", "izer", "ize", "ized", "izing", "ise", "al", "alism", "ality", "aliti", "alli", "ally",
      "ance", "ence", "anci", "enci", "ant", "ent", "ently", "entli", "ement", "ment", "ments", "ic", "ical", "icate", "iciti", "icity", "ism", "ist",
      "ity", "iti", "ive", "ively", "iveness", "iviti", "ivity", "ou", "ous", "ously", "ousli", "ousness", "ate", "ated", "ating", "ator", "ion", "ions",
      "logi", "logy", "bli", "bly", "biliti", "ee", "eed", "ies", "ied", "y", "ys", "yed", "e", "el", "ll", "lle", "sses", "ss", "'s", "s'");

  static void words() {
    for (String stem : STEMS) {
      StringBuilder line = new StringBuilder();
      for (String suffix : SUFFIXES) {
        if (line.length() > 0) line.append(' ');
        String joined = stem + suffix;
        line.append(RANDOM.nextInt(10) == 0 ? joined.toUpperCase(Locale.ROOT) : joined);
      }
      TEXTS.add(line.toString());
    }
    String letters = "aaaeeeiiioouybcdfghjklmnpqrstvwxzstlnr";
    for (int i = 0; i < 400; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = 0; w < 12; w++) {
        for (int n = 1 + RANDOM.nextInt(7); n > 0; n--) line.append(letters.charAt(RANDOM.nextInt(letters.length())));
        if (RANDOM.nextInt(3) == 0 && line.charAt(line.length() - 1) != ' ') line.append(line.charAt(line.length() - 1));
        line.append(pick(SUFFIXES)).append(pick(" ", " ", ", ", "-", "\u00e9 "));
      }
      TEXTS.add(line.toString());
    }
  }

  static void sentences() {
    List<String> subjects = List.of("The retriever", "An index", "Every passage", "Mary's sister", "The children's teacher", "Nobody", "The U.S. government", "Dr. O'Brien", "This model", "Our neighbours' cat", "The CEO", "A mitochondrion");
    List<String> verbs = List.of("searches", "has been finding", "didn't rank", "will be comparing", "measured", "is relating", "could've organized", "encodes", "was generalizing", "replies to", "controls", "hopped over");
    List<String> objects = List.of("the nearest passages", "1,024 documents", "a query's terms", "these ponies", "$3.50 worth of candies", "the state-of-the-art systems", "relational databases", "node.js servers", "itself", "the 1990s' music", "all of Plato's dialogues", "e-mail addresses", "na\u00efve assumptions");
    List<String> tails = List.of("in 2.5 seconds", "at 10:30 a.m.", "without any troubles", "for the users", "and then there were none", "(see p. 42)", "as if by magic", "with probability 0.05", "\u2014 or so they say", "on Wednesday\u2019s news", "under the bridges");
    for (int i = 0; i < 1000; i++) {
      TEXTS.add(pick(subjects) + " " + pick(verbs) + " " + pick(objects) + " " + pick(tails) + pick(".", "!", "?", "\u2026", "; " + pick(subjects).toLowerCase(Locale.ROOT) + " " + pick(verbs) + " too."));
    }
  }

  static final int[][] SCRIPTS = {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {0xc0, 0x17f}, {0x180, 0x24f}, {0x250, 0x2af}, {0x300, 0x36f}, {0x370, 0x3ff}, {0x400, 0x52f},
      {0x531, 0x587}, {0x590, 0x5f4}, {0x600, 0x6ff}, {0x700, 0x74f}, {0x780, 0x7bf}, {0x900, 0x97f}, {0x980, 0x9ff}, {0xa00, 0xa7f}, {0xb80, 0xbff}, {0xd80, 0xdff},
      {0xe00, 0xe7f}, {0xe80, 0xeff}, {0xf00, 0xfff}, {0x1000, 0x109f}, {0x10a0, 0x10ff}, {0x1100, 0x11ff}, {0x1200, 0x137f}, {0x13a0, 0x13ff}, {0x1680, 0x169f},
      {0x1780, 0x17ff}, {0x1800, 0x18af}, {0x1e00, 0x1eff}, {0x1f00, 0x1fff}, {0x2c80, 0x2cff}, {0x3041, 0x309f}, {0x30a0, 0x30ff}, {0x3100, 0x312f}, {0x31f0, 0x31ff},
      {0x3400, 0x3500}, {0x4e00, 0x9fff}, {0xac00, 0xd7a3}, {0xa000, 0xa48c}, {0xfb00, 0xfb4f}, {0xff00, 0xffef}, {0x10400, 0x1044f}, {0x1d400, 0x1d7ff}, {0x20000, 0x2a6d6}, {0x12000, 0x12399}, {0x1b000, 0x1b0ff}, {0x1e900, 0x1e95f}};

  static final List<String> BETWEEN = List.of(" ", " ", " ", ".", "'", "\u2019", ":", ",", ";", "_", "-", "\"", "\u00ad", "\u200d", "\u200b", "\u00b7", "\u0301", "\u05f4", "1", "a", "\u30fc", "\u3005", "\ufe0f", "\u20e3", "/", "\u2060");

  static String letter(int[] script) {
    return Character.toString(script[0] + RANDOM.nextInt(script[1] - script[0] + 1));
  }

  static void scripts() {
    for (int[] script : SCRIPTS) {
      for (int i = 0; i < 18; i++) {
        StringBuilder line = new StringBuilder();
        for (int n = 2 + RANDOM.nextInt(10); n > 0; n--) {
          line.append(letter(script));
          if (RANDOM.nextInt(3) == 0) line.append(pick(BETWEEN));
        }
        TEXTS.add(line.toString());
      }
    }
    for (int i = 0; i < 700; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = 2 + RANDOM.nextInt(6); n > 0; n--) {
        int[] script = SCRIPTS[RANDOM.nextInt(SCRIPTS.length)];
        for (int m = 1 + RANDOM.nextInt(3); m > 0; m--) line.append(letter(script));
        if (RANDOM.nextInt(2) == 0) line.append(pick(BETWEEN));
      }
      TEXTS.add(line.toString());
    }
  }

  static void emoji() {
    List<String> parts = List.of("\ud83d\ude00", "\u263a", "\u2764", "\ufe0f", "\ufe0e", "\u200d", "\u200d", "\ud83d\udc69", "\ud83d\udc68", "\ud83d\udc67", "\ud83c\udffb", "\ud83c\udfff",
        "\ud83c\uddfa", "\ud83c\uddf8", "\ud83c\udde9", "1", "#", "*", "\u20e3", "\ud83c\udff4", "\udb40\udc67", "\udb40\udc62", "\udb40\udc7f", "\u00a9", "\u00ae", "\u2122", "\u3030", "\u303d", "\u261d",
        "\ud83e\uddd1", "\ud83d\udcbb", "\u2640", "\u2642", "\ud83c\udff3", "\ud83c\udf08", "a", " ", "\u0301", "\u231a", "\u203c", "\u2139", "\ud83c\udd70", "\ud83c\ude01", "\ud83e\uddff", "\ud83e\udee0", "\ud83e\udd8a", "\ud83e\uddac", "\ud83e\uded6", "\u26a7");
    for (int i = 0; i < 900; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = 1 + RANDOM.nextInt(8); n > 0; n--) line.append(pick(parts));
      TEXTS.add(line.toString());
    }
    TEXTS.addAll(List.of("family: \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66!", "\ud83c\udff3\ufe0f\u200d\ud83c\udf08 \ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f",
        "1\ufe0f\u20e3 #\u20e3 *\ufe0f\u20e3 12\u20e3", "I \u2764\ufe0f NY \u2764 \u2764\ufe0e", "\ud83d\udc4b\ud83c\udffd\ud83d\udc4b", "\ud83c\uddfa\ud83c\uddf8\ud83c\udde9\ud83c\uddea\ud83c\uddeb", "word\ud83d\ude00word \ud83d\ude00\ud83d\ude00\ud83d\ude00"));
  }

  static void numbers() {
    List<String> parts = List.of("1", "23", "456", ".", ",", "'", "\u2019", ";", ":", "_", "-", "a", "B", "x", " ", "\u0664", "\u0967", "\uff15", "\u066b", "\u066c", "\u2044", "\u00bd", "\u00b2", "%", "$", "e", "+");
    for (int i = 0; i < 700; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = 2 + RANDOM.nextInt(9); n > 0; n--) line.append(pick(parts));
      TEXTS.add(line.toString());
    }
  }

  static void longRuns() {
    List<String> units = List.of("a", "1", "\u0e01", "\u30ab", "\ud55c", "\ud835\udc00", "\u0301", "\u200d", "a\u0301", "a'", "1,", "_", "\u6f22", "\ud83d\ude00\u200d", "\ud83c\uddfa", "'", "s", "a.b");
    for (String unit : units) {
      for (int length : new int[] {250, 253, 254, 255, 256, 257, 300, 509, 510, 511, 770}) {
        for (String before : List.of("", "x", "- ")) {
          String after = pick("", "'s", "\ud83d\ude00", "\ud835\udc00", "b", " end");
          StringBuilder line = new StringBuilder(before);
          while (line.length() < length) line.append(unit);
          TEXTS.add(line.append(after).toString());
        }
      }
    }
    for (int n = 250; n < 260; n++) {
      TEXTS.add("a".repeat(n) + "'s " + "\u200d".repeat(n) + "\ud83d\ude00 " + "b".repeat(n) + "\ud835\udc00 " + "c".repeat(n - 2) + "\u0301".repeat(3) + "d");
      TEXTS.add("\u200d".repeat(n) + "\u263a\u200d\u200d\u263a " + "7".repeat(n) + ",1" + " " + "\u0e01".repeat(2 * n));
    }
  }

  static void soups() {
    for (int i = 0; i < 500; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = 1 + RANDOM.nextInt(12); n > 0; n--) line.appendCodePoint(RANDOM.nextInt(4) == 0 ? RANDOM.nextInt(0x110000) : RANDOM.nextInt(3) == 0 ? RANDOM.nextInt(0x20000) : RANDOM.nextInt(0x3100));
      TEXTS.add(line.toString());
    }
    for (int i = 0; i < 500; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = 3 + RANDOM.nextInt(25); n > 0; n--) line.append((char) RANDOM.nextInt(0x100));
      TEXTS.add(line.toString());
    }
  }

  // --- every code point ---

  /** The texts that tell the classes of code points apart; % stands for the code point. */
  static final String[] TEMPLATES = {"%", "a%b", "1%2", "\u05d0%\u05d0", "\u30ab%\u30ab", "%\u0301 a", "\ud83d\ude00%\ud83d\ude00", "\ud83d\ude00\u200d%", "\u200d%", "%\ufe0f\u20e3", "%%", "%\ud83c\udffb", "%\ud83c\udff4\udb40\udc67\udb40\udc7f", "\ud83c\udff4\udb40\udc67%", "\u05d0%", "%a", "%\u0e01", "1%\u20e3", "%_%", "\u3042%"};

  static void codePoints(Path out) throws IOException {
    StringBuilder templates = new StringBuilder();
    for (String template : TEMPLATES) templates.append(templates.length() == 0 ? "" : ",").append(json(template));
    try (Writer w = Files.newBufferedWriter(out)) {
      w.write("{\"templates\":[" + templates + "]}\n");
      String last = null;
      int from = 0;
      for (int c = 0; c <= 0x110000; c++) {
        String result = c == 0x110000 ? null : c >= 0xd800 && c < 0xe000 ? last : boundaries(Character.toString(c));
        if (last != null && !last.equals(result)) {
          w.write("{\"from\":" + from + ",\"to\":" + (c - 1) + ",\"words\":" + last + "}\n");
        }
        if (result != null && !result.equals(last)) from = c;
        last = result;
      }
      StringBuilder lower = new StringBuilder();
      for (int c = 0; c < 0x110000; c++) {
        if (Character.toLowerCase(c) != c) lower.append(lower.length() == 0 ? "" : ",").append("[" + c + "," + Character.toLowerCase(c) + "]");
      }
      w.write("{\"lower\":[" + lower + "]}\n");
    }
  }

  static final Tokenizer TOKENIZER = new StandardTokenizer();
  static final OffsetAttribute OFFSETS = TOKENIZER.addAttribute(OffsetAttribute.class);

  /** Word boundaries in each template as "start-end" pairs, in code points. */
  static String boundaries(String c) throws IOException {
    StringBuilder b = new StringBuilder("[");
    for (String template : TEMPLATES) {
      String text = template.replace("%", c);
      TOKENIZER.setReader(new StringReader(text));
      TOKENIZER.reset();
      b.append(b.length() == 1 ? "\"" : ",\"");
      String comma = "";
      while (TOKENIZER.incrementToken()) {
        b.append(comma).append(text.codePointCount(0, OFFSETS.startOffset())).append('-').append(text.codePointCount(0, OFFSETS.endOffset()));
        comma = " ";
      }
      b.append('"');
      TOKENIZER.end();
      TOKENIZER.close();
    }
    return b.append("]").toString();
  }
}
