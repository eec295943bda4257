"""Texts that people type as titles and scripts, in many writing systems, for tests that draw them.

The samples are whole words, so that shaping, marks and direction are those of real texts. `text_of` draws from a
`random.Random`, for scripts with many draws; `texts` is the same as a Hypothesis strategy.
"""

# ruff: noqa: RUF001 - texts of many scripts are this file's subject, and some look alike

from random import Random
from typing import Final

from hypothesis import strategies as st

SAMPLES: Final[dict[str, str]] = {
    "english": "The result was different from what everybody had expected, wasn't it? $2.5M in 30 days! A–Z (why not)",
    "spanish": "El año del niño ¿Quién cocinó el pingüino? ¡Ñandú! Sueños, corazón, página",
    "french": "Les géants de Pâques : où ça ? « Noël à l'île » œuvre, Éclair, garçon, naïve, forêt",
    "german": "Große Städte über Äpfel, Öl und Übermut: Straßenbahnhaltestelle, Geschwindigkeitsbegrenzung",
    "portuguese": "Ação, coração, três pães, avó e avô: não há português à mesa. Órgão, âncora, cômodo",
    "vietnamese": "Ong mật là loài côn trùng kỳ diệu. Chúng nhảy múa để chỉ đường. Ẩm thực Ấn Độ, Ỗ Ễ Ữ Ặ ngoằn ngoèo",
    "turkish": "İstanbul'da ılık çay içtim. Şöför, ağaç, ÜZÜM, Iğdır, öğretmen, güneş",
    "polish": "Zażółć gęślą jaźń! Łódź, źrebię, pięć ćwierci, ŻÓŁW, świąteczny",
    "czech": "Příliš žluťoučký kůň úpěl ďábelské ódy. Šťastný, Ťuhýk, Ďas, Ň",
    "romanian": "Mănâncă țânțarul șapte pâini? Într-un sat, Ștefan și ȚĂRANUL; înălțime",
    "hungarian": "Árvíztűrő tükörfúrógép: Ű Ő űrhajó, győzelem",
    "nordic": "Blåbærsyltetøy på Ærø, Åse! þetta er Ísland, sænskur örn",
    "greek": "Ο Ωκεανός είναι βαθύς. Γιατί; Ξεσκεπάζω την ψυχοφθόρα βδελυγμία, ΐ ΰ Ώ",
    "cyrillic": "Съешь ещё этих мягких булок! Україна, їжак, ґанок, Ђорђе, Ўзбек, Йод",
    "hebrew": "הדבורים רוקדות כדי לדבר (באמת!). זה עולה 20 ₪ ב-YouTube, כן? שָׁלוֹם",
    "arabic": "هل تعلم أن المحيط أعمق مما تظن؟ إنه ١٢٣ متر، مُدَرِّسٌ لا إله YouTube",
    "persian": "می‌خواهم بدانم چرا گربه‌ها پادشاهند؟ پژوهش، گچ، ۴۵۶",
    "urdu": "کیا آپ جانتے ہیں؟ بڑے شہر، ٹیلی ویژن، ہے۔",
    "hindi": "क्या आप जानते हैं? समुद्र गहरा है। हिन्दी, ज्ञान, क्षमा, द्वितीय, १२३",
    "thai": "มหาสมุทรลึก มืดมากและเย็น ที่สุด ปู่ย่าตายาย น้ำแข็ง เปิดประตู",
    "chinese": "深海一片漆黑。没有光，「真的」吗？ 蜜蜂跳舞 3 天！",
    "japanese": "深海は完全な闇です。ミツバチ、ダンス！ 「なぜ？」 きょうのチョコレート",
    "korean": "깊은 바다는 어둡다. 꿀벌이 춤춘다! 왜일까? 뷁 쀍",
    "unfonted": "தமிழ் ქართული ភាសាខ្មែរ አማርኛ Հայերեն ລາວ မြန်မာ 𐌰𐌱 \U00020000\U0002a6d6",
    "emoji": "🔥 Top 3 😱 👨‍👩‍👧 ❤️ 1️⃣ 🇫🇷 👍🏽 ☎️",
    "symbols": "& < > \" ' </text> &amp; ½ ¾ x² H₂O 20 °C 50% €9.99 № ™ … — / \\ {} ~ ^ ` | _ * # @ + = ∞ → ≠",
    "long": "Donaudampfschifffahrtsgesellschaftskapitän https://example.com/a/very/long/path?with=query#fragment "
    "Pneumonoultramicroscopicsilicovolcanoconiosis aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
    "მართალიაქართულიარისძალიანგრძელი ทุกคนรู้ว่ามหาสมุทรนั้นลึกและมืดมากและไม่มีใครเคยไปถึง",
    "ligatures": "ﬁnd ﬂow ﷺ ﷽ ㌀ Ǆ ŉ ß ẞ İ ı ĳ",
}
"""Writing system -> words, separated by spaces."""

WORDS: Final[dict[str, tuple[str, ...]]] = {name: tuple(text.split()) for name, text in SAMPLES.items()}
MARKS: Final = (
    "\u0300\u0301\u0302\u0303\u0308\u030a\u0323\u0327\u0328\u0331\u0335\u0338\u034f\u0360\u0489\u20d2\u20dd\u05b8\u05c1"
    "\u064b\u0651\u0670\u093c\u0e48\u0e4d\u3099\ufe20"
)
"""Combining marks, above, below, through and around a letter; also of scripts other than the letter's own."""
CONTROLS: Final = (
    "\x00\x01\x07\x08\t\n\x0b\x0c\r\x1b\x7f\x85\xa0\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029"
    "\u202a\u202b\u202c\u202d\u202e\u202f\u2060\u2066\u2067\u2068\u2069\u3000\ufeff\ufffc\ufffd\ufffe\uffff\U000e0001"
)
"""Controls, spaces, joiners, marks of direction, and code points that are no characters."""


def text_of(random: Random) -> str:
    """Draw a text: mostly a few words of one writing system, often of two, sometimes odd, long or empty."""
    words = [random.choice(WORDS[name]) for name in _systems(random) for _ in range(_count(random))]
    if random.random() < 0.5:
        random.shuffle(words)
    odd = random.random()
    if odd < 0.06:
        words = [_stacked(random, word) for word in words]
    elif odd < 0.12:
        words = [_sprinkled(random, word) for word in words]
    elif odd < 0.14:
        words = ["".join(words)]
    elif odd < 0.16:
        words = ["".join(chr(_code_point(random)) for _ in range(random.randint(1, 12))) for _ in words]
    return " ".join(words)


def _systems(random: Random) -> list[str]:
    return random.sample(sorted(WORDS), random.choices((1, 2, 3), (6, 3, 1))[0])


def _count(random: Random) -> int:
    return random.choices((1, 2, 3, 5, 8, 40), (3, 5, 4, 3, 1, 0.15))[0]


def _stacked(random: Random, word: str) -> str:
    """Stack marks on each letter, up to what is called zalgo."""
    most = random.choice((1, 3, 25))
    return "".join(letter + "".join(random.choices(MARKS, k=random.randint(0, most))) for letter in word)


def _sprinkled(random: Random, word: str) -> str:
    """Put controls and marks of direction before, into and behind a word."""
    return "".join(letter + (random.choice(CONTROLS) if random.random() < 0.3 else "") for letter in " " + word)


def _code_point(random: Random) -> int:
    """Draw any code point that is a character of a string sent as UTF-8: no half of a surrogate pair."""
    return random.choice((random.randint(1, 0xD7FF), random.randint(0xE000, 0x10FFFF), random.randint(0x20, 0x24F)))


texts: Final[st.SearchStrategy[str]] = st.one_of(
    st.randoms(use_true_random=False).map(text_of),
    st.lists(st.sampled_from([word for words in WORDS.values() for word in words]), max_size=7).map(" ".join),
    st.text(max_size=40),
)
"""Any text: from the samples above, or of any characters at all."""
