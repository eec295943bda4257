"""English: the rules that read figures, names and signs as a narrator would, and the order in which they apply."""

from reelwright.film.text.reading.bare_units import bare_unit_rules
from reelwright.film.text.reading.durations import duration_rules
from reelwright.film.text.reading.english.amounts import amount_rules
from reelwright.film.text.reading.english.grades import grade_rules
from reelwright.film.text.reading.english.kinds import kind_rules
from reelwright.film.text.reading.english.moments import moment_rules
from reelwright.film.text.reading.english.names import name_rules
from reelwright.film.text.reading.english.numbers import number_rules, rank_rules
from reelwright.film.text.reading.english.parts import part_rules
from reelwright.film.text.reading.english.places import place_rules
from reelwright.film.text.reading.english.short import short_rules
from reelwright.film.text.reading.labels import label_rules
from reelwright.film.text.reading.language import ReadingLanguage
from reelwright.film.text.reading.links import link_rules
from reelwright.film.text.reading.powers import caret_rules, power_rules
from reelwright.film.text.reading.rule import Rule
from reelwright.film.text.reading.signs import sign_rules
from reelwright.film.text.reading.weekdays import weekday_rules


def english_rules(language: ReadingLanguage) -> list[Rule]:
    """List every rule; of two rules that match the same characters, the earlier one applies."""
    return [
        *link_rules(),
        *caret_rules(language),
        *weekday_rules(language),
        *kind_rules(),
        *duration_rules(),
        *moment_rules(language),
        *part_rules(language),
        *rank_rules(),
        *place_rules(language),
        *label_rules(),
        *amount_rules(language),
        *bare_unit_rules(language),
        *grade_rules(),
        *name_rules(language),
        *power_rules(language),
        *number_rules(language),
        *short_rules(language),
        *sign_rules(language),
    ]
