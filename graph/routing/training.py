"""Learns the classifier's weights from the examples: exact, deterministic, a few seconds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from domain.agents import AGENTS_OF, Audience
from graph.routing.classifier import Head, Weights
from graph.routing.clauses import without_refusals
from graph.routing.examples import Example, load_examples
from graph.routing.features import DIMENSION, features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MEANING_SHARE = 0.5
"""Weight of the embedding beside words; chosen by five-fold cross-validation on the examples."""
REGULARISATION = 5e-5
STEPS = 250
_POWER_ROUNDS = 60
ALONE_TEMPERATURE = 1.6
JOINT_TEMPERATURE = 1.6
"""Chosen so that confidence equals accuracy in cross-validation; see evaluation/routing."""


def training_texts(examples: Sequence[Example]) -> list[str]:
    """What to embed for training, in the order of the examples."""
    return [example.text for example in examples]


def fingerprint(examples: Sequence[Example]) -> str:
    """Hash of everything the weights depend on but the embedder, so that stale ones are noticed.

    Made of what the learner is given, not of source text: a changed word list, clause or feature
    changes it as soon as one example looks different to the learner; a reworded comment does not.
    """
    settings = (DIMENSION, MEANING_SHARE, REGULARISATION, STEPS, ALONE_TEMPERATURE)
    digest = hashlib.sha256(repr((*settings, JOINT_TEMPERATURE)).encode())
    for example in examples:
        found = features(without_refusals(example.text))
        seen = ",".join(f"{bucket}:{found[bucket]:.5f}" for bucket in sorted(found))
        digest.update(f"{example.agent.value}\t{example.text}\t{seen}\n".encode())
    return digest.hexdigest()[:16]


def learn(vectors: Mapping[Audience, Sequence[Sequence[float]]], *, model_id: str) -> Weights:
    """Weights for both audiences.

    Args:
        vectors: per audience one embedding per example of :func:`load_examples`, in order.
        model_id: of the embedder that made them.
    """
    alone: dict[Audience, Head] = {}
    joint: dict[Audience, Head] = {}
    learnt_from: dict[Audience, str] = {}
    for audience in Audience:
        examples = load_examples(audience)
        alone[audience], joint[audience] = learn_heads(
            examples, audience=audience, vectors=vectors[audience]
        )
        learnt_from[audience] = fingerprint(examples)
    return Weights(alone=alone, with_meaning=joint, model_id=model_id, learnt_from=learnt_from)


def learn_heads(
    examples: Sequence[Example], *, audience: Audience, vectors: Sequence[Sequence[float]]
) -> tuple[Head, Head]:
    """The head that knows words only, and the one that knows meaning too.

    Multinomial logistic regression, solved in the space of the examples. Why: with two thousand
    examples and thirty thousand features the dual problem is small, convex, and has one answer,
    so the same examples always give the same router.
    """
    import numpy as np

    agents = AGENTS_OF[audience]
    rows = _Rows([features(without_refusals(example.text)) for example in examples])
    wanted = np.zeros((len(examples), len(agents)), dtype=np.float32)
    for row, example in enumerate(examples):
        wanted[row, agents.index(example.agent)] = 1.0
    meaning = np.asarray(vectors, dtype=np.float32)
    kernel = rows.kernel()
    by_words = _solve(kernel, wanted)
    by_both = _solve(kernel + MEANING_SHARE * (meaning @ meaning.T), wanted)
    return (
        Head(
            agents=agents,
            words=rows.weights(by_words),
            meaning=None,
            temperature=ALONE_TEMPERATURE,
        ),
        Head(
            agents=agents,
            words=rows.weights(by_both),
            meaning=MEANING_SHARE * (by_both.T @ meaning),
            temperature=JOINT_TEMPERATURE,
        ),
    )


class _Rows:
    """The examples' features, dense only where two examples share a bucket."""

    def __init__(self, found: Sequence[Mapping[int, float]]) -> None:
        import numpy as np

        counts = Counter(bucket for row in found for bucket in row)
        self._shared = sorted(bucket for bucket, count in counts.items() if count > 1)
        column = {bucket: place for place, bucket in enumerate(self._shared)}
        self._dense = np.zeros((len(found), len(column)), dtype=np.float32)
        self._alone: list[tuple[int, int, float]] = []
        for row, values in enumerate(found):
            for bucket, value in values.items():
                if bucket in column:
                    self._dense[row, column[bucket]] = value
                else:
                    self._alone.append((row, bucket, value))

    def kernel(self) -> NDArray[np.float32]:
        """Similarity of every example with every other."""
        similar: NDArray[np.float32] = self._dense @ self._dense.T
        for row, _, value in self._alone:
            similar[row, row] += value * value
        return similar

    def weights(self, dual: NDArray[np.float32]) -> NDArray[np.float32]:
        """Agents x buckets."""
        import numpy as np

        weights = np.zeros((dual.shape[1], DIMENSION), dtype=np.float32)
        weights[:, self._shared] = dual.T @ self._dense
        for row, bucket, value in self._alone:
            weights[:, bucket] = dual[row] * value
        return weights


def _solve(kernel: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
    """Accelerated gradient descent on the regularised likelihood (Nesterov)."""
    import numpy as np

    count = len(kernel)
    step = 1.0 / (_largest_eigenvalue(kernel) / count * 0.5 + REGULARISATION)
    current = np.zeros_like(wanted)
    ahead = current
    pace = 1.0
    for _ in range(STEPS):
        raw = kernel @ ahead
        shares = np.exp(raw - raw.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        following = ahead - step * ((shares - wanted) / count + REGULARISATION * ahead)
        next_pace = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = following + (pace - 1) / next_pace * (following - current)
        current, pace = following, next_pace
    return current


def _largest_eigenvalue(kernel: NDArray[np.float32]) -> float:
    """Of a similarity matrix, by power iteration: it sets the step, a decomposition is not needed.

    Most examples resemble each other a little, so the first eigenvector stands far out and few
    rounds are enough. A decomposition takes minutes from three thousand examples on.
    """
    import numpy as np

    direction = np.full((len(kernel), 1), len(kernel) ** -0.5, dtype=np.float32)
    size = 0.0
    for _ in range(_POWER_ROUNDS):
        direction = kernel @ direction
        size = float(np.linalg.norm(direction))
        direction /= size
    return size
