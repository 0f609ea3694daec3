"""How good a ranking is, by the definitions of trec_eval 9 (https://github.com/usnistgov/trec_eval), and whether two
rankings differ by more than chance. Pure functions of lists and dicts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

SHUFFLES = 10_000
SEED = 20_240_601


def ndcg(ranking: Sequence[str], judged: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulated gain at a depth (trec_eval's ndcg_cut), 0 to 1.

    ranking: record ids, best first. judged: record id → grade; a record that is missing, or judged 0 or less, gains
    nothing. The gain is the grade itself (linear, as in trec_eval and BEIR, not 2^grade - 1), the discount log2 of
    the rank + 1, and the best possible sum is taken over all judged records (Järvelin and Kekäläinen 2002).
    """
    best = _discounted(sorted((grade for grade in judged.values() if grade > 0), reverse=True)[:depth])
    return _discounted([max(judged.get(key, 0), 0) for key in ranking[:depth]]) / best if best else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def recall(ranking: Sequence[str], judged: Mapping[str, int], depth: int = 100) -> float:
    """The share of the relevant records (grade 1 or more) among the first `depth` (trec_eval's recall)."""
    relevant = {key for key, grade in judged.items() if grade > 0}
    return len(relevant.intersection(ranking[:depth])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], judged: Mapping[str, int], depth: int = 10) -> float:
    """One over the rank of the first relevant record among the first `depth`, else 0 (trec_eval's recip_rank -M10)."""
    return next((1 / rank for rank, key in enumerate(ranking[:depth], 1) if judged.get(key, 0) > 0), 0.0)


MEASURES = {"nDCG@10": ndcg, "recall@100": recall, "MRR@10": reciprocal_rank}


def chance(differences: Sequence[float], shuffles: int = SHUFFLES) -> float:
    """The two-sided p value of the paired randomisation test: how often differences at least as large on average come
    up when each query's sign is a coin toss (Smucker, Allan and Carterette 2007). The same input gives the same p.

    differences: one system minus the other, per query.
    """
    values = np.array([d for d in differences if d], dtype=float)
    if not len(values):
        return 1.0
    rng = np.random.default_rng(SEED)
    observed = abs(values.sum()) - 1e-12
    extreme = 0
    for begin in range(0, shuffles, 1_000):
        signs = rng.integers(0, 2, size=(min(1_000, shuffles - begin), len(values)), dtype=np.int8) * 2 - 1
        extreme += int((abs(signs @ values) >= observed).sum())
    return (extreme + 1) / (shuffles + 1)
