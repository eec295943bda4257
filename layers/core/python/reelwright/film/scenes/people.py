"""Persons and hands: one vector family, in five skin tones.

The concept table names roles (`person:cook`). A film casts each role once, by its seed: the cook of the first scene has
the same face in the last one. This module imports nothing of ours: the image's stage that fetches assets runs it, too.
"""

import random
from typing import Final, Literal

Sex = Literal["woman", "man"]

TONES: Final = ("light", "medium-light", "medium", "medium-dark", "dark")
PREFIX: Final = "person:"
"""Begins a role in the concept table."""
PACK: Final = "people:"
"""Begins the name of a person's picture in a brief: `people:woman-cook-dark`."""

_TRADES: Final = """artist construction-worker cook detective factory-worker farmer firefighter health-worker judge mechanic
office-worker pilot police-officer scientist singer student teacher technologist""".split()  # noqa: SIM905 - words read better than quotes
_DOINGS: Final = """biking climbing dancing facepalming frowning in-lotus-position lifting-weights raising-hand rowing-boat
running shrugging surfing swimming walking""".split()  # noqa: SIM905 - words read better than quotes
_ROLES: Final[dict[str, tuple[str, ...]]] = {
    **{role: (f"woman-{role}", f"man-{role}") for role in (*_TRADES, *_DOINGS)},
    "person": ("woman", "man"),
    "woman": ("woman",),
    "man": ("man",),
    "child": ("girl", "boy"),
    "baby": ("baby",),
    "old-woman": ("old-woman",),
    "old-man": ("old-man",),
    "in-bed": ("person-in-bed",),
    "with-crown": ("person-with-crown",),
    "clapping-hands": ("clapping-hands",),
    "flexed-biceps": ("flexed-biceps",),
    "folded-hands": ("folded-hands",),
    "leg": ("leg",),
    "raised-hand": ("raised-hand",),
    "thumbs-up": ("thumbs-up",),
    "waving-hand": ("waving-hand",),
    "writing-hand": ("writing-hand",),
}
"""Pictures of each role, without the skin tone."""
ICONS: Final = frozenset(f"{icon}-{tone}" for icons in _ROLES.values() for icon in icons for tone in TONES)
"""Every picture of the family that films use."""


def is_person(subject: str) -> bool:
    """Check whether a subject is a role or a person's picture."""
    return subject.startswith((PREFIX, PACK))


_HANDLING: Final = frozenset(f"{PREFIX}{role}" for role in (*_TRADES, "person", "woman", "man", "child"))


def handles_things(subject: str) -> bool:
    """Check whether a role may be shown with a thing; one that is busy with its own action may not."""
    return subject in _HANDLING


_ACTS: Final = frozenset(f"{PREFIX}{role}" for role in _DOINGS)


def is_act(subject: str) -> bool:
    """Check whether a role shows a person who does something, instead of who they are."""
    return subject in _ACTS


_HEADS: Final = frozenset(
    f"{PREFIX}{role}" for role in ("person", "woman", "man", "child", "baby", "old-woman", "old-man")
)
_FROWNING: Final = "-frowning"
_SEXES: Final = ("woman", "man")
_MAY_FROWN: Final = frozenset(f"{PREFIX}{role}" for role in ("person", *_SEXES))
_OLDER_OR_ADULT: Final = frozenset({*_SEXES, "old-woman", "old-man"})
_OF_SEX: Final = {"woman": ("woman", "girl"), "man": ("man", "boy")}
"""How the pictures of each sex begin."""


def is_head(subject: str) -> bool:
    """Check whether a role's picture is a head alone, which can stand nowhere."""
    return subject in _HEADS


def has_sexes(subject: str) -> bool:
    """Check whether a role is played by a woman or a man; a raised hand is neither."""
    return subject.startswith(PREFIX) and len(_ROLES.get(subject.removeprefix(PREFIX), ())) > 1


def is_other_sex(subject: str, sex: Sex | None) -> bool:
    """Check whether a role can only be played by the other sex: no "she" refers to the father."""
    role = subject.removeprefix(PREFIX)
    return sex is not None and role in _OLDER_OR_ADULT and sex not in role.split("-")


def cast_person(subject: str, seed: int, sex: Sex | None = None, *, sad: bool = False) -> str:
    """Choose the picture of a role for a film; other subjects are unchanged. Raises KeyError for an unknown role.

    `sex` limits the choice if the role has pictures of both. A `sad` adult frowns; sex and skin tone stay.
    """
    if not subject.startswith(PREFIX):
        return subject
    role = subject.removeprefix(PREFIX)
    chance = random.Random(f"{seed}|{role}")  # noqa: S311 - a repeatable choice, not a secret
    fitting = [icon for icon in _ROLES[role] if sex is not None and icon.startswith(_OF_SEX[sex])]
    icon, tone = chance.choice(fitting or _ROLES[role]), chance.choice(TONES)
    return f"{PACK}{icon}{_FROWNING if sad and icon in _SEXES else ''}-{tone}"


def smiles_always(subject: str) -> bool:
    """Check whether a role is a head that smiles in every picture: no child of the family can look sad."""
    return is_head(subject) and subject not in _MAY_FROWN
