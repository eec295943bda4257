"""How a sentence feels: the VADER lexicon and rules (Hutto and Gilbert, ICWSM 2014), English only."""

from functools import cache

from vader import SentimentIntensityAnalyzer


class VaderValence:
    """A ValenceReader for English. In any other language every text is 0.0.

    The lexicon would find false friends there: the German article "die" is a death to it. So an arc of such a script is
    flat, and what reads the arc must take a flat line for "not known", not for "dull".
    """

    def __init__(self, language: str = "en") -> None:
        """Take the BCP 47 language of the texts to come."""
        self._english = language.lower().replace("_", "-").split("-")[0] == "en"

    def valence(self, text: str) -> float:
        """Return -1 (bad) to 1 (good): VADER's compound score. 0.0 for a text without a word of the lexicon."""
        return float(_analyzer().polarity_scores(text)["compound"]) if self._english else 0.0


@cache
def _analyzer() -> SentimentIntensityAnalyzer:
    """Return the analyzer; it is immutable and shared."""
    return SentimentIntensityAnalyzer()
