"""Known-item search on the held-back texts: each made query has to find its own passage."""
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
        place = {row: column for column, row in enumerate(self.passages)}
        self.target = torch.tensor([place[texts[i].passage] for i in self.queries])

    def ndcg(self, queries, passages):
        scores = queries @ passages.T
        own = scores.gather(1, self.target[:, None])
        rank = (scores > own).sum(1) + 1
        return torch.where(rank <= 10, 1 / torch.log2(rank + 1.0), torch.zeros(())).mean().item()

    def teacher(self):
        return self.ndcg(*(torch.from_numpy(self.vectors[rows].astype(np.float32)) for rows in (self.queries, self.passages)))

    def student(self, model):
        return self.ndcg(batches.encode_all(model, self.tokens, self.queries),
                         batches.encode_all(model, self.tokens, self.passages))
