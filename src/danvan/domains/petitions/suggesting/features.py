"""A text as numbers: which hashed pieces of six signs stand in it, all of them together of length one."""

import numpy as np

from danvan.domains.petitions.likeness.prints import Print

SIZE = 2**15
_MASK = np.uint32(SIZE - 1)


def places(told: Print) -> np.ndarray:
    """Places (0 to SIZE - 1, each once, sorted) of the pieces of a text; empty for one too short to tell."""
    return np.unique(told.pieces & _MASK).astype(np.int64)


def scores(found: np.ndarray, weights: np.ndarray, intercepts: np.ndarray) -> np.ndarray:
    """A linear model's scores, shape (classes,); weights have shape (classes, SIZE)."""
    if not found.size:
        return intercepts.astype(np.float64)
    total: np.ndarray = weights[:, found].sum(axis=1, dtype=np.float64) / np.sqrt(found.size) + intercepts
    return total


def shares(raw: np.ndarray, warmth: float) -> np.ndarray:
    """Scores as shares that sum to 1 along the last axis; a larger `warmth` makes them less certain."""
    warm = raw / warmth
    risen = np.exp(warm - warm.max(axis=-1, keepdims=True))
    result: np.ndarray = risen / risen.sum(axis=-1, keepdims=True)
    return result
