"""Learning from settled letters: a linear model a question, its certainty set right on letters it has not seen."""

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from danvan.domains.petitions.likeness.indexing import RELEASED
from danvan.domains.petitions.likeness.prints import Print
from danvan.domains.petitions.models import LetterText, TrainedModel
from danvan.domains.petitions.suggesting.features import SIZE, places, shares

MOST, LEAST, LEAST_A_CLASS = 40_000, 200, 20
_WARMTHS = np.geomspace(0.05, 20.0, 120)
Question = TrainedModel.Question


@dataclass(frozen=True, slots=True)
class Learnt:
    """A model as plain numbers, and how it did on letters kept aside: share right, and mean gap of certainty to right."""

    classes: list[str]
    weights: np.ndarray
    intercepts: np.ndarray
    warmth: float
    examples: int
    right: float
    gap: float

    def packed(self) -> bytes:
        """The numbers as npz, without objects: reading it can run nothing."""
        out = io.BytesIO()
        np.savez_compressed(
            out,
            classes=np.array(self.classes, dtype=np.str_),
            weights=self.weights.astype(np.float32),
            intercepts=self.intercepts.astype(np.float32),
            warmth=np.array(self.warmth),
        )
        return out.getvalue()


def train() -> dict[str, Learnt | None]:
    """Learn every question from the newest settled letters and keep the models; None where there is too little to learn."""
    rows = examples()
    found = [places(Print(body)) for body, *_answers in rows]
    learnt: dict[str, Learnt | None] = {}
    for at, question in enumerate((Question.KIND, Question.FIELD, Question.UNIT), start=1):
        model = learn(found, [str(row[at]) for row in rows])
        learnt[str(question)] = model
        TrainedModel.objects.filter(question=question).delete()
        if model:
            TrainedModel.objects.create(
                question=question,
                examples=model.examples,
                right_share=round(model.right * 1000),
                gap=round(model.gap * 1000),
                numbers=model.packed(),
            )
    return learnt


def examples() -> list[tuple[str, str, str, int]]:
    """(folded text, kind, field, unit) of the newest settled letters that stand in the index, so of no tố cáo."""
    settled = LetterText.objects.filter(
        letter__letter__record__state="giai_quyet", letter__letter__record__letter__kind__in=RELEASED
    )
    way = "letter__letter__record__"
    columns = ("body", f"{way}letter__kind", f"{way}letter__field", f"{way}unit_id")
    return list(settled.order_by("-pk").values_list(*columns)[:MOST])


def learn(found: Sequence[np.ndarray], answers: Sequence[str]) -> Learnt | None:
    """Learn answers from places; None with fewer than LEAST examples or fewer than two classes of LEAST_A_CLASS.

    Of ten examples seven teach, one and a half set the certainty and one and a half try it.
    """
    counts = Counter(answer for answer, told in zip(answers, found, strict=True) if told.size)
    classes = sorted(answer for answer, count in counts.items() if count >= LEAST_A_CLASS)
    used = [at for at, answer in enumerate(answers) if answer in classes and found[at].size]
    if len(used) < LEAST or len(classes) < 2:
        return None
    order = np.random.default_rng(7).permutation(used)
    teach, warm, tried = np.split(order, [int(len(order) * 0.7), int(len(order) * 0.85)])
    known = np.array([classes.index(answer) if answer in classes else -1 for answer in answers])
    weights, intercepts = _fitted(_matrix([found[at] for at in teach]), known[teach], len(classes))
    warmth = _warmth(_raw(found, warm, weights, intercepts), known[warm])
    right, gap = _tried(shares(_raw(found, tried, weights, intercepts), warmth), known[tried])
    return Learnt(classes, weights, intercepts, warmth, len(used), right, gap)


def _matrix(found: Sequence[np.ndarray]) -> Any:
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    ends = np.cumsum([0, *(told.size for told in found)])
    values = np.concatenate([np.full(told.size, 1 / np.sqrt(told.size)) for told in found])
    return csr_matrix((values, np.concatenate(found), ends), shape=(len(found), SIZE))


def _fitted(matrix: Any, known: np.ndarray, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights (classes, SIZE) and intercepts; of two classes the second's weights mirror the first's."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10.0, max_iter=300).fit(matrix, known)
    weights, intercepts = np.zeros((classes, SIZE)), np.full(classes, -20.0)
    if model.coef_.shape[0] == 1:
        weights[model.classes_[1]], weights[model.classes_[0]] = model.coef_[0] / 2, -model.coef_[0] / 2
        intercepts[model.classes_[1]] = model.intercept_[0] / 2
        intercepts[model.classes_[0]] = -model.intercept_[0] / 2
    else:
        weights[model.classes_], intercepts[model.classes_] = model.coef_, model.intercept_
    return weights.astype(np.float32), intercepts.astype(np.float32)


def _raw(
    found: Sequence[np.ndarray], which: np.ndarray, weights: np.ndarray, intercepts: np.ndarray
) -> np.ndarray:
    raw: np.ndarray = _matrix([found[at] for at in which]) @ weights.T.astype(np.float64) + intercepts
    return raw


def _warmth(raw: np.ndarray, known: np.ndarray) -> float:
    """The warmth under which the known answers are likeliest."""
    lines = np.arange(len(known))
    losses = [-np.log(shares(raw, warmth)[lines, known] + 1e-12).mean() for warmth in _WARMTHS]
    return float(_WARMTHS[int(np.argmin(losses))])


def _tried(given: np.ndarray, known: np.ndarray) -> tuple[float, float]:
    """Share right, and the expected gap between certainty and share right over ten steps of certainty."""
    sure, right = given.max(axis=1), given.argmax(axis=1) == known
    steps = np.minimum((sure * 10).astype(int), 9)
    gaps = [
        abs(sure[steps == step].mean() - right[steps == step].mean()) * (steps == step).sum()
        for step in np.unique(steps)
    ]
    return float(right.mean()), float(sum(gaps) / len(known))
