import java.io.Writer;
import java.nio.file.*;
import java.util.*;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.SmallFloat;

/**
 * scores.jsonl: {"codes": SmallFloat.intToByte4 of some lengths}, {"documents": texts}, then for
 * each query and pair (k1, b) {"query", "k1", "b", "hits": [[document, score], …]}. Words are
 * divided by blanks; a query's repeated word counts as its boost. Document lengths go from 0 to
 * some thousand words and frequencies past 255.
 *
 * Argument: the folder to write to.
 */
public class GenerateScores {
  public static void main(String[] args) throws Exception {
    Random random = new Random(20240607);
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      int length = i % 40 == 39 ? 0 : i % 16 == 15 ? 200 + random.nextInt(1500) : 1 + random.nextInt(60);
      StringBuilder text = new StringBuilder();
      for (int w = 0; w < length; w++) {
        // Squares make some words frequent.
        double r = random.nextDouble();
        text.append(w == 0 ? "" : " ").append(Integer.toString((int) (r * r * r * 60), 36));
      }
      documents.add(text.toString());
    }
    try (Writer w = Files.newBufferedWriter(Path.of(args[0], "scores.jsonl"))) {
      StringBuilder codes = new StringBuilder();
      for (int length = 0; length < 3000; length++) codes.append(length == 0 ? "" : ",").append(SmallFloat.intToByte4(length) & 0xff);
      for (int length = 3000; length > 0 && length < Integer.MAX_VALUE / 3; length *= 3) codes.append(",").append(SmallFloat.intToByte4(length) & 0xff);
      w.write("{\"codes\":[" + codes + "]}\n");
      w.write("{\"documents\":[\"" + String.join("\",\"", documents) + "\"]}\n");
      for (float[] parameters : new float[][] {{0.9f, 0.4f}, {1.2f, 0.75f}, {0f, 0f}, {2f, 1f}, {0.82f, 0.68f}}) {
        score(w, documents, parameters[0], parameters[1], random);
      }
    }
  }

  static void score(Writer w, List<String> documents, float k1, float b, Random random) throws Exception {
    BM25Similarity similarity = new BM25Similarity(k1, b);
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
    config.setSimilarity(similarity);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (String text : documents) {
        Document document = new Document();
        document.add(new TextField("text", text, Field.Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(directory));
    searcher.setSimilarity(similarity);
    for (int q = 0; q < 12; q++) {
      Map<String, Integer> counts = new LinkedHashMap<>();
      StringBuilder query = new StringBuilder();
      for (int n = 1 + random.nextInt(6); n > 0; n--) {
        String word = Integer.toString(random.nextInt(62), 36);
        counts.merge(word, 1, Integer::sum);
        query.append(query.length() == 0 ? "" : " ").append(word);
      }
      BooleanQuery.Builder builder = new BooleanQuery.Builder();
      counts.forEach((word, count) -> builder.add(new BoostQuery(new TermQuery(new Term("text", word)), count), BooleanClause.Occur.SHOULD));
      StringBuilder hits = new StringBuilder();
      for (ScoreDoc hit : searcher.search(builder.build(), documents.size()).scoreDocs) {
        hits.append(hits.length() == 0 ? "" : ",").append("[" + hit.doc + "," + hit.score + "]");
      }
      w.write("{\"query\":\"" + query + "\",\"k1\":" + k1 + ",\"b\":" + b + ",\"hits\":[" + hits + "]}\n");
    }
  }
}
