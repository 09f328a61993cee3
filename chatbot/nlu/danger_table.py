"""Learns `content/text/data/danger-weights.json` from the training messages: `python -m chatbot.nlu.danger_table` with the bot's Python.

The site has no numpy and no classifier; with this table it recognises danger when Rasa doesn't answer. Make it anew after the training data or
`danger.tsv` changed.
"""

import json
import math
from collections import Counter
from typing import Any, Dict, Iterable

from chatbot.nlu import training
from chatbot.nlu.arbiter import DANGER
from content.text.danger import concepts_in
from content.text.danger_weights import TABLE, features

STRENGTH = 1.0
# One message in fifteen is danger; a missed one weighs more than a false alarm.
WEIGHT_OF_DANGER = 3
LEAST_MESSAGES = 2
# The strongest are enough (on another hand's messages as good as all 25,000), and the file stays below 200 KB.
KEPT = 9000
UNIT = 100


def learn(written: Iterable[training.Written]) -> Dict[str, Any]:
    """The table: `bias`, `unit` and `weights` of features in whole units."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    messages = list(dict.fromkeys(written))
    seen = [features(one.text, concepts_in(one.text)) for one in messages]
    counted = Counter(one for each in seen for one in each)
    names = sorted(one for one, count in counted.items() if count >= LEAST_MESSAGES)
    places = {name: place for place, name in enumerate(names)}
    data, indices, starts = [], [], [0]
    for each in seen:
        known = sorted(places[one] for one in each if one in places)
        indices.extend(known)
        data.extend([1 / math.sqrt(len(each))] * len(known))
        starts.append(len(indices))
    matrix = csr_matrix((data, indices, starts), shape=(len(messages), len(names)))
    classifier = LinearSVC(C=STRENGTH, class_weight={True: WEIGHT_OF_DANGER}, random_state=0)
    classifier.fit(matrix, [one.intent == DANGER for one in messages])
    weights = classifier.coef_[0]
    kept = sorted(np.argsort(-abs(weights), kind="stable")[:KEPT])
    table = {names[place]: round(float(weights[place]) * UNIT) for place in kept}
    return {
        "bias": round(float(classifier.intercept_[0]), 4),
        "unit": UNIT,
        "weights": {name: weight for name, weight in table.items() if weight},
    }


if __name__ == "__main__":
    made = json.dumps(learn(training.messages()), ensure_ascii=False, separators=(",", ":"))
    TABLE.write_text(made.replace(',"', ',\n"') + "\n", encoding="utf-8")
    print(f"{TABLE.name}: {TABLE.stat().st_size / 1000:.0f} kB")
