import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evaluate, type EvaluateOptions } from "../../src/evaluation/evaluate.js";
import { readQrels } from "../../src/evaluation/files/read_qrels.js";
import { readRun } from "../../src/evaluation/files/read_run.js";
import { RECALL_LEVELS } from "../../src/evaluation/metrics/interpolated_precision.js";
import { parseMetric } from "../../src/evaluation/metrics/metric.js";
import { hasSharedData, mapOf, readGolden, sharedData } from "./golden.js";

/** Lines of a trec_eval output: `measure query value`. */
function readOutput(name: string): { measure: string; query: string; value: string }[] {
  const lines = readFileSync(sharedData(`trec-eval/${name}`), "utf8")
    .trimEnd()
    .split("\n");
  return lines.map((line) => {
    const [measure, query, value] = line.split(/\s+/);
    return { measure: measure!, query: query!, value: value! };
  });
}

const MEASURES = /^(?:map|map_cut_\d+|recip_rank|P_\d+|recall_\d+|ndcg|ndcg_cut_\d+|success_\d+)$/;

/** Compares every printed digit of every measure that exists here. Returns how many there were. */
async function compareOutput(
  output: string,
  qrelsName: string,
  runName: string,
  options: EvaluateOptions,
): Promise<number> {
  const qrels = await readQrels(sharedData(`trec-eval/${qrelsName}`));
  const run = await readRun(sharedData(`trec-eval/${runName}`));
  const lines = readOutput(output);
  const names = new Set(lines.map((line) => line.measure).filter((name) => MEASURES.test(name)));
  const all = await evaluate(qrels, run, { ...options, metrics: [...names] });
  let compared = 0;
  for (const { measure, query, value } of lines) {
    const single = query === "all" ? all : undefined;
    let own: string | undefined;
    if (MEASURES.test(measure)) {
      const name = parseMetric(measure).name;
      own = (
        single?.means.get(name) ?? all.values.get(name)![all.queryIds.indexOf(query)]
      )?.toFixed(4);
    } else if (single !== undefined) {
      const counts = {
        num_q: all.counts.queries,
        num_ret: all.counts.retrieved,
        num_rel: all.counts.relevant,
        num_rel_ret: all.counts.relevantRetrieved,
      };
      const level = /^iprec_at_recall_(\d\.\d0)$/.exec(measure)?.[1];
      own = Object.entries(counts)
        .find(([name]) => name === measure)?.[1]
        .toString();
      if (level !== undefined && RECALL_LEVELS.includes(Number(level))) {
        own = all.precisionAtRecall[RECALL_LEVELS.indexOf(Number(level))]!.toFixed(4);
      }
    }
    if (own === undefined) continue;
    expect(`${measure} ${query} ${own}`).toBe(`${measure} ${query} ${value}`);
    compared++;
  }
  return compared;
}

describe.skipIf(!hasSharedData("trec-eval"))("trec_eval's own test files (../shared/data)", () => {
  const skip = { missing: "skip" } as const;

  it("are reproduced to every printed digit with the default measures", async () => {
    expect(await compareOutput("out.test", "qrels.test", "results.test", skip)).toBeGreaterThan(20);
    expect(await compareOutput("out.test.a", "qrels.test", "results.test", skip)).toBeGreaterThan(
      45,
    );
  });

  it("are reproduced query by query (-q)", async () => {
    expect(await compareOutput("out.test.aq", "qrels.test", "results.test", skip)).toBeGreaterThan(
      150,
    );
  });

  it("are reproduced with queries missing from the run (-c)", async () => {
    const zero = { missing: "zero" } as const;
    expect(
      await compareOutput("out.test.aqc", "qrels.test", "results.trunc", zero),
    ).toBeGreaterThan(150);
  });

  it("are reproduced with rankings cut at 100 (-c -M100)", async () => {
    const cut = { missing: "zero", depth: 100 } as const;
    expect(
      await compareOutput("out.test.aqcM", "qrels.test", "results.trunc", cut),
    ).toBeGreaterThan(150);
  });

  it("are reproduced with a relevance level of 2 (-l2)", async () => {
    const level = { missing: "skip", relevantFrom: 2 } as const;
    expect(
      await compareOutput("out.test.aql", "qrels.rel_level", "results.test", level),
    ).toBeGreaterThan(150);
  });

  it("are reproduced with cut-offs of one's own", async () => {
    expect(
      await compareOutput("out.test.meas_params", "qrels.test", "results.test", skip),
    ).toBeGreaterThan(30);
  });
});

interface GoldenMetrics {
  measures: string[];
  cases: {
    level: number;
    qrels: Record<string, Record<string, number>>;
    run: Record<string, Record<string, number>>;
    values: Record<string, number[]>;
  }[];
}

describe("random runs with heavy ties, against trec_eval 9", () => {
  const golden = readGolden("metrics.json.gz") as GoldenMetrics;
  const named = golden.measures.filter((measure) => !measure.startsWith("num_"));

  it("gives the same metrics for every query of 2,400 cases", async () => {
    expect(golden.cases.length).toBeGreaterThanOrEqual(2000);
    const differing: string[] = [];
    let compared = 0;
    for (const [index, { level, qrels, run, values }] of golden.cases.entries()) {
      const result = await evaluate(mapOf(qrels), mapOf(run), {
        metrics: named,
        relevantFrom: level,
        missing: "skip",
      });
      expect(result.queryIds.toSorted()).toStrictEqual(Object.keys(values).toSorted());
      for (const [row, queryId] of result.queryIds.entries()) {
        for (const measure of named) {
          const own = result.values.get(parseMetric(measure).name)![row]!;
          const reference = values[queryId]![golden.measures.indexOf(measure)]!;
          // The golden values are rounded to 10 decimals: half a unit of the last one.
          const equal = Math.abs(own - reference) <= 0.51e-10;
          if (!equal) differing.push(`case ${index}, ${queryId}, ${measure}: ${own}, ${reference}`);
          compared++;
        }
      }
    }
    expect(differing).toStrictEqual([]);
    expect(compared).toBeGreaterThan(20_000);
  });

  it("counts retrieved, relevant and found as num_ret, num_rel and num_rel_ret", async () => {
    for (const { level, qrels, run, values } of golden.cases) {
      const { counts } = await evaluate(mapOf(qrels), mapOf(run), {
        metrics: "map",
        relevantFrom: level,
        missing: "skip",
      });
      const total = (measure: string) =>
        Object.values(values).reduce((sum, row) => sum + row[golden.measures.indexOf(measure)]!, 0);
      expect(counts).toMatchObject({
        queries: Object.keys(values).length,
        retrieved: total("num_ret"),
        relevant: total("num_rel"),
        relevantRetrieved: total("num_rel_ret"),
      });
    }
  });
});
