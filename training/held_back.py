"""Two measures on the held-back texts, which no training has seen.

Known-item search: each made query has to find its own passage. Made queries repeat words of
their passage, so a student can pass its teacher there. Agreement: over all held-back queries,
real questions among them, the share of the teacher's first ten passages that are among the
student's first ten.
"""
import numpy as np
import torch

import batches


class HeldBack:
    def __init__(self, texts, tokens, vectors, labelled, settings):
        self.tokens, self.vectors = tokens, vectors
        usable = [i for i, t in enumerate(texts) if t.held and labelled[i]]
        self.passages = np.array([i for i in usable if texts[i].kind == "passage"][:settings.held_passages])
        known = set(self.passages.tolist())
        self.queries = np.array([i for i in usable if texts[i].kind == "query" and texts[i].passage in known]
                                [:settings.held_queries])
        self.all_queries = np.array([i for i in usable if texts[i].kind == "query"][:4 * settings.held_queries])
        place = {row: column for column, row in enumerate(self.passages)}
        self.target = torch.tensor([place[texts[i].passage] for i in self.queries])

    def ndcg(self, queries, passages):
        scores = queries @ passages.T
        own = scores.gather(1, self.target[:, None])
        rank = (scores > own).sum(1) + 1
        return torch.where(rank <= 10, 1 / torch.log2(rank + 1.0), torch.zeros(())).mean().item()

    def agreement(self, queries, passages):
        first = [(q @ p.T).topk(10, dim=1).indices for q, p in ((queries, passages), self.labels(self.all_queries, self.passages))]
        return (first[0][:, :, None] == first[1][:, None, :]).any(2).float().mean().item()

    def labels(self, *parts):
        return [torch.from_numpy(self.vectors[rows].astype(np.float32)) for rows in parts]

    def teacher(self):
        return self.ndcg(*self.labels(self.queries, self.passages))

    def student(self, model):
        """-> a line with both measures."""
        queries, all_queries, passages = (batches.encode_all(model, self.tokens, rows)
                                          for rows in (self.queries, self.all_queries, self.passages))
        return f"{self.ndcg(queries, passages):.4f}, agreement {self.agreement(all_queries, passages):.4f}"
