"""Golden files for test/evaluation, from independent implementations.

    python3 -m venv venv && venv/bin/pip install pytrec-eval-terrier==0.5.11 scipy==1.17.1 \
        statsmodels==0.15.0 numpy==2.4.6
    venv/bin/python test/golden/evaluation/generate.py

Writes, beside itself:

- metrics.json.gz: random runs and judgments, every id and number made up here, with what trec_eval
  (through pytrec-eval-terrier) says of them. Ties are heavy on purpose: equal scores, scores that
  differ but are one float32, ids that order differently in UTF-8 and in UTF-16, ids that are
  prefixes of others, queries missing from the run or from the judgments, empty rankings, and
  judgments without a relevant passage.
- significance.json.gz: paired t-test and exact randomization (scipy), Holm (statsmodels).
"""

import gzip
import json
from pathlib import Path

import numpy
import pytrec_eval
import scipy.stats
from statsmodels.stats.multitest import multipletests

HERE = Path(__file__).parent
CASES = 2400
MEASURES = [
    "map", "map_cut_5", "recip_rank", "P_1", "P_5", "P_20", "recall_5", "recall_20", "ndcg",
    "ndcg_cut_1", "ndcg_cut_5", "ndcg_cut_20", "success_1", "success_5", "num_ret", "num_rel",
    "num_rel_ret",
]  # fmt: skip
# The last code points below and above the surrogates, and above the basic plane: UTF-16 puts the
# last two in the other order.
ALPHABET = ["a", "b", "A", "0", "9", "-", "\u00e9", "\u4e2d", "\ud7ff", "\ue000", "\uffee", "\U00010000", "\U0001f600"]  # fmt: skip


def passage_ids(random: numpy.random.Generator, count: int) -> list[str]:
    ids: set[str] = set()
    while len(ids) < count:
        length = int(random.integers(1, 4))
        ids.add("".join(random.choice(ALPHABET, size=length)))
    return sorted(ids)


def scores(random: numpy.random.Generator, count: int) -> list[float]:
    kind = random.integers(0, 5)
    if kind == 0:  # one tie
        return [float(random.integers(-1, 2))] * count
    if kind == 1:  # few distinct values
        return [float(value) / 4 for value in random.integers(-2, 3, size=count)]
    if kind == 2:  # distinct, but mostly equal as float32
        return [7 + int(value) * 1e-8 for value in random.integers(0, 60, size=count)]
    if kind == 3:  # float32 neighbors
        steps = random.integers(0, 4, size=count)
        return [float(numpy.float32(3) + step * numpy.float32(2.4e-7)) for step in steps]
    return [round(float(value), 3) for value in random.normal(size=count)]


def metric_case(random: numpy.random.Generator) -> dict:
    ids = passage_ids(random, int(random.integers(1, 24)))
    level = int(random.choice([1, 1, 1, 2, 3]))
    qrels, run = {}, {}
    for query in ["q1", "q2"][: int(random.integers(1, 3))]:
        judged = random.choice(ids, size=int(random.integers(1, len(ids) + 1)), replace=False)
        grades = random.choice([-1, 0, 0, 1, 1, 2, 3, 4], size=len(judged))
        if random.random() < 0.1:
            grades = grades * 0
        # trec_eval reads memory it never set when no grade of a query is 0 or more.
        grades[0] = max(grades[0], 0)
        qrels[query] = {str(i): int(grade) for i, grade in zip(judged, grades)}
        found = random.choice(ids, size=int(random.integers(0, len(ids) + 1)), replace=False)
        if len(found) > 0:
            run[query] = {str(i): s for i, s in zip(found, scores(random, len(found)))}
    if random.random() < 0.1:
        run["unjudged"] = {ids[0]: 1.0}
    evaluator = pytrec_eval.RelevanceEvaluator(
        qrels,
        {"map", "map_cut.5", "recip_rank", "P.1,5,20", "recall.5,20", "ndcg", "ndcg_cut.1,5,20",
         "success.1,5", "num_ret", "num_rel", "num_rel_ret"},
        relevance_level=level,
    )  # fmt: skip
    values = evaluator.evaluate(run) if run else {}
    return {
        "level": level,
        "qrels": qrels,
        "run": run,
        # 10 decimals: trec_eval prints 4; the rest shows that nothing rounds the wrong way.
        "values": {
            query: [round(row[measure], 10) for measure in MEASURES]
            for query, row in values.items()
            if query in qrels
        },
    }


def significance() -> dict:
    random = numpy.random.default_rng(20240608)
    pairs = []
    for n in [2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20, 43, 100]:
        for spread in [0.05, 0.5]:
            a = numpy.round(random.random(n), 3)
            b = numpy.round(numpy.clip(a + random.normal(0.02, spread, n), 0, 1), 3)
            if n > 4:
                b[0] = a[0]
            if (a == b).all():
                continue
            t = scipy.stats.ttest_rel(b, a)
            interval = t.confidence_interval(0.95)
            case = {
                "a": a.tolist(), "b": b.tolist(), "t": t.statistic, "p": t.pvalue,
                "low": interval.low, "high": interval.high,
            }  # fmt: skip
            if n <= 12:
                case["randomization"] = scipy.stats.permutation_test(
                    (b, a), lambda x, y, axis: numpy.mean(x - y, axis=axis),
                    permutation_type="samples", vectorized=True, n_resamples=numpy.inf,
                ).pvalue  # fmt: skip
            pairs.append(case)
    # Far tails too: there a naive 1 - cdf has no digit left.
    degrees = [1, 2, 3, 5, 10, 42, 199, 6979, 100000]
    tails = [
        {"t": t, "df": df, "p": 2 * scipy.stats.t.sf(t, df)}
        for t in [0, 1e-9, 0.001, 0.1, 0.5, 1, 1.5, 1.96, 3, 5, 10, 40, 1000]
        for df in degrees
    ]
    quantiles = [
        {"level": level, "df": df, "t": scipy.stats.t.ppf((1 + level) / 2, df)}
        for level in [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]
        for df in degrees
    ]
    holm = []
    for n in [1, 2, 3, 5, 12, 40]:
        for _ in range(4):
            p = numpy.round(random.random(n) ** 3, 4)
            if n > 2:
                p[1] = p[0]
            holm.append({"p": p.tolist(), "adjusted": multipletests(p, method="holm")[1].tolist()})
    return {"pairs": pairs, "tails": tails, "quantiles": quantiles, "holm": holm}


def write(name: str, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    data = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    (HERE / name).write_bytes(data)
    print(name, len(data), "bytes")


random = numpy.random.default_rng(20240607)
write(
    "metrics.json.gz",
    {
        "reference": "pytrec-eval-terrier 0.5.11 (trec_eval 9)",
        "measures": MEASURES,
        "cases": [metric_case(random) for _ in range(CASES)],
    },
)
write("significance.json.gz", {"reference": "scipy 1.17.1, statsmodels 0.15.0", **significance()})
