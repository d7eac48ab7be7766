"""Token storage and length-sorted groups: padding is what a CPU can least afford."""
import numpy as np
import torch

import bf16

GROUP_TOKENS = 4096


class Tokens:
    """All texts' token ids in one flat array; text i is flat[starts[i]:starts[i + 1]]."""

    def __init__(self, tokenizer, texts, most):
        """most [n]: how many tokens of each text are kept, [CLS] and [SEP] included."""
        pieces, lengths = [], []
        for begin in range(0, len(texts), 4096):
            encoded = tokenizer.encode_batch(texts[begin:begin + 4096])
            for i, e in enumerate(encoded):
                ids = e.ids
                if len(ids) > most[begin + i]:
                    ids = ids[:most[begin + i] - 1] + ids[-1:]
                pieces.append(np.array(ids, np.uint16))
                lengths.append(len(ids))
        self.lengths = np.array(lengths)
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)])
        self.flat = np.concatenate(pieces)

    def groups(self, rows):
        """rows, sorted by length and cut into groups -> (places, ids, lengths) of each."""
        order = np.argsort(self.lengths[rows], kind="stable")[::-1]
        begin = 0
        while begin < len(order):
            width = int(self.lengths[rows[order[begin]]])
            places = order[begin:begin + max(1, GROUP_TOKENS // width)]
            ids = np.zeros((len(places), width), np.int64)
            for j, place in enumerate(places):
                start, n = self.starts[rows[place]], self.lengths[rows[place]]
                ids[j, :n] = self.flat[start:start + n]
            yield places, torch.from_numpy(ids), torch.from_numpy(self.lengths[rows[places]])
            begin += len(places)


def encode(model, tokens, rows):
    """-> vectors [len(rows), dim], in the order of rows, differentiable."""
    rows = np.asarray(rows)
    device = next(model.parameters()).device
    places, vectors = [], []
    for where, ids, lengths in tokens.groups(rows):
        places.append(where)
        # A single layer has no product per token: for it the casts cost more than they save.
        with bf16.products(device.type if len(model.transformer["layer"]) > 1 else None):
            vectors.append(model(ids.to(device), lengths.to(device)).float())
    back = torch.from_numpy(np.argsort(np.concatenate(places)))
    return torch.cat(vectors)[back.to(device)]


@torch.no_grad()
def encode_all(model, tokens, rows, step=1024):
    was = model.training
    model.eval()
    out = [encode(model, tokens, rows[i:i + step]).float().cpu() for i in range(0, len(rows), step)]
    model.train(was)
    return torch.cat(out)
