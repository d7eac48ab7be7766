"""FAISS, usearch and the machine itself. `prepare`: { vectors, queries, n, d, how }"""

import mmap
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../lib"))
from serve import THREADS, serve  # noqa: E402

state = {}


def milliseconds(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def prepare(given):
    n, d, how = given["n"], given["d"], given["how"]
    state["queries"] = np.fromfile(given["queries"], dtype=np.float32).reshape(-1, d)
    before = resident()
    start = time.perf_counter()
    vectors = np.fromfile(given["vectors"], dtype=np.float32, count=n * d).reshape(n, d)
    state["search"] = {"faiss": faiss_flat, "usearch": usearch_exact, "usearch int8": usearch_int8}.get(
        how, lambda _: None
    )(vectors)
    if how == "machine":
        state["vectors"] = vectors
        state["file"] = given["vectors"]
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "perPassage": (resident() - before) / n}


def faiss_flat(vectors):
    import faiss

    faiss.omp_set_num_threads(THREADS)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)

    def search(queries, k):
        scores, places = index.search(queries, k)
        return places, scores

    return search


def usearch_exact(vectors):
    from usearch.index import search as exact

    def search(queries, k):
        found = exact(vectors, queries, k, metric="ip", exact=True, threads=THREADS)
        return found.keys.reshape(len(queries), k), 1 - found.distances.reshape(len(queries), k)

    return search


def usearch_int8(vectors):
    from usearch.index import search as exact

    # As its users do: one scale for all components. The large common one leaves few steps to the rest.
    scale = 127 / np.abs(vectors).max()
    integers = np.round(vectors * scale).astype(np.int8)
    largest = np.abs(state["queries"]).max()

    def search(queries, k):
        small = np.round(queries * (127 / largest)).astype(np.int8)
        found = exact(integers, small, k, metric="ip", exact=True, threads=THREADS)
        return found.keys.reshape(len(queries), k), 1 - found.distances.reshape(len(queries), k)

    return search


def one(given):
    times = []
    for i in range(given["from"], given["from"] + given["count"]):
        query = state["queries"][i : i + 1]
        times.append(milliseconds(lambda: state["search"](query, given["k"])))
    return times


def many(given):
    queries = state["queries"][: given["count"]]
    return milliseconds(lambda: state["search"](queries, given["k"]))


def hits(given):
    found = []
    for i in range(given["count"]):
        places, scores = state["search"](state["queries"][i : i + 1], given["k"])
        found.append({"places": [int(p) for p in places[0]], "scores": [float(s) for s in scores[0]]})
    return found


def in_small_pages(array):
    """A copy whose memory has no huge pages, which numpy asks for by itself; None where that cannot be said."""
    if not hasattr(mmap, "MADV_NOHUGEPAGE"):
        return None
    memory = mmap.mmap(-1, array.nbytes)
    memory.madvise(mmap.MADV_NOHUGEPAGE)
    copy = np.frombuffer(memory, dtype=array.dtype).reshape(array.shape)
    copy[...] = array
    return copy


def vectors_in(pages):
    """The vectors where they are to be read: "huge" or "small" pages of memory, or their "file", mapped."""
    if pages == "huge":
        return state["vectors"]
    if pages == "small":
        return in_small_pages(state["vectors"])
    return np.memmap(state["file"], dtype=np.float32, mode="r", shape=state["vectors"].shape)


def read(given):
    """All bytes read once, as 64-bit integers, by every thread its share."""
    vectors = vectors_in(given["pages"])
    if vectors is None:
        return None
    shares = np.array_split(vectors.reshape(-1).view(np.uint64), THREADS)
    times = []
    with ThreadPoolExecutor(THREADS) as pool:
        # A file's pages come with the first reads, and into the machine's tables later.
        for _ in range(given["warmUp"]):
            list(pool.map(np.max, shares))
        for _ in range(given["count"]):
            # The largest needs no more than a comparison for each.
            times.append(milliseconds(lambda: list(pool.map(np.max, shares))))
    return times


def product(given):
    """The product of `count` queries with all vectors, nothing kept."""
    queries = state["queries"][: given["count"]].T.copy()
    vectors = state["vectors"]
    out = np.empty((len(vectors), queries.shape[1]), dtype=np.float32)
    return milliseconds(lambda: np.matmul(vectors, queries, out=out))


def truth(given):
    """The k best by dot products in float64, ties by place; and the largest norm."""
    vectors = state["vectors"]
    found = []
    for i in range(given["count"]):
        query = state["queries"][i].astype(np.float64)
        scores = np.concatenate([part @ query for part in np.array_split(vectors, max(1, len(vectors) // 65536))])
        order = np.lexsort((np.arange(len(scores)), -scores))[: given["k"]]
        found.append({"places": order.tolist(), "scores": scores[order].tolist()})
    return found


def norm(_):
    return float(max(np.linalg.norm(part.astype(np.float64), axis=1).max() for part in np.array_split(state["vectors"], max(1, len(state["vectors"]) // 65536))))


serve(
    {
        "prepare": prepare,
        "one": one,
        "many": many,
        "hits": hits,
        "read": read,
        "product": product,
        "truth": truth,
        "norm": norm,
    }
)
