"""measure_bm25s.py BACKEND PASSAGES QUERIES SECONDS: bm25s as measure.mjs does it.

BACKEND: numpy or numba, which search for a query's text as every other engine does; with
"-tokenized" behind it the queries are tokenized before the clock starts. Needs bm25s 0.3,
PyStemmer, numba.
"""

import gzip
import json
import resource
import sys
import time

import bm25s
import Stemmer


def texts_of(path):
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
    with opened as lines:
        rows = [json.loads(line) for line in lines]
    return [f"{row['title']} {row['text']}" if "title" in row else row["text"] for row in rows]


def megabytes():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 2**20


way, passages_file, queries_file, seconds = sys.argv[1:]
backend, _, tokenized_before = way.partition("-")
texts = texts_of(passages_file)
questions = texts_of(queries_file)
queries = [questions[(i * 7919) % len(questions)] for i in range(2000)]
stemmer = Stemmer.Stemmer("english")

before = megabytes()
started = time.perf_counter()
tokens = bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)
index = bm25s.BM25(k1=0.9, b=0.4, method="lucene", backend=backend)
index.index(tokens, show_progress=False)
build = time.perf_counter() - started
del tokens
held = megabytes() - before


def tokens_of(query):
    return bm25s.tokenize([query], stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)


tokenized = [tokens_of(query) for query in queries]


def per_second(k):
    for query in tokenized[:50]:
        index.retrieve(query, k=k, show_progress=False, n_threads=1)
    start = time.perf_counter()
    count = 0
    for query in tokenized if tokenized_before else queries:
        tokens = query if tokenized_before else tokens_of(query)
        index.retrieve(tokens, k=k, show_progress=False, n_threads=1)
        count += 1
        if time.perf_counter() - start > float(seconds):
            break
    return count / (time.perf_counter() - start)


result = {"passages": len(texts), "buildSeconds": build, "megabytes": held}
print(json.dumps({**result, "at10": per_second(10), "at1000": per_second(1000)}))
