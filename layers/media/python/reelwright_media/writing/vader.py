"""Sentiment of a sentence: the VADER lexicon and rules (Hutto and Gilbert, ICWSM 2014), English only."""

from functools import cache

from vader import SentimentIntensityAnalyzer


class VaderValence:
    """A ValenceReader for English. In any other language every text is 0.0.

    In other languages the lexicon would match false friends, such as the German article "die". The arc of such a script
    is flat, so readers of the arc must treat a flat line as "unknown", not as "dull".
    """

    def __init__(self, language: str = "en") -> None:
        """Set the BCP 47 language of the texts."""
        self._english = language.lower().replace("_", "-").split("-")[0] == "en"

    def valence(self, text: str) -> float:
        """Compute VADER's compound score, -1 (negative) to 1 (positive). 0.0 if no word is in the lexicon."""
        return float(_analyzer().polarity_scores(text)["compound"]) if self._english else 0.0


@cache
def _analyzer() -> SentimentIntensityAnalyzer:
    """Load the analyzer once; it is immutable and shared."""
    return SentimentIntensityAnalyzer()
