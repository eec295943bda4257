"""Which texts of a film a brand's font cannot set: the result says so as a fallback."""

from collections.abc import Iterator
from typing import Final

from reelwright.film.scenes.model import ScenePlan
from reelwright.film.text.characters import main_script
from reelwright.film.text.lettering import capitals
from reelwright.film.timeline.model import Timeline
from reelwright.jobs.model import Fallback
from reelwright_media.steps.context import StepContext

_MOST_NAMED: Final = 12
"""Letters that a reason lists."""


def lacking_letters(context: StepContext, plan: ScenePlan, timeline: Timeline) -> Fallback | None:
    """Find the texts with letters that the timeline's font lacks; None if there is no font, or no such text."""
    if timeline.font is None:
        return None
    from reelwright_media.typography.faces import lacking  # noqa: PLC0415 - it loads numpy, for brands' fonts alone

    font, language = context.fetch(timeline.font), plan.language
    found = [lacking(text, font, main_script(text, language)) for text in texts_of(plan, timeline)]
    letters = "".join(dict.fromkeys("".join(found)))
    if not letters:
        return None
    named = ", ".join(letters[:_MOST_NAMED]) + (", ..." if len(letters) > _MOST_NAMED else "")
    reason = f"the font lacks {named}: {sum(map(bool, found))} of {len(found)} texts are set in the built-in faces"
    return Fallback(capability="font", asked="brand.font", used="built-in", reason=reason)


def texts_of(plan: ScenePlan, timeline: Timeline) -> list[str]:
    """List the texts that are set in type, as they are set: each is in one face."""
    language, information = plan.language, [shot.information for shot in timeline.shots if shot.information]
    styled = [*_titles(timeline), *(" ".join(word.text for word in line.words) for line in timeline.burned_captions)]
    large = [timeline.title, *(scene.brief.headline or "" for scene in plan.scenes)]
    large += [item.text for shown in information for item in shown.items]
    plain = [] if timeline.hook is None else [timeline.hook.intro]
    plain += [] if timeline.closing is None else [timeline.closing.call]
    plain += [item.label for shown in information for item in shown.items]
    (large if timeline.style.capitals else plain).extend(styled)
    return list(dict.fromkeys(text for text in (*(capitals(one, language) for one in large), *plain) if text))


def _titles(timeline: Timeline) -> Iterator[str]:
    """Yield the hook and the title of the closing card, which have the style of the captions."""
    if timeline.hook is not None:
        yield " ".join(word.text for word in timeline.hook.words)
    if timeline.closing is not None:
        yield timeline.closing.title
