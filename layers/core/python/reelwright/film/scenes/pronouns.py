"""What the pronouns of a sentence say of the person in it."""

from reelwright.film.scenes.people import Sex
from reelwright.film.text.tokens import letter_runs
from reelwright.film.text.wordlists import words


def sex_in(text: str, language: str) -> Sex | None:
    """Read from the pronouns of a text whether it is about a woman or a man; None if it has none, or both."""
    spoken = {word.casefold() for word in letter_runs(text)}
    found: list[Sex] = [sex for sex in ("woman", "man") if spoken & words(sex, language)]
    return found[0] if len(found) == 1 else None
