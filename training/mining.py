"""Candidates of each query by the teacher's scores, and topics of queries by k-means."""
import numpy as np
import torch
from sklearn.cluster import MiniBatchKMeans


def candidates(queries, passages, sources, mined, extra, seed):
    """queries [q, d], passages [p, d]; sources [q]: each query's own passage or -1.

    -> (columns [q, mined + extra + 1], scores alike): own passage first (or again the best
    one), then the teacher's best, then passages drawn from all.
    """
    rng = np.random.default_rng(seed)
    passages = torch.from_numpy(passages.astype(np.float32))
    columns = np.zeros((len(queries), 1 + mined + extra), np.int32)
    scores = np.zeros(columns.shape, np.float32)
    for begin in range(0, len(queries), 1024):
        rows = slice(begin, min(begin + 1024, len(queries)))
        all_scores = torch.from_numpy(queries[rows].astype(np.float32)) @ passages.T
        best = all_scores.topk(mined, dim=1).indices.numpy()
        own = np.where(sources[rows] >= 0, sources[rows], best[:, 0])
        drawn = rng.integers(0, len(passages), (len(best), extra))
        columns[rows] = np.concatenate([own[:, None], best, drawn], axis=1)
        scores[rows] = np.take_along_axis(all_scores.numpy(), columns[rows], 1)
    return columns, scores


def topics(queries, k, seed):
    """-> the topic of each query."""
    model = MiniBatchKMeans(min(k, len(queries) // 20 or 1), random_state=seed, batch_size=4096, n_init=1, max_iter=30)
    return model.fit_predict(queries.astype(np.float32))
