"""What every voice reads before it is judged: about seventy words a language, everyday words with three numbers in figures.

Written for this purpose. `said` spells the figures out, for a recogniser may write a number either way.
"""

import re
import unicodedata
from typing import Final, NamedTuple


class Passage(NamedTuple):
    """A text, and how each of its figures is said."""

    text: str
    said: dict[str, str]


PASSAGES: Final = {
    "en": Passage(
        "Every morning the baker opens her door before the sun is up. She weighs 12 bags of flour, warms the water, and "
        "waits 45 minutes for the dough to grow. Most people think bread is simple, but small changes matter. A colder "
        "kitchen needs more time, and a hotter oven makes a thinner crust. When the first loaf comes out, she taps it "
        "twice and listens. By noon all 300 loaves are gone, and tomorrow she will do it again.",
        {"12": "twelve", "45": "forty five", "300": "three hundred"},
    ),
    "es": Passage(
        "Cada mañana la panadera abre la puerta antes de que salga el sol. Pesa 12 sacos de harina, calienta el agua y "
        "espera 45 minutos a que crezca la masa. Mucha gente piensa que el pan es sencillo, pero los pequeños cambios "
        "importan. Una cocina más fría necesita más tiempo, y un horno más caliente hace una corteza más fina. Cuando sale "
        "el primer pan, lo golpea dos veces y escucha. Al mediodía los 300 panes ya no están.",
        {"12": "doce", "45": "cuarenta y cinco", "300": "trescientos"},
    ),
    "fr": Passage(
        "Chaque matin, la boulangère ouvre sa porte avant le lever du soleil. Elle pèse 12 sacs de farine, chauffe l'eau "
        "et attend 45 minutes que la pâte lève. Beaucoup de gens pensent que le pain est simple, mais les petits "
        "changements comptent. Une cuisine plus froide demande plus de temps, et un four plus chaud donne une croûte plus "
        "fine. Quand le premier pain sort du four, elle le frappe deux fois et elle écoute. À midi, les 300 pains sont "
        "déjà vendus.",
        {"12": "douze", "45": "quarante cinq", "300": "trois cents"},
    ),
    "it": Passage(
        "Ogni mattina la fornaia apre la porta prima che sorga il sole. Pesa 12 sacchi di farina, scalda l'acqua e aspetta "
        "45 minuti perché l'impasto cresca. Molti pensano che il pane sia semplice, ma i piccoli cambiamenti contano. Una "
        "cucina più fredda richiede più tempo, e un forno più caldo fa una crosta più sottile. Quando esce il primo pane, "
        "lo batte due volte e ascolta. A mezzogiorno tutti i 300 pani sono finiti.",
        {"12": "dodici", "45": "quarantacinque", "300": "trecento"},
    ),
    "pt": Passage(
        "Todas as manhãs a padeira abre a porta antes de o sol nascer. Ela pesa 12 sacos de farinha, aquece a água e espera "
        "45 minutos para a massa crescer. Muita gente pensa que o pão é simples, mas as pequenas mudanças importam. Uma "
        "cozinha mais fria precisa de mais tempo, e um forno mais quente faz uma casca mais fina. Quando sai o primeiro "
        "pão, ela bate nele duas vezes e escuta. Ao meio-dia, todos os 300 pães já foram vendidos.",
        {"12": "doze", "45": "quarenta e cinco", "300": "trezentos"},
    ),
    "de": Passage(
        "Jeden Morgen öffnet die Bäckerin ihre Tür, bevor die Sonne aufgeht. Sie wiegt 12 Säcke Mehl, wärmt das Wasser und "
        "wartet 45 Minuten, bis der Teig gewachsen ist. Viele Leute denken, Brot sei einfach, aber kleine Änderungen "
        "zählen. Eine kältere Küche braucht mehr Zeit, und ein heißerer Ofen macht eine dünnere Kruste. Wenn das erste "
        "Brot herauskommt, klopft sie zweimal darauf und lauscht. Am Mittag sind alle 300 Brote verkauft.",
        {"12": "zwölf", "45": "fünfundvierzig", "300": "dreihundert"},
    ),
    "hi": Passage(
        "हर सुबह बेकर सूरज निकलने से पहले अपना दरवाज़ा खोलती है। वह 12 बोरी आटा तौलती है, पानी गरम करती है और आटा फूलने के लिए "
        "45 मिनट रुकती है। बहुत लोग सोचते हैं कि रोटी बनाना आसान है, लेकिन छोटे बदलाव मायने रखते हैं। ठंडी रसोई को ज़्यादा समय चाहिए। "
        "जब पहली रोटी निकलती है, वह उसे दो बार थपथपाती है और सुनती है। दोपहर तक सभी 300 रोटियाँ बिक जाती हैं।",
        {"12": "बारह", "45": "पैंतालीस", "300": "तीन सौ"},
    ),
}


def said_words(text: str, said: dict[str, str]) -> list[str]:
    """Return the words of a text as they are said: figures spelled out, no marks, no capitals, accents kept."""
    spelled = re.sub(r"\d+", lambda found: f" {said.get(found[0], found[0])} ", text)
    plain = unicodedata.normalize("NFC", spelled).lower().replace("\u2019", "'")
    # Vowel signs of Hindi are letters of a word, but not for `\w`.
    return re.findall(r"(?:[^\W_]|[\u0900-\u0963])+(?:'[^\W_]+)*", plain.replace("'", "' "))


def word_error_rate(meant: list[str], heard: list[str]) -> float:
    """Return the least number of words changed, left out or put in, as a share of what was meant (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(meant, start=1):
        above, row = row, [number]
        for place, other in enumerate(heard, start=1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (word != other)))
    return row[-1] / len(meant)
