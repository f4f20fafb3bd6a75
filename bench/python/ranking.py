"""Ranks and metrics of lib/evaluation, written as one writes them in PyTorch and numpy."""

import numpy as np
from cpu_torch import torch

CUTOFFS = (5, 10, 20, 50, 100)


class Seen:
    """Items of each user that are not ranked, in compressed rows."""

    def __init__(self, users, items, user_count):
        order = torch.argsort(users, stable=True)
        self.items = items[order]
        self.starts = torch.zeros(user_count + 1, dtype=torch.int64)
        torch.cumsum(torch.bincount(users, minlength=user_count), 0, out=self.starts[1:])

    def positions(self, users):
        """Row and column of every seen item in a block of scores."""
        lengths = self.starts[users + 1] - self.starts[users]
        rows = torch.repeat_interleave(torch.arange(len(users)), lengths)
        first = torch.cumsum(lengths, 0) - lengths
        return rows, self.items[torch.arange(len(rows)) + (self.starts[users] - first)[rows]]


@torch.no_grad()
def rank(user_vectors, item_vectors, seen, users, items, block=1024):
    """Rank of each held-out positive among the items its user has not seen; ties rank it last."""
    ranks = torch.empty(len(users), dtype=torch.int64)
    for start in range(0, len(users), block):
        own = slice(start, start + block)
        scores = user_vectors[users[own]] @ item_vectors.T
        positive = scores.gather(1, items[own, None])
        scores[seen.positions(users[own])] = -torch.inf
        ranks[own] = (scores >= positive).sum(1)
    return ranks.numpy()


def ndcg(ranks, cutoff):
    return np.where(ranks <= cutoff, 1 / np.log2(ranks + 1), 0).mean()


def all_metrics(ranks, in_head):
    """HR and NDCG at every cutoff, and MRR, over all positives and those of the head and the tail."""
    metrics = {}
    for group, members in {"overall": slice(None), "head": in_head, "tail": ~in_head}.items():
        own = ranks[members]
        for cutoff in CUTOFFS:
            metrics[f"HR@{cutoff} {group}"] = float((own <= cutoff).mean())
            metrics[f"NDCG@{cutoff} {group}"] = float(ndcg(own, cutoff))
        metrics[f"MRR {group}"] = float((1 / own).mean())
    return metrics
