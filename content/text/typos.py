"""How far a mistyped word is from the word meant. Used by search, by the bot's gazetteer, and on Rasa's Python 3.10."""


def distance(left: str, right: str, limit: int) -> int:
    """Damerau-Levenshtein (neighbours may swap once): insertions, deletions, replacements and swaps; `limit + 1` when more."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        now = [i]
        for j, other in enumerate(right, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > limit:
            return limit + 1
        before, row = row, now
    return row[-1]
