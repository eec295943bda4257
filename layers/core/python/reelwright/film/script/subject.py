"""What a prompt asks of the templates: a topic in a genre of fiction or mood. A prompt that asks for facts is refused."""

from typing import Final

from reelwright.errors import NeedsPointsError
from reelwright.film.script.generation import genre_templates, refuse_foreign
from reelwright.film.script.genres import names_something_real, wish_of
from reelwright.film.script.model import Genre
from reelwright.film.script.topic import Topic, asks_for_facts, topic_of

_NEEDS_POINTS: Final = (
    "No text model is set up here that knows the topic of the prompt: send the points yourself as script_content, one sentence"
    ' each. A prompt alone is enough for a genre of fiction or mood, such as "a funny video about my cat".'
)


def subject_of(prompt: str, language: str) -> tuple[Topic, Genre]:
    """Find the genre that the prompt names, and its topic.

    Raises ContentError if the language is not English, NeedsPointsError where templates would only pretend: for a question,
    for a list, for real names and years, and for motivation that is not about doing something.
    """
    refuse_foreign(language)
    wish = wish_of(prompt)
    if wish is None or asks_for_facts(prompt, wish.topic) or names_something_real(wish.topic):
        raise NeedsPointsError(_NEEDS_POINTS)
    topic = topic_of(wish.topic or genre_templates()[wish.genre].topic)
    if wish.genre == "motivational" and topic.kind != "gerund":
        raise NeedsPointsError(_NEEDS_POINTS)
    return topic, wish.genre
