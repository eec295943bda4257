"""Models of scripts: ideas, hooks and scores; and the port of the text provider."""

from typing import Final, Literal, Protocol

from reelwright.values import Value

Genre = Literal["comedy", "motivational", "drama", "horror", "calm"]
"""The genres that have templates: fiction and moods, which claim no fact."""

DEFAULT_SECONDS: Final = 30.0
"""The length of a script if the request names none."""


class Idea(Value):
    """The subject of a film from a prompt, with its length, language and seed."""

    prompt: str
    """The user's own words: a topic ("black holes") or a wish ("make a video about black holes")."""
    language: str = "en-US"
    seconds: float = DEFAULT_SECONDS
    sources: tuple[str, ...] = ()
    """Texts that all facts must come from; empty: the writer's own knowledge."""
    seed: int = 0
    """The same idea with the same seed gives the same text (local writers)."""


class HookVariant(Value):
    """One way to open the film, and how promising it looks (0-1; see `reelwright.film.script.hooks`)."""

    text: str
    score: float
    reasons: tuple[str, ...] = ()
    """The parts of the score, a few words each, strengths first."""


class Hook(Value):
    """The opening sentence, and every variant it was chosen from, best first."""

    text: str
    variants: tuple[HookVariant, ...]


class ScriptScore(Value):
    """The score of a script, 0 (poor) to 1 (good), with one sentence of advice."""

    value: float
    advice: str
    details: dict[str, float]
    """The measurements used for the value, by name; units are in the names."""
    measured: bool = True
    """False if the language is not supported: then `value` is 0.5 and is ignored."""


class TextProvider(Protocol):
    """Writes hooks and scripts."""

    name: str

    def write_hook(self, idea: Idea) -> Hook:
        """Write the first sentence of the film.

        Raises ContentError if the prompt names no topic or its language is not supported.
        """

    def write_script(self, idea: Idea, hook: str, *, rewrite: int, advice: tuple[str, ...]) -> str:
        """Write the whole script, `hook` first, about `idea.seconds` long.

        `rewrite` counts from 0; each rewrite must be another text, written with the `advice` of the last scores.
        """
