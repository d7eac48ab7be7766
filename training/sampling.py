"""Draws batches: uniformly for the warm-up, then the two ideas of TAS-B.

Topic-aware: the queries of one batch come from few topics, so that the passages of the
others are informative negatives. Balanced: of all (positive, negative) pairs of a query,
one is drawn from a uniformly drawn bin of the teacher's margin, so that rare margins are
seen as often as common ones.
"""
import numpy as np


class Sampler:
    def __init__(self, columns, scores, topics, settings):
        self.columns, self.scores, self.settings = columns, scores, settings
        self.rng = np.random.default_rng(settings.seed)
        order = np.argsort(topics, kind="stable")
        self.members = np.split(order, np.flatnonzero(np.diff(topics[order])) + 1)
        # A topic is drawn as often as it has queries, so every query is seen equally often.
        sizes = np.array([len(m) for m in self.members], float)
        self.topic_weights = sizes / sizes.sum()

    def positive(self, query):
        """Its own passage half of the time, else one of the teacher's best."""
        return 0 if self.rng.random() < 0.5 else 1 + self.rng.integers(self.settings.positives)

    def balanced_negative(self, query, positive):
        scores, columns = self.scores[query], self.columns[query]
        margins = scores[positive] - scores
        allowed = np.flatnonzero((columns != columns[positive]) & (margins > 0))
        if len(allowed) == 0:
            return int(np.argmin(scores))
        m = margins[allowed]
        bins = np.minimum(((m - m.min()) / (m.max() - m.min() + 1e-9) * self.settings.margin_bins).astype(int),
                          self.settings.margin_bins - 1)
        chosen = self.rng.choice(np.unique(bins))
        return int(self.rng.choice(allowed[bins == chosen]))

    def pairs(self, queries, balanced):
        """-> (positive, negative) passages of each query."""
        positives, negatives = [], []
        for query in queries:
            positive = self.positive(query)
            negative = (self.balanced_negative(query, positive) if balanced
                        else self.rng.integers(1, self.columns.shape[1]))
            positives.append(self.columns[query, positive])
            negatives.append(self.columns[query, negative])
        return np.array(positives), np.array(negatives)

    def uniform(self, n):
        queries = self.rng.choice(len(self.columns), n, replace=False)
        return queries, *self.pairs(queries, balanced=False)

    def topic_aware(self, n):
        queries = []
        while len(queries) < n:
            topic = self.rng.choice(len(self.members), p=self.topic_weights)
            members = self.members[topic]
            take = min(len(members), -(-n // self.settings.topics_in_batch), n - len(queries))
            queries += list(self.rng.choice(members, take, replace=False))
        queries = np.array(list(dict.fromkeys(queries)))
        return queries, *self.pairs(queries, balanced=True)
