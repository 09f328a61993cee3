"""Which of our languages a short message is written in. Own character statistics; no model file, nothing downloaded."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import exp, log

from content.languages import LANGUAGES

from .folding import fold
from .scripts import CYRILLIC_LETTER, script_of
from .stemming import DATA, gheg, stop_words

_LONGEST_NGRAM = 4
_SMOOTHING = 0.3
_FUNCTION_WORD = (
    1.6  # what a function word of one language alone adds, in nats: as much as two or three telling letters
)
_LETTER = 2.5  # what a letter only one of the languages uses adds
_PRIOR = 0.7  # how much likelier the language of the page or conversation is
_MARGIN = 1.2  # below this lead, nats per message, the prior's language is kept
_SHORTEST = 4  # letters; shorter messages tell nothing
_TELLING = {"sq": re.compile("[ëç]", re.IGNORECASE), "sr": re.compile("[čćšžđ]", re.IGNORECASE)}
_WORD = re.compile(r"[^\W\d_]+")
# Answers that people write in any of the three languages, and names.
_ANYWHERE = frozenset(
    "po jo da ne ok okej okay yes no super hej hello cao viza visa a1 a2 b1 b2 c1 c2 stop start bravo hmm aha chancenkarte ausbildung "
    "anerkennung termin blaue karte vorabzustimmung sperrkonto facebook instagram tiktok whatsapp viber link bot chat test".split()
)


@dataclass(frozen=True)
class Guess:
    """`language` is sq, sr, en, or None without letters and prior; `script` Latn, Cyrl or None; `confidence` 0 to 1."""

    language: "str | None"
    script: "str | None"
    confidence: float


def identify(text: str, prior: "str | None" = None) -> Guess:
    """The language and script of a message. `prior`: the language of the page or of the conversation so far.

    The prior is kept for one-word answers, below four letters, and when the lead of another language is small.
    """
    text = text[:2000]
    script = script_of(text)
    if script == "Cyrl":
        return Guess("sr", script, 0.99)
    words = _WORD.findall(fold(_CYRILLIC_WORD.sub(" ", text)))
    letters = sum(map(len, words))
    if letters < _SHORTEST or all(word in _ANYWHERE for word in words):
        return Guess(prior, script, 0.5 if prior else 0.0)
    scores = _scores(words, text)
    if prior in scores:
        scores[prior] += _PRIOR
    best, _second = sorted(scores.values(), reverse=True)[:2]
    language = max(LANGUAGES, key=lambda code: scores[code])
    total = sum(exp(score - best) for score in scores.values())
    margin = _MARGIN * (2 if len(words) == 1 else 1)
    if prior in scores and language != prior and best - scores[prior] < margin:
        language = prior
    return Guess(language, script, round(exp(scores[language] - best) / total, 3))


_CYRILLIC_WORD = re.compile(f"(?:{CYRILLIC_LETTER.pattern})+")


def _scores(words: "list[str]", text: str) -> "dict[str, float]":
    """Log likelihoods. N-grams of one word overlap, so each counts for a part only."""
    model, own = _model(), _function_words()
    scores = dict.fromkeys(LANGUAGES, 0.0)
    for word in words:
        grams = _ngrams(word)
        for code in LANGUAGES:
            known, unknown = model[code]
            scores[code] += sum(known.get(gram, unknown[len(gram)]) for gram in grams) / _LONGEST_NGRAM
            if word in own[code]:
                scores[code] += _FUNCTION_WORD
    for code, letters in _TELLING.items():
        scores[code] += _LETTER * min(3, len(letters.findall(text)))
    return scores


def _ngrams(word: str) -> "list[str]":
    padded = f"_{word[:30]}_"
    return [
        padded[start : start + size]
        for size in range(1, _LONGEST_NGRAM + 1)
        for start in range(len(padded) - size + 1)
    ]


@cache
def _model() -> "dict[str, tuple[dict[str, float], dict[int, float]]]":
    """Per language: log probability of each n-gram among those of its length, and that of one never seen, by length."""
    counts = {
        code: Counter(gram for word in _training_words(code) for gram in _ngrams(word)) for code in LANGUAGES
    }
    kinds = Counter(len(gram) for gram in set().union(*counts.values()))
    model = {}
    for code, seen in counts.items():
        totals = Counter()
        for gram, count in seen.items():
            totals[len(gram)] += count
        below = {size: totals[size] + _SMOOTHING * kinds[size] for size in kinds}
        known = {gram: log((count + _SMOOTHING) / below[len(gram)]) for gram, count in seen.items()}
        model[code] = (known, {size: log(_SMOOTHING / below[size]) for size in kinds})
    return model


def _training_words(code: str) -> "list[str]":
    lines = (DATA / f"sentences-{code}.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in _WORD.findall(fold(line))]
    return words + sorted(stop_words(code)) + (sorted(gheg()) if code == "sq" else [])


@cache
def _function_words() -> "dict[str, frozenset[str]]":
    """Function words that no other of our languages has."""
    lists = {code: stop_words(code) for code in LANGUAGES}
    return {
        code: lists[code].difference(*(lists[other] for other in LANGUAGES if other != code))
        for code in LANGUAGES
    }
