import fc from "fast-check";
import { expect, it } from "vitest";

import { createAnalyzer } from "../../src/bm25/analyzer.js";
import { termsText } from "../../src/weaviate/terms_text.js";
import { PROPERTY_SEED, propertyRuns } from "../property_runs.js";

it("joins the analyzer's terms in their order", () => {
  const analyzer = createAnalyzer("lucene-english");
  expect(termsText(analyzer, "The apples, and the APPLE's trees")).toBe("appl appl tree");
  expect(termsText(analyzer, "of the")).toBe("");
});

it("gives as many words as there are terms, different ones where terms differ", () => {
  const unit = fc.oneof(fc.constantFrom(0x20, 0x25, 0x85, 0xa0, 0x3000), fc.nat(0xffff));
  const term = fc
    .array(unit, { minLength: 1, maxLength: 4 })
    .map((units) => String.fromCharCode(...units));
  fc.assert(
    fc.property(fc.array(term, { maxLength: 5 }), (terms) => {
      const text = termsText(
        createAnalyzer(() => terms),
        "",
      );
      // What the server's whitespace tokenization does: White_Space of Unicode.
      const words = text.split(/\p{White_Space}+/u).filter((word) => word !== "");
      expect(words).toHaveLength(terms.length);
      expect(new Set(words).size).toBe(new Set(terms).size);
      // Survives UTF-8.
      expect(Buffer.from(text, "utf8").toString("utf8")).toBe(text);
    }),
    { seed: PROPERTY_SEED, numRuns: propertyRuns(100, 20_000) },
  );
});
