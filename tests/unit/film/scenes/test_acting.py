"""Verbs that are shown: which act they are, and which words only look like one."""

import pytest

from reelwright.film.scenes.acting import act_in


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "The balloon rises above the town.", "rise"),
        ("en", "The ice is melting fast.", "shrink"),
        ("en", "The vase broke into pieces.", "break"),
        ("es", "El globo sube al cielo.", "rise"),
        ("fr", "La pomme tombe de l'arbre.", "fall"),
        ("it", "La luna gira intorno alla Terra.", "spin"),
        ("pt", "O barco desaparece no mar.", "leave"),
        ("de", "Der Apfel fällt vom Baum.", "fall"),
        ("en", "The fall of Rome was slow.", None),
        ("en", "The whale never sank.", None),
        ("en", "Turn left at the corner.", None),
        ("en", "Drop it now.", None),
        ("de", "Der Fall war klar.", None),
        ("zh", "气球升起来了。", None),
    ],
)
def test_a_verb_becomes_an_act(language: str, text: str, kind: str | None) -> None:
    """Nouns, orders to the viewer and negated verbs are no acts."""
    act = act_in(text, language)
    assert (act and act.kind) == kind
