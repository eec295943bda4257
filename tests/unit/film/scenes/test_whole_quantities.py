"""A figure in large type is the script's, whole, or it is absent: no phrase of this table may change a quantity."""

import pytest

from reelwright.film.scenes.headline import figure_of, strong_words
from reelwright.film.scenes.keywords import keywords, word_weights

ABSENT = ""

QUANTITIES = [
    # language, text, what may be shown ("" is nothing); several are alternatives
    ("en", "Twenty-five seconds is all you need.", ("Twenty-five seconds",)),
    ("en", "After seventy-two hours he woke up.", ("seventy-two hours",)),
    ("en", "Ninety-nine percent of it is empty.", ("Ninety-nine percent",)),
    ("en", "It was thirty-two degrees outside.", ("thirty-two degrees",)),
    ("en", "It fell to -40 °C last night.", ("-40 °C",)),
    ("en", "It fell to −40°C last night.", ("−40°C",)),  # noqa: RUF001 - a minus sign
    ("en", "Minus 40 degrees is the same in both.", ("Minus 40 degrees",)),
    ("en", "It made $2.5M in a month.", ("$2.5M",)),
    ("en", "They paid $20 million for it.", ("$20 million",)),
    ("en", "It cost US$1.2bn.", ("US$1.2bn",)),
    ("en", "1 in 5 people never vote.", ("1 in 5 people", "1 in 5")),
    ("en", "As many as 90 a minute.", ("90 a minute", ABSENT)),
    ("en", "It is 5 below zero.", ("5 below zero", ABSENT)),
    ("en", "A $1 trillion-dollar debt.", ("$1 trillion", ABSENT)),
    ("en", "Only 5 of the 7 dwarfs sing.", ("5 of the 7 dwarfs", ABSENT)),
    ("en", "We like 3M and 7Up.", (ABSENT,)),
    ("en", "Over a million people came.", ("Over a million people", "a million people")),
    ("en", "It sold 3M copies.", ("3M copies",)),
    ("en", "Three quarters of a million bees.", (ABSENT,)),
    ("en", "Less than 1 in a million.", ("1 in a million", "Less than 1 in a million", ABSENT)),
    ("en", "1 in a thousand wins.", ("1 in a thousand", ABSENT)),
    ("es", "Tres cuartos de un millón de abejas.", ("Tres cuartos de un millón de abejas", ABSENT)),
    ("fr", "Trois quarts d'un million sont là.", (ABSENT,)),
    ("fr", "Il a gagné 2,5 M€ cette année.", ("2,5 M€", ABSENT)),
    ("es", "Ganó 5 M€ ayer.", ("5 M€", ABSENT)),
    ("en", "One in five people never vote.", ("One in five people", "One in five", ABSENT)),
    ("en", "3 out of 4 dentists agree.", ("3 out of 4 dentists", "3 out of 4")),
    ("en", "Boil it for 2-3 minutes.", ("2-3 minutes",)),
    ("en", "Boil it for 25–30 seconds.", ("25–30 seconds",)),  # noqa: RUF001 - an en dash
    ("en", "It takes 5 to 10 years.", ("5 to 10 years",)),
    ("en", "Between 5 and 10 years later.", ("Between 5 and 10 years later", ABSENT)),
    ("en", "Add ½ cup of sugar.", ("½ cup of sugar",)),
    ("en", "Add 2¾ cups of flour.", ("2¾ cups of flour",)),
    ("en", "Add 1 1/2 cups of milk.", ("1 1/2 cups of milk",)),
    ("en", "About 1/8 is visible.", ("1/8", "About 1/8")),
    ("en", "Two and a half hours later it sank.", ("Two and a half hours later", ABSENT)),
    ("en", "One hundred and five days at sea.", ("One hundred and five days", ABSENT)),
    ("en", "World War 2 ended it.", ("World War 2", ABSENT)),
    ("en", "World War II ended it.", ("World War II", ABSENT)),
    ("en", "They work 24/7 there.", ("24/7", ABSENT)),
    ("en", "After 9/11 it changed.", ("9/11", ABSENT)),
    ("en", "The F-16 is fast.", ("F-16", ABSENT)),
    ("en", "Windows 11 is here.", ("Windows 11", ABSENT)),
    ("en", "Apollo 11 landed in 1969.", ("Apollo 11", "1969")),
    ("en", "It was the 18th century.", ("18th century",)),
    ("en", "Read Chapter 7 first.", ("Chapter 7", ABSENT)),
    ("en", "No. 5 is alive.", ("No. 5", ABSENT)),
    ("en", "Take Route 66 west.", ("Route 66", ABSENT)),
    ("en", "A Boeing 747 weighs 400 tons.", ("400 tons", "Boeing 747")),
    ("en", "Louis XIV had 72 wigs.", ("72 wigs", "Louis XIV")),
    ("en", "In 1969 it landed.", ("1969",)),
    ("en", "The 1990s were loud.", ("1990s", ABSENT)),
    ("en", "From 1939 to 1945 it burned.", ("1939 to 1945", "From 1939 to 1945", ABSENT)),
    ("en", "It opens at 8:00.", ("8:00", ABSENT)),
    ("en", "It opens at 8:00 a.m. sharp.", ("8:00 a.m.", ABSENT)),
    ("en", "It is 5 p.m. already.", ("5 p.m.", ABSENT)),
    ("en", "Sixteen metres tall, and growing.", ("Sixteen metres",)),
    ("en", "The pressure is 1,000 times higher.", ("1,000x", "1,000 times")),
    ("en", "It is 3,000 km² large.", ("3,000 km²",)),
    ("en", "That is 10⁶ grains.", ("10⁶ grains",)),
    ("en", "It weighs 18 g.", ("18 g",)),
    ("en", "The scanner works at 3 T all day.", ("3 T",)),
    ("en", "It hit 40 mi W of the city.", ("40 mi", ABSENT)),
    ("en", "Call (800) 621-3362 today.", (ABSENT,)),
    ("en", "Built in '98 and sold since.", (ABSENT,)),
    ("en", "Pythagoras lived 570–495 BC in Samos.", ("570–495 BC", ABSENT)),  # noqa: RUF001 - an en dash
    ("en", "Neil Armstrong (38) flew it.", (ABSENT,)),
    ("en", "It has 4,685 mAh—33 hrs of video.", ("4,685 mAh",)),
    ("en", "The score is 157 vs 144 now.", ("157", ABSENT)),
    ("es", "Está a 2.240 m s. n. m. en México.", ("2.240 m",)),
    ("es", "Cuesta $350 MXN al mes.", ("$350 MXN",)),
    ("fr", "Elle a coûté 7,8 M de francs.", ("7,8 M de francs", ABSENT)),
    ("pt", "Ganhou em 58, 62 e 70.", (ABSENT,)),
    ("pt", "Hoje valeria R$ 200 mi+ em São Paulo.", ("R$ 200 mi+", "R$ 200 mi", ABSENT)),
    ("de", "Er traf in der 89. Min. zum Sieg.", ("89. Min.", ABSENT)),
    ("en", "It drives 120 km/h here.", ("120 km/h",)),
    ("en", "It is 0.5 mm thick.", ("0.5 mm",)),
    ("en", "It is 6'2\" tall.", (ABSENT, "6'2\"")),
    ("en", "It is 6 feet 2 inches tall.", ("6 feet 2 inches", ABSENT)),
    ("en", "He ran 2 hours 30 minutes.", ("2 hours 30 minutes", ABSENT)),
    ("en", "It costs ₹500 a day.", ("₹500",)),
    ("en", "It costs £3.50 a day.", ("£3.50",)),
    ("en", "It costs 20 ₪ a day.", ("20 ₪",)),
    ("en", "It has 12% more.", ("12%",)),
    ("en", "Less than 5% survive.", ("Less than 5%", ABSENT)),
    ("en", "Up to 90% of it is waste.", ("Up to 90%", ABSENT)),
    ("en", "It is not 5 metres deep.", (ABSENT,)),
    ("en", "It was never 30 percent.", (ABSENT,)),
    ("en", "See https://example.org/?x=1 now.", (ABSENT,)),
    ("en", "Mail bob7@example.org now.", (ABSENT,)),
    ("en", "Call 555-0134 now.", ("555-0134", ABSENT)),
    ("en", "Version 2.0.1 is out.", ("Version 2.0.1", ABSENT)),
    ("en", "The 4x4 can climb.", ("4x4", ABSENT)),
    ("en", "It has 1080p video.", ("1080p", ABSENT)),
    ("en", "A 3-year-old can do it.", ("3-year-old", ABSENT)),
    ("en", "A 10-minute walk.", ("10-minute walk", "10-minute", ABSENT)),
    ("en", "CO2 rises.", ("CO2", ABSENT)),
    ("en", "The ratio is 3:1 here.", ("3:1", ABSENT)),
    ("en", "Turn 90° left.", ("90°",)),
    ("en", "He lived 2.5 million years ago.", ("2.5 million years", "2.5 million years ago")),
    ("en", "It is ±2 degrees.", ("±2 degrees",)),
    ("en", "It sold 1.5k copies.", ("1.5k copies",)),
    ("en", "They found 300 strange fish.", ("300 strange fish", ABSENT)),
    ("en", "Half of the 40 left.", ("40", ABSENT)),
    ("en", "A quarter of 80 is 20.", ("80", "20", ABSENT)),
    ("en", "Formula 1 is loud.", ("Formula 1", ABSENT)),
    ("en", "He is number 1.", ("number 1", ABSENT)),
    ("en", "She came 2nd.", ("2nd", ABSENT)),
    ("en", "Here are three facts about cats.", ("three facts",)),
    ("en", "One day it rained.", (ABSENT,)),
    ("en", "They ate 5,000,000 bees.", ("5,000,000 bees",)),
    ("en", "1. Wake up early.", (ABSENT,)),
    ("en", "iPhone 15 costs more.", ("iPhone 15", ABSENT)),
    ("en", "He is 6 ft 2 in tall.", ("6 ft 2 in", ABSENT)),
    ("en", "Only 5 of the 20 survived.", (ABSENT, "5 of the 20")),
    ("en", "Half a million bees died.", ("Half a million bees", ABSENT)),
    ("en", "A hundred years ago it stood.", ("A hundred years", "A hundred years ago")),
    ("en", "Several hundred years passed.", ("Several hundred years", ABSENT)),
    ("en", "2 + 2 = 4.", (ABSENT, "2 + 2 = 4")),
    ("en", "Light travels 300,000 km per second.", ("300,000 km per second",)),
    ("en", "Born on July 4, 1776, in Boston.", ("July 4, 1776",)),
    ("fr", "Plus de 2 000 personnes dorment.", ("Plus de 2 000 personnes", ABSENT)),
    ("fr", "Le 14 juillet 1789 arriva.", ("14 juillet 1789",)),
    ("fr", "2 h 30 de route.", ("2 h 30", ABSENT)),
    ("es", "El 3 de mayo de 1808 ardió.", ("3 de mayo de 1808",)),
    ("es", "Entre 5 y 10 minutos.", ("Entre 5 y 10 minutos",)),
    ("de", "Drei von vier Ärzten raten ab.", ("Drei von vier Ärzten",)),
    ("de", "Minus 40 Grad sind kalt.", ("Minus 40 Grad",)),
    ("es", "Cuesta 20 € al mes.", ("20 €",)),
    ("es", "Cuesta 3.000 € al mes.", ("3.000 €",)),
    ("es", "Hace 20 °C hoy.", ("20 °C",)),
    ("es", "1 de cada 5 personas duerme mal.", ("1 de cada 5 personas", "1 de cada 5")),
    ("es", "Veinticinco segundos bastan.", ("Veinticinco segundos",)),
    ("es", "El 30 por ciento se pierde.", ("30 por ciento",)),
    ("es", "Pesa 2,5 millones de toneladas.", ("2,5 millones de toneladas", ABSENT)),
    ("es", "No son 5 metros.", (ABSENT,)),
    ("es", "Carlos V murió en 1558.", ("1558", "Carlos V")),
    ("fr", "Ça coûte 1 500 € par an.", ("1 500 €",)),
    ("fr", "Un Français sur 5 fume 10 cigarettes.", ("Un Français sur 5", "10 cigarettes", ABSENT)),
    ("fr", "1 sur 5 dort mal.", ("1 sur 5",)),
    ("fr", "Quatre-vingt-dix jours plus tard.", ("Quatre-vingt-dix jours",)),
    ("fr", "Il fait 30 degrés.", ("30 degrés",)),
    ("fr", "Ce n'est pas 30 degrés.", (ABSENT,)),
    ("de", "Das kostet 2,5 Mio. Euro.", ("2,5 Mio. Euro", ABSENT)),
    ("de", "Fünfundzwanzig Sekunden reichen.", ("Fünfundzwanzig Sekunden",)),
    ("de", "Es sind 3 kleine Inseln.", ("3 kleine Inseln", ABSENT)),
    ("de", "Jeder 5. Mensch lügt.", (ABSENT, "5. Mensch")),
    ("de", "Am 3. Oktober 1990 war es so weit.", ("3. Oktober 1990", ABSENT)),
    ("de", "Es sind nicht 5 Meter.", (ABSENT,)),
    ("it", "Costa 15 euro al mese.", ("15 euro", "15 euro al mese")),
    ("it", "Ci vogliono venticinque minuti.", ("venticinque minuti",)),
    ("it", "3 su 4 dicono di sì.", ("3 su 4",)),
    ("it", "Non sono 5 metri.", (ABSENT,)),
    ("pt", "Custa R$ 50 por mês.", ("R$ 50",)),
    ("pt", "1 em cada 5 pessoas dorme mal.", ("1 em cada 5 pessoas", "1 em cada 5")),
    ("pt", "Vinte e cinco segundos bastam.", ("Vinte e cinco segundos",)),
    ("pt", "Não são 5 metros.", (ABSENT,)),
    ("zh", "它有3000米深。", ("3000米", "3000米深", ABSENT)),
    ("ja", "深さは3000メートルです。", ("3000メートル", ABSENT)),
    ("ru", "Это стоит 100 рублей.", ("100 рублей",)),
    ("it", "Poi portarono milioni di mattoni in piazza.", ("milioni di mattoni",)),
    ("it", "Lei comprò trentacinque sedie rosse.", ("trentacinque sedie",)),
    ("nl", "Er kwamen vierhonderd zeehonden aan land.", ("vierhonderd zeehonden",)),
    ("nl", "In 1832 aten ze een klein brood.", ("1832",)),
    ("en", "They counted millions of beetles there.", ("millions of beetles",)),
    ("en", "In 1903 an engineer sold it.", ("1903",)),
    ("es", "Elige al menos treinta metros de cuerda.", ("al menos treinta metros",)),
    # written and committed before a first look
    ("en", "The startup raised $4.75M last week.", ("$4.75M",)),
    (
        "en",
        "Only 3 in 10 adults sleep enough.",
        (
            "3 in 10 adults",
            "3 in 10",
        ),
    ),
    (
        "en",
        "One in three workers quit.",
        (
            "One in three workers",
            "One in three",
            ABSENT,
        ),
    ),
    ("en", "Bake it for 12 to 15 minutes.", ("12 to 15 minutes",)),
    ("en", "Inflation fell to 3.2% in June.", ("3.2%",)),
    (
        "en",
        "It weighs 1,200 lbs. in all.",
        (
            "1,200 lbs.",
            "1,200 lbs",
        ),
    ),
    ("en", "A blue whale's heart weighs 400 lb.", ("400 lb",)),
    ("en", "She earned €1.5bn in a year.", ("€1.5bn",)),
    ("en", "Prices rose by 15–20% here.", ("15–20%",)),  # noqa: RUF001 - an en dash
    ("en", "It was minus twelve degrees.", ("minus twelve degrees",)),
    ("en", "The train goes 320 km/h.", ("320 km/h",)),
    (
        "en",
        "He owns a PlayStation 5.",
        (
            "PlayStation 5",
            ABSENT,
        ),
    ),
    (
        "en",
        "The iPhone 16 Pro costs $999.",
        (
            "$999",
            "iPhone 16 Pro",
        ),
    ),
    (
        "en",
        "King Henry VIII had 6 wives.",
        (
            "6 wives",
            "Henry VIII",
            "King Henry VIII",
        ),
    ),
    (
        "en",
        "Super Bowl LIV was close.",
        (
            "Super Bowl LIV",
            ABSENT,
        ),
    ),
    (
        "en",
        "It took three and a half years.",
        (
            "three and a half years",
            ABSENT,
        ),
    ),
    (
        "en",
        "Forty-two thousand people came.",
        (
            "Forty-two thousand people",
            "Forty-two thousand",
            ABSENT,
        ),
    ),
    (
        "en",
        "Three quarters of them left.",
        (
            "Three quarters",
            "Three quarters of them",
            ABSENT,
        ),
    ),
    (
        "en",
        "Two thirds of the ocean is dark.",
        (
            "Two thirds",
            "Two thirds of the ocean",
            ABSENT,
        ),
    ),
    ("en", "Add ¾ tsp of salt.", ("¾ tsp of salt",)),
    (
        "en",
        "Cut a 3/8 inch hole.",
        (
            "3/8 inch",
            "3/8 inch hole",
            ABSENT,
        ),
    ),
    (
        "en",
        "On 12/25/2023 it snowed.",
        (
            "12/25/2023",
            ABSENT,
        ),
    ),
    (
        "en",
        "By March 15, 44 BC, he was dead.",
        (
            "March 15, 44 BC",
            ABSENT,
        ),
    ),
    ("en", "He ran it in 9.58 seconds.", ("9.58 seconds",)),
    (
        "en",
        "She ran it in 2:15:25.",
        (
            "2:15:25",
            ABSENT,
        ),
    ),
    ("en", "The temperature hit 451°F.", ("451°F",)),
    (
        "en",
        "The box is 30 x 40 x 50 cm.",
        (
            "30 x 40 x 50 cm",
            ABSENT,
        ),
    ),
    (
        "en",
        "It has a 50-50 chance.",
        (
            "50-50 chance",
            "50-50",
            ABSENT,
        ),
    ),
    (
        "en",
        "They won 3-2 at home.",
        (
            "3-2",
            ABSENT,
        ),
    ),
    (
        "en",
        "Chapter 11 means bankruptcy.",
        (
            "Chapter 11",
            ABSENT,
        ),
    ),
    (
        "en",
        "Area 51 is in Nevada.",
        (
            "Area 51",
            ABSENT,
        ),
    ),
    (
        "en",
        "The 300 million year old fern lives.",
        (
            "300 million year old fern",
            "300 million year old",
            "300 million year",
            ABSENT,
        ),
    ),
    (
        "en",
        "He was 1.8 million votes short.",
        (
            "1.8 million votes",
            "1.8 million votes short",
        ),
    ),
    (
        "en",
        "Over 9,000 birds died.",
        (
            "Over 9,000 birds",
            "9,000 birds",
        ),
    ),
    (
        "en",
        "At least 60 people saw it.",
        (
            "At least 60 people",
            "60 people",
            ABSENT,
        ),
    ),
    (
        "en",
        "Nearly 100,000 km of veins.",
        (
            "Nearly 100,000 km",
            "100,000 km",
            "100,000 km of veins",
        ),
    ),
    (
        "en",
        "It costs $5 to $7 a cup.",
        (
            "$5 to $7",
            "$5 to $7 a cup",
        ),
    ),
    ("en", "We lost $300K.", ("$300K",)),
    (
        "en",
        "The S&P 500 fell 2%.",
        (
            "2%",
            "S&P 500",
        ),
    ),
    (
        "en",
        "A 1.5-litre bottle is enough.",
        (
            "1.5-litre bottle",
            "1.5-litre",
            ABSENT,
        ),
    ),
    (
        "en",
        "It grew tenfold in 10x less time.",
        (
            ABSENT,
            "10x",
            "tenfold",
        ),
    ),
    (
        "en",
        "Room 237 stayed locked.",
        (
            "Room 237",
            ABSENT,
        ),
    ),
    (
        "en",
        "Flight 370 vanished.",
        (
            "Flight 370",
            ABSENT,
        ),
    ),
    (
        "en",
        "The B-52 flew first.",
        (
            "B-52",
            ABSENT,
        ),
    ),
    ("en", "Take 500mg twice.", ("500mg",)),
    (
        "en",
        "It needs 16GB of memory.",
        (
            "16GB",
            "16GB of memory",
        ),
    ),
    ("en", "At 7.9 billion we slow down.", ("7.9 billion",)),
    (
        "en",
        "Nine hundred ninety-nine thousand bees.",
        (
            "Nine hundred ninety-nine thousand bees",
            "Nine hundred ninety-nine thousand",
            ABSENT,
        ),
    ),
    (
        "en",
        "He has not slept for 3 days.",
        (
            "3 days",
            ABSENT,
        ),
    ),
    ("en", "They never paid $5.", (ABSENT,)),
    ("en", "Nobody saw 12 monkeys.", (ABSENT,)),
    (
        "en",
        "No more than 4 eggs.",
        (
            "No more than 4 eggs",
            ABSENT,
        ),
    ),
    (
        "en",
        "$1 = €0.92 today.",
        (
            ABSENT,
            "$1 = €0.92",
        ),
    ),
    (
        "en",
        "Catch-22 was first called Catch-18.",
        (
            ABSENT,
            "Catch-22",
        ),
    ),
    ("es", "Cuesta 1.299,99 €.", ("1.299,99 €",)),
    (
        "es",
        "Tres de cada cuatro médicos fuman.",
        (
            "Tres de cada cuatro médicos",
            "Tres de cada cuatro",
            ABSENT,
        ),
    ),
    ("es", "Mide 1,80 m.", ("1,80 m",)),
    (
        "es",
        "En el siglo XVI ardió.",
        (
            "siglo XVI",
            ABSENT,
        ),
    ),
    (
        "es",
        "Felipe II tenía 4 esposas.",
        (
            "4 esposas",
            "Felipe II",
        ),
    ),
    (
        "es",
        "Sale a las 8:30 h.",
        (
            "8:30 h",
            "8:30",
            ABSENT,
        ),
    ),
    ("fr", "Elle pèse 3,5 kg.", ("3,5 kg",)),
    (
        "fr",
        "Le budget est de 2,75 Md€.",
        (
            "2,75 Md€",
            ABSENT,
        ),
    ),
    ("fr", "Il faut 20 à 30 minutes.", ("20 à 30 minutes",)),
    (
        "fr",
        "Louis XIV a régné 72 ans.",
        (
            "72 ans",
            "Louis XIV",
        ),
    ),
    (
        "de",
        "Das kostet 4,80 € pro Stück.",
        (
            "4,80 €",
            "4,80 € pro Stück",
        ),
    ),
    ("de", "Es sind 2 000 % mehr.", ("2 000 %",)),
    (
        "de",
        "Um 3.30 Uhr beginnt sie.",
        (
            "3.30 Uhr",
            ABSENT,
        ),
    ),
    (
        "de",
        "Nur 1 von 3 Kindern liest.",
        (
            "1 von 3 Kindern",
            "1 von 3",
        ),
    ),
    (
        "de",
        "Im 19. Jahrhundert war es kalt.",
        (
            "19. Jahrhundert",
            ABSENT,
        ),
    ),
    (
        "it",
        "Pesa 2,5 milioni di tonnellate.",
        (
            "2,5 milioni di tonnellate",
            ABSENT,
        ),
    ),
    ("it", "Il 12 ottobre 1492 arrivò.", ("12 ottobre 1492",)),
    (
        "it",
        "Un italiano su 5 fuma.",
        (
            "Un italiano su 5",
            ABSENT,
        ),
    ),
    ("pt", "Custa R$ 1.299,90 hoje.", ("R$ 1.299,90",)),
    (
        "pt",
        "Foram 3,2 milhões de votos.",
        (
            "3,2 milhões de votos",
            ABSENT,
        ),
    ),
    ("pt", "Em 7 de setembro de 1822 gritou.", ("7 de setembro de 1822",)),
]


@pytest.mark.parametrize(("language", "text", "allowed"), QUANTITIES, ids=[row[1] for row in QUANTITIES])
def test_a_quantity_is_shown_whole_or_not_at_all(language: str, text: str, allowed: tuple[str, ...]) -> None:
    """Sign, currency, magnitude, unit, ratio, range, fraction and the name around a number are part of it."""
    assert (figure_of(text, language) or ABSENT) in allowed


def strongest(text: str, language: str) -> str:
    """Return the words in large type for a sentence without a figure to show."""
    weights = word_weights((text,), language)
    return strong_words(text, keywords(text, language, weights, 4), language) or ABSENT


@pytest.mark.parametrize(
    ("language", "text", "never"),
    [
        ("en", "For eleven long and terrible days nobody believed him at all", ("believed",)),
        ("en", "The bridge that they had built was not safe for the heavy trucks", ("safe",)),
        ("en", "It isn't healthy to drink twenty cups of coffee every morning", ("healthy",)),
        ("en", "They never found the treasure that the pirates had buried", ("found", "treasure")),
        ("en", "He could not explain why the machines stopped without fuel", ("explain", "fuel")),
        ("en", "There is no evidence that the ancient builders used cranes", ("evidence",)),
        ("en", "Neither doctors nor nurses could hear the strange sound", ("doctors", "nurses")),
        ("es", "Durante once largos días nadie creyó al viejo capitán", ("creyó",)),
        ("es", "El puente que construyeron no era seguro para los camiones", ("seguro",)),
        ("fr", "Pendant onze longues journées personne ne croyait le capitaine", ("croyait",)),
        ("fr", "Le pont construit par les ouvriers n'est pas solide du tout", ("solide",)),
        ("de", "Elf lange und schreckliche Tage glaubte niemand dem Kapitän", ("glaubte",)),
        ("de", "Die neue Brücke über dem Fluss ist nicht sicher genug", ("sicher",)),
        ("it", "Per undici lunghi giorni nessuno credeva al vecchio capitano", ("credeva",)),
        ("pt", "Durante onze longos dias ninguém acreditava no velho capitão", ("acreditava",)),
        ("pt", "A ponte que eles construíram não era segura para caminhões", ("segura",)),
        ("en", "Everybody in the village remembers how World War II finally ended", ("World War", "World", "War")),
        ("en", "Somebody upstairs installed the newest Windows 11 yesterday evening", ("Windows",)),
        ("en", "People everywhere watched while the Apollo 11 module descended", ("Apollo",)),
    ],
)
def test_no_keyword_comes_out_of_a_negation_or_a_name(language: str, text: str, never: tuple[str, ...]) -> None:
    """`nobody believed him` must not show BELIEVED, and `World War II` is shown with its number or not at all."""
    shown = strongest(text, language).casefold()
    assert shown not in {word.casefold() for word in never}


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "Nobody believed him.", "Nobody believed him"),
        ("en", "It is not safe.", "It is not safe"),
        ("es", "Nadie le creyó.", "Nadie le creyó"),
    ],
)
def test_a_short_negation_is_shown_whole(language: str, text: str, shown: str) -> None:
    """A clause that fits keeps its `not`."""
    assert strongest(text, language) == shown
