"""contest.py WAY: bm25s, as contest.mjs has the engines in Node.js.

WAY: numpy or numba, which search for a query's text as every other engine does; with "-tokenized" behind
it the queries are tokenized before the clock starts. Needs bm25s 0.3, PyStemmer, numba.
"""

import json
import os
import resource
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../lib"))
from serve import serve  # noqa: E402

import bm25s  # noqa: E402
import Stemmer  # noqa: E402

backend, _, tokenized = sys.argv[1].partition("-")
stemmer = Stemmer.Stemmer("english")
state = {}


def megabytes():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 2**20


def tokens_of(query):
    return bm25s.tokenize([query], stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)


def retrieve(tokens, k):
    return state["index"].retrieve(tokens, k=k, show_progress=False, n_threads=1)


def prepare(given):
    with open(given["file"]) as file:
        texts = json.load(file)
    before = megabytes()
    started = time.perf_counter()
    tokens = bm25s.tokenize(texts["passages"], stopwords="en", stemmer=stemmer, show_progress=False)
    state["index"] = bm25s.BM25(k1=0.9, b=0.4, method="lucene", backend=backend)
    state["index"].index(tokens, show_progress=False)
    seconds = time.perf_counter() - started
    del tokens
    held = megabytes() - before
    state["queries"] = texts["queries"]
    state["tokenized"] = [tokens_of(query) for query in texts["queries"]]
    return {"seconds": seconds, "megabytes": held}


def hits(given):
    found = []
    for tokens in state["tokenized"][: given["count"]]:
        places, scores = retrieve(tokens, given["k"])
        # It fills up with passages that hold no word of the query.
        found.append({"places": [int(place) for place, score in zip(places[0], scores[0]) if score > 0]})
    return found


def rate(given):
    k, seconds = given["k"], given["seconds"]
    for tokens in state["tokenized"][:50]:
        retrieve(tokens, k)
    start = time.perf_counter()
    count = 0
    for query in state["tokenized"] if tokenized else state["queries"]:
        retrieve(query if tokenized else tokens_of(query), k)
        count += 1
        if time.perf_counter() - start > seconds:
            break
    return count / (time.perf_counter() - start)


serve({"prepare": prepare, "hits": hits, "rate": rate})
