"""Trains the student for a number of minutes; checkpoints, and resumes where it stopped."""
import dataclasses
import hashlib
import os
import time

import numpy as np
import torch

import batches
import losses
import mining
from held_back import HeldBack
from sampling import Sampler
from student import Student


class Pool:
    """The labelled texts: which rows are queries and passages, their tokens and teacher vectors."""

    def __init__(self, texts, vectors, labelled, tokenizer, settings):
        self.tokens = batches.Tokens(
            tokenizer, [t.text for t in texts],
            [settings.query_tokens if t.kind == "query" else settings.passage_tokens for t in texts])
        self.vectors = np.array(vectors)
        kind = np.array([t.kind == "query" for t in texts])
        held = np.array([t.held for t in texts])
        self.queries = np.flatnonzero(kind & ~held & labelled)
        self.passages = np.flatnonzero(~kind & ~held & labelled)
        place = np.full(len(texts), -1)
        place[self.passages] = np.arange(len(self.passages))
        own = np.array([texts[i].passage for i in self.queries])
        self.sources = np.where(own >= 0, place[own], -1)

    def sampler(self, settings):
        columns, scores = mining.candidates(self.vectors[self.queries], self.vectors[self.passages], self.sources,
                                            settings.mined, settings.random_negatives, settings.seed)
        topics = mining.topics(self.vectors[self.queries], settings.topics, settings.seed)
        return Sampler(columns, scores, topics, settings)


def optimizer(model, settings):
    words = [model.embeddings.word_embeddings.weight]
    matrices = [p for p in model.parameters() if p.dim() == 2 and p is not words[0]]
    others = [p for p in model.parameters() if p.dim() == 1]
    groups = [
        # A rare word's gradients are far apart: a short memory keeps its steps in proportion.
        dict(params=words, lr=settings.word_rate, betas=(0.9, 0.98), weight_decay=0.0),
        dict(params=matrices, lr=settings.rate, betas=(0.9, 0.98), weight_decay=0.01),
        dict(params=others, lr=settings.rate, betas=(0.9, 0.98), weight_decay=0.0)]
    built = torch.optim.AdamW(groups, fused=True)
    for group in built.param_groups:
        group["peak"] = group["lr"]
    return built


def rate_factor(share, steps, settings):
    """Warm-up over the first steps of each stage, then linear to zero over the wall clock."""
    begin = settings.single_layer_share
    decay = 1.0 if share < begin else max(0.0, (1 - share) / (1 - begin))
    return min(1.0, (steps + 1) / 60) * decay


def train(work, texts, tokenizer, words, vectors, labelled, minutes, settings, log):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(settings.seed)
    pool = Pool(texts, vectors, labelled, tokenizer, settings)
    log(f"{len(pool.queries)} queries and {len(pool.passages)} passages are labelled; mining")
    sampler = pool.sampler(settings)
    held = HeldBack(texts, pool.tokens, pool.vectors, labelled, settings)
    log(f"held back: {len(held.queries)} queries over {len(held.passages)} passages; teacher nDCG@10 {held.teacher():.4f}")

    model = Student(len(words), settings.dim, settings.heads, settings.hidden, 1)
    checkpoint = os.path.join(work, "checkpoint.pt")
    spent, steps, stage_steps, seen = 0.0, 0, 0, 0
    saved = torch.load(checkpoint, weights_only=False) if os.path.exists(checkpoint) else None
    vocabulary = hashlib.sha256(tokenizer.to_str().encode()).hexdigest()
    if saved:
        if saved.get("vocabulary", vocabulary) != vocabulary:
            raise SystemExit(f"{checkpoint} is of another vocabulary; delete it to begin anew")
        while len(model.transformer["layer"]) < saved["layers"]:
            model.grow()
        model.load_state_dict(saved["model"])
        spent, steps, stage_steps, seen = saved["spent"], saved["steps"], saved["stage_steps"], saved["seen"]
        sampler.rng = np.random.default_rng(settings.seed + steps)
        log(f"resumed at step {steps}, {spent / 60:.1f} minutes")
    else:
        rows = np.concatenate([pool.queries, pool.passages])
        model.start_as_mean_of_words(torch.from_numpy(np.array(words, np.float32)),
                                     torch.from_numpy(pool.vectors[rows].astype(np.float32).mean(0)))
        log(f"before training: held-back nDCG@10 {held.student(model)}")
    model.to(device)
    adam = optimizer(model, settings)
    if saved:
        adam.load_state_dict(saved["optimizer"])

    def save():
        state = dict(model=model.state_dict(), optimizer=adam.state_dict(), layers=len(model.transformer["layer"]),
                     spent=spent, steps=steps, stage_steps=stage_steps, seen=seen,
                     vocabulary=vocabulary, settings=dataclasses.asdict(settings))
        torch.save(state, checkpoint + ".new")
        os.replace(checkpoint + ".new", checkpoint)

    total = minutes * 60
    saved_at = evaluated_at = told_at = spent
    begun_at, begun_seen = spent, seen
    clock = time.time()
    sums, counted = {}, 0
    while spent < total:
        share = spent / total
        if share >= settings.single_layer_share and len(model.transformer["layer"]) < settings.layers:
            while len(model.transformer["layer"]) < settings.layers:
                model.grow()
            adam, stage_steps = optimizer(model, settings), 0
            log(f"grown to {settings.layers} layers at step {steps}; held-back nDCG@10 {held.student(model)}")
            clock = time.time()
        balanced = share >= settings.topic_share_from
        q, p, n = sampler.topic_aware(settings.topic_batch) if balanced else sampler.uniform(settings.warm_batch)
        rows = np.concatenate([pool.queries[q], pool.passages[p], pool.passages[n]])
        student = batches.encode(model, pool.tokens, rows)
        teacher = torch.from_numpy(pool.vectors[rows].astype(np.float32)).to(device)
        loss, parts = losses.total(student, teacher, settings, balanced)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        for group in adam.param_groups:
            group["lr"] = group["peak"] * rate_factor(share, stage_steps, settings)
        adam.step()
        adam.zero_grad()

        steps, stage_steps, counted = steps + 1, stage_steps + 1, counted + 1
        seen += int(pool.tokens.lengths[rows].sum())
        for k, v in parts.items():
            sums[k] = sums.get(k, 0.0) + v
        now = time.time()
        spent, clock = spent + now - clock, now
        if spent - told_at > 30:
            log(f"{spent / 60:5.1f}/{minutes:g} min, step {steps}, {seen / 1e6:.2f} M tokens, {(seen - begun_seen) / (spent - begun_at):.0f}/s, "
                + ", ".join(f"{k} {v / counted:.4f}" for k, v in sums.items()))
            sums, counted, told_at = {}, 0, spent
        if spent - evaluated_at > settings.evaluate_minutes * 60:
            log(f"{spent / 60:5.1f} min: held-back nDCG@10 {held.student(model)}")
            evaluated_at, clock = spent, time.time()
        if spent - saved_at > settings.checkpoint_minutes * 60:
            save()
            saved_at = spent
    save()
    log(f"end: step {steps}, {seen / 1e6:.2f} M tokens, held-back nDCG@10 {held.student(model)}")
    return model
