"""Reads the raw texts, removes what the test collections share with them, holds a part back.

The result is a list of passages and a list of queries that know their passage.
"""
import glob
import gzip
import hashlib
import json
import os
import random
import re
from dataclasses import dataclass

import queries as query_rules

WORD = re.compile(r"[a-z0-9]+")
SHINGLE = 12


@dataclass
class Text:
    text: str
    kind: str            # "passage", "query" or "word"
    source: str
    passage: int = -1    # of a query: index of its passage, or -1
    held: bool = False   # held back: never trained on, only evaluated


def read_records(directory, name):
    path = os.path.join(directory, f"{name}.jsonl.gz")
    if os.path.exists(path):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def shingles(text):
    words = WORD.findall(text.lower())
    # A text shorter than a shingle is compared as a whole.
    if len(words) < SHINGLE:
        return {hash(" ".join(words))} if words else set()
    return {hash(" ".join(words[i:i + SHINGLE])) for i in range(len(words) - SHINGLE + 1)}


class Decontaminator:
    """Knows every 12-gram of the test collections and counts the texts that share one."""

    def __init__(self, collections):
        self.known, self.dropped = set(), 0
        for directory in collections:
            for name in ("corpus.jsonl", "queries.jsonl"):
                with open(os.path.join(directory, name), encoding="utf-8") as lines:
                    for line in lines:
                        record = json.loads(line)
                        self.known |= shingles(f"{record.get('title', '')} {record['text']}")

    def clean(self, text):
        if self.known and not self.known.isdisjoint(shingles(text)):
            self.dropped += 1
            return False
        return True


def is_held(text, share):
    """By a hash of the text, so that the split survives any change of the other texts."""
    return int(hashlib.sha1(text.encode()).hexdigest()[:8], 16) < share * 2**32


def readable(text):
    letters = sum(c.isalpha() or c == " " for c in text)
    return letters > 0.75 * len(text)


def join_short(records, rng, share, words):
    """Joins neighbours of one title, for a share of them, so that long passages occur too."""
    i = 0
    while i < len(records):
        record = records[i]
        title, text = record.get("title"), record["text"]
        i += 1
        if rng.random() < share:
            while (i < len(records) and len(text.split()) < words
                   and records[i].get("title") == title and records[i]["source"] == record["source"]):
                text = f"{text} {records[i]['text']}"
                i += 1
        yield record["source"], title, text


def fair_share(items, n):
    """The first n of a shuffled list, but no source beyond an equal share while others have more."""
    by_source = {}
    for item in items:
        by_source.setdefault(item[0], []).append(item)
    taken, waiting = [], sorted(by_source.values(), key=len)
    while waiting:
        source = waiting.pop(0)
        taken += source[:(n - len(taken)) // (len(waiting) + 1)]
    return taken


def load(directories, collections, settings, log):
    """-> list of Text, in the order in which the teacher shall label them."""
    rng = random.Random(settings.seed)
    decontaminator = Decontaminator(collections)
    long_passages, short_passages, free_queries = [], [], []
    for directory in directories:
        records = [r for r in read_records(directory, "passages")
                   if len(r["text"].split()) >= 6 and readable(r["text"]) and decontaminator.clean(r["text"])]
        for source, title, text in join_short(records, rng, settings.join_share, settings.join_words):
            long_passages.append((source, title, text))
        for r in read_records(directory, "pairs"):
            if r["source"] == "wordnet":
                if len(r["passage"].split()) >= 5 and decontaminator.clean(r["passage"]):
                    short_passages.append((r["source"], r["query"], r["passage"]))
        for r in read_records(directory, "questions"):
            if decontaminator.clean(r["text"]):
                free_queries.append((r["source"], r["text"]))
    log(f"read {len(long_passages)} passages, {len(short_passages)} glosses, {len(free_queries)} questions; "
        f"dropped {decontaminator.dropped} that share {SHINGLE} words with a test collection")

    # Every source gives something before any source gives all: vocabulary breadth matters most.
    by_source = {}
    for item in long_passages:
        by_source.setdefault(item[0], []).append(item)
    for items in by_source.values():
        rng.shuffle(items)
    cap = settings.passages
    total = sum(len(v) for v in by_source.values())
    chosen, rest = [], []
    for name, items in sorted(by_source.items()):
        n = max(min(len(items), 600), round(cap * len(items) / total))
        if name in settings.whole_sources:
            n = len(items)
        chosen += items[:n]
        rest += items[n:]
    rng.shuffle(chosen)
    rng.shuffle(rest)
    rng.shuffle(short_passages)
    rng.shuffle(free_queries)

    texts = []

    def add_passage(source, title, text, per_passage):
        held = is_held(text, settings.held_share)
        index = len(texts)
        texts.append(Text(text, "passage", source, held=held))
        for query in query_rules.make(text, title, rng, per_passage):
            if decontaminator.clean(query):
                texts.append(Text(query, "query", source, index, held))

    sentences = (s for s in ((src, title, query_rules.random_sentence(text, rng)) for src, title, text in rest) if s[2])
    for item in chosen:
        add_passage(*item, per_passage=settings.queries_per_passage)
    for _, item in zip(range(settings.sentences), sentences):
        add_passage(*item, per_passage=0.25)
    for item in short_passages[:settings.glosses]:
        add_passage(*item, per_passage=0.35)
    for source, text in fair_share(free_queries, settings.questions):
        texts.append(Text(text, "query", source, held=is_held(text, settings.held_share)))
    return interleave(texts, rng)


def interleave(texts, rng):
    """Shuffles, so that any beginning of the list is a fair sample; held-back texts come first."""
    order = list(range(len(texts)))
    rng.shuffle(order)
    order.sort(key=lambda i: not texts[i].held)
    place = {old: new for new, old in enumerate(order)}
    for t in texts:
        if t.passage >= 0:
            t.passage = place[t.passage]
    return [texts[i] for i in order]


def save(texts, path):
    # Under another name until it is whole: a run that is stopped here begins this stage again.
    with gzip.open(path + ".new", "wt", encoding="utf-8") as f:
        for t in texts:
            f.write(json.dumps(t.__dict__) + "\n")
    os.replace(path + ".new", path)


def restore(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [Text(**json.loads(line)) for line in f]


def raw(directories):
    """All texts of all files, for counting words."""
    for directory in directories:
        for path in sorted(glob.glob(os.path.join(directory, "*.jsonl.gz"))):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    record = json.loads(line)
                    yield " ".join(filter(None, (record.get(k) for k in ("title", "query", "text", "passage"))))
