"""What moves a hit up, the same for every engine; measured, not guessed: docs/algorithms/relevance.md.

The score is BM25 over all words of a text as one bag. To it are added, weighed lightly enough that they decide between
hits that are nearly equal and never outweigh a word: the same words in the title, and neighbours in the query that
stand close together in the text.
"""

from __future__ import annotations

READERS_LANGUAGE = 1.5  # factor for texts in the language the query is written in, else the one the person reads
IN_TITLE = 0.1  # how much of its score a word gains again by standing in the title or a keyword
TOGETHER = 0.05  # of the score of a pair of neighbours found as a phrase
APART = 3  # words that may stand between such neighbours
