"""Plans scenes from a script: thoughts, keywords, moods, and a picture brief for each."""

import random
from typing import Final

from reelwright.errors import ContentError
from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.acting import DONE_TO_THINGS, SceneAct, act_in
from reelwright.film.scenes.brand import BrandColours
from reelwright.film.scenes.casting import Casting, Part
from reelwright.film.scenes.concepts import Concept, ConceptTable, concept_table
from reelwright.film.scenes.counting import counted_in
from reelwright.film.scenes.entering import entrances_of
from reelwright.film.scenes.headline import headline_of, written
from reelwright.film.scenes.information.rules import information_of, without_repeats
from reelwright.film.scenes.keywords import keywords, word_weights
from reelwright.film.scenes.length import too_long
from reelwright.film.scenes.lexicon import IconNames, Lexicons
from reelwright.film.scenes.look import InBatch, look_of
from reelwright.film.scenes.mapping import unless_things_say_more
from reelwright.film.scenes.matching import Match, Matcher
from reelwright.film.scenes.model import FilmLook, Mood, PictureBrief, Scene, ScenePlan
from reelwright.film.scenes.moods import is_sorrowful, mood_votes, strongest_mood
from reelwright.film.scenes.past import as_of_then, is_long_ago, tells_of_long_ago
from reelwright.film.scenes.people import Sex, has_sexes
from reelwright.film.scenes.poster import as_poster
from reelwright.film.scenes.pronouns import sex_in
from reelwright.film.scenes.referring import References, begins_with_pronoun
from reelwright.film.scenes.thoughts import Thought, split_passages
from reelwright.film.scenes.titling import title_of
from reelwright.film.script.meaning import Embedder, ValenceReader
from reelwright.film.text.listing import items_of
from reelwright.film.text.markup import PassageText, ScriptFormat, unmark, unmark_title
from reelwright.film.text.sentences import split_clauses

_KEYWORDS_PER_SCENE: Final = 4
_SAD: Final = -0.5
"""Valence (-1 to 1) from which a sentence is sad."""
_FILM_MOOD_BONUS: Final = 0.6
_LARGEST_SEED: Final = 2**31 - 1


def plan_film(
    text: str,
    *,
    title: str,
    language: str,
    preset: Preset,
    embedder: Embedder,
    valence: ValenceReader | None = None,
    seed: int = 0,
    script_format: ScriptFormat = "plain",
    voice_speed: float = 1.0,
    least_scenes: int = 1,
    lexicons: Lexicons | None = None,
    colours: BrandColours | None = None,
    in_batch: InBatch | None = None,
) -> ScenePlan:
    """Plan the scenes of a script. Deterministic.

    `script_format` selects the handling of markup (`text.markup`). Unspoken text is in no scene; a pause of the script
    follows its scene. Markup is removed from the title too.

    `colours` of a brand replace the palette that follows from mood and script. A film of a batch has its look by its line.
    `lexicons` names icons in languages other than English; without it, single words are compared by meaning.
    `valence` rates English only, so it is used for English scripts only. Raises ContentError if nothing in the text can
    be spoken, or if it is clearly too long for the platform.
    """
    passages = spoken_passages(text, script_format)
    excess = too_long(
        " ".join(one.text for one in passages),
        preset,
        voice_speed=voice_speed,
        pause_seconds=sum(one.pause_seconds for one in passages),
    )
    if excess is not None:
        raise ContentError(f"{excess[0].upper()}{excess[1:]}.")
    planner = _Planner(
        title=unmark_title(title, script_format),
        language=language,
        thoughts=split_passages(passages, language, least=least_scenes),
        embedder=embedder,
        valence=valence,
        seed=seed,
        table=concept_table(),
        names=() if lexicons is None else lexicons.names(language),
        colours=colours,
        in_batch=in_batch,
    )
    return planner.plan()


def spoken_passages(text: str, script_format: ScriptFormat) -> tuple[PassageText, ...]:
    """Extract the spoken passages of a script. Raises ContentError if there are none."""
    passages = unmark(text, script_format).passages
    if not passages:
        raise ContentError(
            "The script has no words to speak: write at least one word; emoji, marks and stage directions are silent."
        )
    return passages


class _Planner:
    """Plans one film; holds facts about the whole script that all scenes need."""

    def __init__(
        self,
        *,
        title: str,
        language: str,
        thoughts: tuple[Thought, ...],
        embedder: Embedder,
        valence: ValenceReader | None,
        seed: int,
        table: ConceptTable,
        names: tuple[IconNames, ...],
        colours: BrandColours | None,
        in_batch: InBatch | None,
    ) -> None:
        self._title = title
        self._colours = colours
        self._in_batch = in_batch
        self._language = language
        self._thoughts = tuple(thought.text for thought in thoughts)
        self._pauses = tuple(thought.pause_seconds for thought in thoughts)
        self._valence = valence if language.lower().startswith("en") else None
        self._seed = seed
        self._table = table
        self._matcher = Matcher(table, embedder, language, self._title, names)
        self._weights = word_weights(self._thoughts, language)
        self._shares = self._matcher.theme_shares(self._thoughts)
        self._theme = self._matcher.theme(self._shares)
        self._information = without_repeats(information_of(self._thoughts, language))
        self._is_long_ago = is_long_ago((title, *self._thoughts), language)

    def plan(self) -> ScenePlan:
        matched = [self._matcher.matches(thought, self._shares, self._weights) for thought in self._thoughts]
        self._information = tuple(map(unless_things_say_more, self._information, matched))
        casting = Casting(self._theme, self._table.themes, self._seed, self._sexes(matched))
        mood = self._film_mood(matched)
        look = look_of(mood, self._seed, self._colours, self._in_batch)
        scenes: list[Scene] = []
        references = References(
            self._matcher.matches(self._title, self._shares, self._weights), self._theme, self._language
        )
        for index, (thought, matches) in enumerate(zip(self._thoughts, matched, strict=True)):
            information = self._information[index]
            empty = information is not None and information.fills_frame
            known = () if empty else references.known(index, thought, matches)
            shown = known or (() if empty else references.stand_in(thought, casting.last))
            listed = () if empty else self._listed(thought)
            counted = counted_in(thought, shown, self._language)
            part = casting.cast(shown, sad=self._is_sad(thought), listed=listed, counted=counted)
            references.saw(part, matches)
            entrances = entrances_of(thought, part.subjects, matches)
            is_old = self._is_long_ago or tells_of_long_ago(thought, self._language)
            part = as_of_then(part, thought, self._language) if is_old else part
            headline = self._headline(index, part, scenes, is_named=bool(known))
            scenes.append(self._scene(index, part, look, headline).model_copy(update={"entrances": entrances}))
        title = self._title or title_of(" ".join(self._thoughts), self._language)
        scenes[0] = as_poster(scenes[0], scenes[1:], title)
        return ScenePlan(title=title, language=self._language, mood=mood, scenes=tuple(scenes), look=look)

    def _is_sad(self, thought: str) -> bool:
        return is_sorrowful(thought, self._language) or self._feeling(thought) <= _SAD

    def _listed(self, thought: str) -> tuple[Concept, ...]:
        """Find the concrete things of a list in the thought, each once; empty for fewer than two."""
        best = [
            self._matcher.matches(item, self._shares, self._weights)[:1] for item in items_of(thought, self._language)
        ]
        found = {match.concept.name: match.concept for matches in best for match in matches if match.word}
        things = tuple(one for one in found.values() if one.is_concrete and not one.is_place)
        return things if len(things) > 1 else ()

    def _sexes(self, matched: list[tuple[Match, ...]]) -> dict[str, Sex]:
        """Map each role of the film to a sex, by the pronouns of the first thought that names it alone."""
        sexes: dict[str, Sex] = {}
        for thought, matches in zip(self._thoughts, matched, strict=True):
            sex = sex_in(thought, self._language)
            roles = {name for match in matches for look in match.concept.looks for name in look if has_sexes(name)}
            if sex is not None and len(roles) == 1:
                sexes.setdefault(roles.pop(), sex)
        return sexes

    def _scene(self, index: int, part: Part, look: FilmLook, headline: str | None) -> Scene:
        thought = self._thoughts[index]
        words = keywords(thought, self._language, self._weights, _KEYWORDS_PER_SCENE)
        concept = part.concept
        own = concept.mood if concept is not None and concept.theme == self._theme.name else None
        mood = strongest_mood(mood_votes(thought, own, self._feeling(thought)), look.mood, _FILM_MOOD_BONUS)
        brief = PictureBrief(
            text=thought,
            scenery=part.scenery,
            subjects=part.subjects,
            headline=headline,
            tint=look.palette,
            face=look.face,
            large_type=look.captions.hook,
            treatment=look.treatment,
            arrangement=look.arrangement,
            mood=mood,
            seed=random.Random(f"{self._seed}|{index}|{thought}").randint(1, _LARGEST_SEED),  # noqa: S311 - a repeatable choice, not a secret
            language=self._language,
        )
        return Scene(
            index=index,
            text=thought,
            keywords=words,
            mood=mood,
            brief=brief,
            information=self._information[index],
            act=self._act(thought, part),
            pause_seconds=self._pauses[index],
        )

    def _act(self, thought: str, part: Part) -> SceneAct | None:
        """Find what the shown subject does, or what is done to it.

        None if the verb is that of something else ("the apple falls from the tree", "at the table he broke the plate").
        """
        act = act_in(thought, self._language) if part.subjects and part.concept is not None else None
        if act is None or part.concept is None:
            return None
        before, behind = (
            self._matcher.matches(piece, self._shares, self._weights)
            for piece in (thought[: act.start], "".join(split_clauses(thought[act.end :])[:1]))
        )
        if act.kind in DONE_TO_THINGS and behind:
            acted = min(behind, key=lambda match: match.position).concept.name
            return act if part.concept.name == acted else None
        named = [match.concept.name for match in before]
        stands_for_it = not named and begins_with_pronoun(thought)
        return act if part.concept.name in named[:1] or stands_for_it else None

    def _headline(self, index: int, part: Part, before: list[Scene], *, is_named: bool) -> str | None:
        """Choose a quantity, a denial, or the point of the thought if no subject or place shows it.

        The amount or date of an information scene comes first: renderers that animate it draw it in the headline's place.
        None if one of the last two scenes has the same line.
        """
        thought, information = self._thoughts[index], self._information[index]
        if information is not None and not information.fills_frame:
            return written(information.items[0].text)
        words = keywords(thought, self._language, self._weights, _KEYWORDS_PER_SCENE)
        is_shown = is_named and part.concept is not None
        line = headline_of(thought, words, self._language, is_beside=bool(part.subjects), is_shown=is_shown)
        if line is not None and any(scene.brief.headline == line for scene in before[-2:]):
            return None
        return line

    def _film_mood(self, matched: list[tuple[Match, ...]]) -> Mood:
        votes = mood_votes(" ".join((self._title, *self._thoughts)), None, self._feeling(" ".join(self._thoughts)))
        votes[self._theme.mood] += 1 + len(self._thoughts) / 3
        for matches in matched:
            if matches:
                votes[matches[0].concept.mood] += matches[0].concept.weight
        return strongest_mood(votes)

    def _feeling(self, text: str) -> float:
        return self._valence.valence(text) if self._valence is not None else 0.0
