"""A linear intent classifier over TF-IDF features. Trained with scikit-learn, predicted with numpy alone, stored without pickle.

Each block of features is weighed by sublinear term frequency times inverse document frequency and normalised to length one.
"""

import json
import math
from pathlib import Path
from typing import Any, Dict, Iterable, List, NamedTuple, Sequence, Tuple

import numpy as np

from chatbot.nlu import features
from chatbot.nlu.features import Block
from content.text.folding import fold

# One-against-rest support vectors: on 12,600 examples as good as a multinomial regression (macro-F1 .86 to .85 on a held-out quarter) and
# trained in 3 s instead of 70.
STRENGTH = 1.0
# Margins are no probabilities. This factor before the softmax gave the best log-likelihood on the held-out quarter (3: .81, 5: .58, 8: .61).
SHARPNESS = 5.5
LEAST_DOCUMENTS = (1, 2)
# Folding decides what a feature is. A model remembers how these were folded and refuses to work with another fold.
FOLD_PROBES = "Ђорђе џеп љубав Çka n'Gjermani SHKOLLË Ö ß Đak’s"


class ModelMismatch(RuntimeError):
    """The stored model was trained with other features or another folding than the code now has."""


class Example(NamedTuple):
    """A training message: its text, the kinds of entities in it, and its intent."""

    text: str
    kinds: Tuple[str, ...]
    intent: str


class LinearModel:
    """Intents by a weight for each feature."""

    def __init__(
        self,
        labels: Sequence[str],
        vocabularies: Sequence[Dict[str, int]],
        idf: np.ndarray,
        weights: np.ndarray,
        bias: np.ndarray,
    ):
        self.labels = list(labels)
        self.vocabularies = list(vocabularies)
        self.idf = idf
        self.weights = weights
        self.bias = bias

    def predict(self, text: str, kinds: Iterable[str] = ()) -> List[Tuple[str, float]]:
        """All intents with their probabilities, the most likely first."""
        return self.ranked(self.margins(text, kinds))

    def margins(self, text: str, kinds: Iterable[str] = ()) -> np.ndarray:
        """For each label how far the message lies on its side: above zero it is that intent rather than all others together."""
        scores = self.bias.copy()
        for block, vocabulary in zip(features.blocks(text, kinds), self.vocabularies):
            rows, values = weigh(block, vocabulary, self.idf)
            if len(rows):
                scores += values @ self.weights[rows]
        return scores

    def ranked(self, scores: np.ndarray) -> List[Tuple[str, float]]:
        """The labels with their probabilities, the most likely first."""
        likely = np.exp((scores - scores.max()) * SHARPNESS)
        likely /= likely.sum()
        order = np.argsort(-likely)
        return [(self.labels[index], float(likely[index])) for index in order]

    def save(self, folder: Path) -> None:
        """Writes `intents.json` and `intents.npz`."""
        words = [sorted(vocabulary, key=lambda term: vocabulary[term]) for vocabulary in self.vocabularies]
        head = {"labels": self.labels, "vocabularies": words, "stamp": stamp()}
        (folder / "intents.json").write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(
            folder / "intents.npz",
            idf=self.idf.astype(np.float32),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
        )

    @classmethod
    def load(cls, folder: Path) -> "LinearModel":
        """Reads what `save` wrote.

        Raises:
            ModelMismatch: it was trained with other features or another folding.
        """
        head = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        if head["stamp"] != stamp():
            raise ModelMismatch(
                "The bot's model was trained with another version of content.text or chatbot.nlu; train it again."
            )
        vocabularies, offset = [], 0
        for words in head["vocabularies"]:
            vocabularies.append({term: offset + place for place, term in enumerate(words)})
            offset += len(words)
        with np.load(folder / "intents.npz", allow_pickle=False) as arrays:
            return cls(
                head["labels"],
                vocabularies,
                arrays["idf"],
                arrays["weights"].astype(np.float32),
                arrays["bias"],
            )


def stamp() -> Dict[str, Any]:
    """What a model depends on besides its data."""
    return {"features": features.VERSION, "fold": fold(FOLD_PROBES)}


def weigh(block: Block, vocabulary: Dict[str, int], idf: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """The known features of a block as rows and their normalised TF-IDF values."""
    known = [(vocabulary[term], count) for term, count in block.items() if term in vocabulary]
    if not known:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    rows = np.fromiter((row for row, _ in known), dtype=np.int64, count=len(known))
    values = (
        np.fromiter((1.0 + math.log(count) for _, count in known), dtype=np.float32, count=len(known))
        * idf[rows]
    )
    return rows, values / np.linalg.norm(values)


def train(examples: Sequence[Example], strength: float = STRENGTH) -> LinearModel:
    """Fits a model. Needs scikit-learn, which prediction doesn't.

    Args:
        examples: messages with their intents; at least two intents.
        strength: the inverse of the regularisation.
    """
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    counted = [features.blocks(example.text, example.kinds) for example in examples]
    vocabularies, idf = _vocabularies(counted)
    data: List[float] = []
    indices: List[int] = []
    starts = [0]
    for pair in counted:
        for block, vocabulary in zip(pair, vocabularies):
            rows, values = weigh(block, vocabulary, idf)
            indices.extend(rows.tolist())
            data.extend(values.tolist())
        starts.append(len(indices))
    matrix = csr_matrix((np.array(data, dtype=np.float32), indices, starts), shape=(len(examples), len(idf)))
    classifier = LinearSVC(C=strength, class_weight="balanced", random_state=0)
    classifier.fit(matrix, [example.intent for example in examples])
    weights, bias = classifier.coef_, classifier.intercept_
    if len(classifier.classes_) == 2:
        weights, bias = np.vstack([-weights[0], weights[0]]) / 2, np.array([-bias[0], bias[0]]) / 2
    return LinearModel(
        classifier.classes_,
        vocabularies,
        idf,
        np.ascontiguousarray(weights.T, dtype=np.float32),
        bias.astype(np.float32),
    )


def _vocabularies(counted: Sequence[Tuple[Block, Block]]) -> Tuple[List[Dict[str, int]], np.ndarray]:
    """Rows for the features seen often enough, block after block, and their inverse document frequencies."""
    vocabularies: List[Dict[str, int]] = []
    idf: List[float] = []
    for place, least in enumerate(LEAST_DOCUMENTS):
        documents: Dict[str, int] = {}
        for pair in counted:
            for term in pair[place]:
                documents[term] = documents.get(term, 0) + 1
        terms = sorted(term for term, count in documents.items() if count >= least)
        vocabularies.append({term: len(idf) + row for row, term in enumerate(terms)})
        idf.extend(math.log((1 + len(counted)) / (1 + documents[term])) + 1 for term in terms)
    return vocabularies, np.array(idf, dtype=np.float32)
