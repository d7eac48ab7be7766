"""nDCG@10 of a model directory on BEIR folders: dense, and fused with a given BM25 run.

    python training/evaluate.py --model DIR --collection DIR [DIR ...] [--threads 2]

Reads the directory as a user would, through transformers' own DistilBertModel or
BertModel, int8 tensors multiplied by their scales. Fusion: reciprocal rank, k = 60, rank
from 1, over the first 1000 of each run; BM25 is the collection's lucene-bm25.run.gz.
"""
import argparse
import csv
import gzip
import json
import math
import os
import time

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel

from export import dequantise


def load(directory):
    config = AutoConfig.from_pretrained(directory)
    model = AutoModel.from_config(config).float().eval()
    missing, unexpected = model.load_state_dict(dequantise(load_file(os.path.join(directory, "model.safetensors"))), strict=False)
    if unexpected or any("pooler" not in name and "position_ids" not in name for name in missing):
        raise SystemExit(f"weights do not fit config.json: missing {missing}, unexpected {unexpected}")
    return model


def stated_length(directory):
    path = os.path.join(directory, "sentence_bert_config.json")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as f:
        return json.load(f)["max_seq_length"]


@torch.inference_mode()
def encode(model, tokenizer, texts, most, normalize):
    sequences = []
    for e in tokenizer.encode_batch(texts):
        sequences.append(e.ids if len(e.ids) <= most else e.ids[:most - 1] + e.ids[-1:])
    order = sorted(range(len(texts)), key=lambda i: len(sequences[i]))
    out = None
    for begin in range(0, len(order), 32):
        rows = order[begin:begin + 32]
        width = max(len(sequences[i]) for i in rows)
        ids, mask = torch.zeros(len(rows), width, dtype=torch.long), torch.zeros(len(rows), width, dtype=torch.long)
        for j, i in enumerate(rows):
            ids[j, :len(sequences[i])] = torch.tensor(sequences[i])
            mask[j, :len(sequences[i])] = 1
        vectors = model(input_ids=ids, attention_mask=mask).last_hidden_state[:, 0]
        out = torch.zeros(len(texts), vectors.shape[1]) if out is None else out
        out[rows] = vectors
    return torch.nn.functional.normalize(out, dim=1) if normalize else out


def read_collection(directory):
    def lines(name):
        with open(os.path.join(directory, name), encoding="utf-8") as f:
            return [json.loads(line) for line in f]
    corpus = {r["_id"]: f"{r.get('title', '')} {r['text']}".strip() for r in lines("corpus.jsonl")}
    qrels = {}
    with open(os.path.join(directory, "qrels", "test.tsv"), encoding="utf-8") as f:
        for row in csv.DictReader(f, delimiter="\t"):
            qrels.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    queries = {r["_id"]: r["text"] for r in lines("queries.jsonl") if r["_id"] in qrels}
    bm25 = {}
    with gzip.open(os.path.join(directory, "lucene-bm25.run.gz"), "rt", encoding="utf-8") as f:
        for line in f:
            query, _, passage, _, score, _ = line.split()
            bm25.setdefault(query, {})[passage] = float(score)
    return corpus, queries, qrels, bm25


def ndcg(run, qrels, k=10):
    """trec_eval's ndcg_cut: gain is the label, discount 1 / log2(rank + 1)."""
    total = 0.0
    for query, labels in qrels.items():
        gains = [max(0, labels.get(p, 0)) for p in list(run.get(query, {}))[:k]]
        ideal = sorted((g for g in labels.values() if g > 0), reverse=True)[:k]
        best = sum(g / math.log2(i + 2) for i, g in enumerate(ideal))
        total += sum(g / math.log2(i + 2) for i, g in enumerate(gains)) / best if best else 0.0
    return total / len(qrels)


def fuse(*runs, k=60, depth=1000):
    """Runs of query -> passage -> score, best first."""
    fused = {}
    # Also of a query of which one run, as BM25's, has nothing.
    for query in dict.fromkeys(query for run in runs for query in run):
        ranked, scored = {}, {}
        for run in runs:
            scores = dict(list(run.get(query, {}).items())[:depth])
            low, high = min(scores.values(), default=0), max(scores.values(), default=0)
            for rank, (passage, score) in enumerate(scores.items(), 1):
                ranked[passage] = ranked.get(passage, 0.0) + 1 / (k + rank)
                scored[passage] = scored.get(passage, 0.0) + ((score - low) / (high - low) if high > low else 1.0)
        # Fusion by rank makes many equal sums; the scores decide between them, as in the package.
        fused[query] = {p: ranked[p] for p in sorted(ranked, key=lambda p: (-ranked[p], -scored[p]))}
    return fused


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--collection", nargs="+", required=True)
    parser.add_argument("--max-passage-tokens", type=int, help="default: as the model states, else 200")
    parser.add_argument("--max-query-tokens", type=int, help="default: as the model states, else 30")
    parser.add_argument("--query-prefix", default="")
    parser.add_argument("--normalize", action="store_true")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = load(options.model)
    tokenizer = Tokenizer.from_file(os.path.join(options.model, "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    stated = stated_length(options.model)
    size = sum(os.path.getsize(os.path.join(options.model, f)) for f in os.listdir(options.model))
    print(f"{options.model}: {size / 1e6:.2f} MB")
    print("collection | BM25 | dense | hybrid | hybrid / BM25 | passages/s")
    for directory in options.collection:
        corpus, queries, qrels, bm25 = read_collection(directory)
        begun = time.time()
        passages = encode(model, tokenizer, list(corpus.values()), options.max_passage_tokens or stated or 200, options.normalize)
        seconds = time.time() - begun
        vectors = encode(model, tokenizer, [options.query_prefix + q for q in queries.values()],
                         options.max_query_tokens or stated or 30, options.normalize)
        ids = list(corpus)
        scores, best = (vectors @ passages.T).topk(min(1000, len(ids)), dim=1)
        dense = {query: {ids[i]: score for i, score in zip(row, values)}
                 for query, row, values in zip(queries, best.tolist(), scores.tolist())}
        base, alone, hybrid = ndcg(bm25, qrels), ndcg(dense, qrels), ndcg(fuse(bm25, dense), qrels)
        print(f"{os.path.basename(directory.rstrip('/'))} | {base:.4f} | {alone:.4f} | {hybrid:.4f} "
              f"| {hybrid / base:.3f} | {len(ids) / seconds:.0f}", flush=True)


if __name__ == "__main__":
    main()
