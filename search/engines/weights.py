"""What moves a hit up, the same for every engine; measured, not guessed: docs/algorithms/relevance.md.

The score is BM25 over all words of a text as one bag. To it are added, weighed lightly enough that they decide between
hits that are nearly equal and never outweigh a word: the same words in the title, and neighbours in the query that
stand close together in the text. A word the question excludes counts less (search.analysis.exclusions), and one it
repeats counts more, but ever less so.
"""

from __future__ import annotations

READERS_LANGUAGE = 2.5  # factor for texts in the language the query is written in, else the one the person reads
IN_TITLE = 0.1  # how much of its score a word gains again by standing in the title or a keyword
TOGETHER = 0.05  # of the score of a pair of neighbours found as a phrase
APART = 3  # words that may stand between such neighbours
SATURATION = 8.0  # k3 of BM25 (Robertson and Zaragoza 2009): how slowly a word that a question repeats stops adding


def repeated(often: int) -> float:
    """The weight of a word that a question has so often: 1 for once, never more than 1 + SATURATION."""
    return (SATURATION + 1) * often / (SATURATION + often)
