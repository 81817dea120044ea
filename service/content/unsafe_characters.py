"""Characters that must not be in a text: they cannot be seen, or they pass for others.

The rules are Unicode's: general categories, combining classes and Default_Ignorable_Code_Point
(UAX 44), sequences of nonspacing marks and letters of two scripts, or letters and digits, that look
alike (UTS 39, sections 5.4 and 4, and its confusables.txt). What a script needs is allowed where
the script is: joiners, directional marks, variation selectors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_SOFT_HYPHEN = "\u00ad"
# Directional marks, not overrides: where the text has letters that run from right to left.
_DIRECTIONAL = frozenset("\u200e\u200f\u061c")
_JOINERS = frozenset("\u200c\u200d")
_JOINING_SCRIPTS = ("ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "ORIYA",
                    "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "MONGOLIAN")  # fmt: skip
_OF_INDIA = ("DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "ORIYA", "TAMIL", "TELUGU", "KANNADA",
             "MALAYALAM", "SINHALA", "GRANTHA")  # fmt: skip
# Default_Ignorable_Code_Point (DerivedCoreProperties.txt, Unicode 16), which are of several
# categories; most cannot be told from nothing on a screen.
_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Blank by their glyph, though symbols, letters or marks by category: the braille pattern without
# dots, the null notehead, fillers of Khitan and Egyptian, the object that is not there. Ogham's
# space is drawn as a line.
_BLANK = "\u1680\u2800\ufffc\U0001d159\U00016fe4\U00013441\U00013442"
# What stands where a letter was lost when bytes were read in another encoding.
_LOST = "\ufffd"
# What is printable for Python and may still be forbidden: most texts have none of it, so one
# search clears them.
_IGNORED = re.compile(f"[{_IGNORABLE}{_BLANK}{_LOST}]")
# Letters and digits of formulas, which are ordinary ones in another typeface: no search finds a
# word in them, and no check reads it.
_FORMULA = "\U0001d400-\U0001d7ff"
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# A letter bears at most four nonspacing marks (UTS 39, 5.4), and none twice in a row.
_MOST_MARKS = 4
_MARKS_OF_ALL = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# Marks that strike through or enclose what they stand on: combining class 1 and category Me, of
# the blocks that are of no script.
_COVERING = (
    "\u0334-\u0338\u0488\u0489\u1abe\u20d2\u20d3\u20d8-\u20da\u20dd-\u20e0\u20e2-\u20e6\u20ea\u20eb"
    "\ua670-\ua672"
)
_OVERLAY = 1  # the combining class
_SUSPECT = re.compile(
    f"[{_FORMULA}{_COVERING}]|(?:\\A|[\\W\\d_])[{_MARKS_OF_ALL}]"
    f"|[{_MARKS_OF_ALL}\u0483-\u0489\u0591-\u05bd\u064b-\u065f]{{2}}"
)
_OF_ALL = re.compile(f"[{_MARKS_OF_ALL}]")


def _members(ranges: str) -> frozenset[str]:
    """Return the characters of ``ranges``, which is what a pattern has between brackets."""
    pairs = re.findall("(.)(?:-(.))?", ranges, re.DOTALL)
    return frozenset(chr(c) for a, b in pairs for c in range(ord(a), ord(b or a) + 1))


# Marks that belong to a script, and every character beyond the basic plane. On another script's
# letter such a mark looks like a part of that letter, or like dirt; names tell.
_BLOCKS = ((0x483, 0x1D00), (0x2CEF, 0x2E00), (0x302A, 0x309B), (0xA66F, 0xAC00), (0xFB1E, 0xFB1F))
_OWN_MARKS = re.compile(
    "[{}\U00010000-\U0001d3ff\U0001da00-\U0001e95f]".format(
        "".join(
            character
            for block in _BLOCKS
            for character in map(chr, range(*block))
            if unicodedata.category(character) == "Mn" and not _OF_ALL.match(character)
        )
    )
)
# Without any of these, and within the basic plane, nothing in a text is forbidden that can be
# printed. To look at its set of characters takes a tenth of what the patterns take.
_RARE = frozenset(
    character
    for character in (
        *_members(_IGNORABLE + _BLANK + _LOST + _COVERING + _MARKS_OF_ALL),
        *_members("\u0483-\u0489\u0591-\u05bd\u064b-\u065f"),
        *filter(_OWN_MARKS.match, map(chr, range(0x10000))),
    )
    if character < "\U00010000"
)
# Signs that all scripts of India share, by the name of one of them.
_VEDIC = re.compile("[\u0951-\u0954\u1cd0-\u1cff\ua8e0-\ua8f1]")
_OF_A_FORMULA = re.compile(f"[{_FORMULA}]")

_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff"
_CYRILLIC = "\u0400-\u0481\u048a-\u052f\u1c80-\u1c88\ua640-\ua69b"
_GREEK = "\u0370-\u0373\u0376-\u03e1\u03f0-\u03ff\u1f00-\u1fff"
_MARKS = "[\u0300-\u036f]*"
_RANGES = {
    "Latin": _LATIN, "Cyrillic": _CYRILLIC, "Greek": _GREEK, "Armenian": "\u0531-\u0587",
    "Cherokee": "\u13a0-\u13fd\uab70-\uabbf", "Coptic": "\u03e2-\u03ef\u2c80-\u2cf3",
    "Lisu": "\ua4d0-\ua4f7",
}  # fmt: skip
_SCRIPTS = {name: re.compile(f"[{letters}]") for name, letters in _RANGES.items()}
_ANY_SCRIPT = "".join(_RANGES.values())
_LETTERS = tuple(map(_members, _RANGES.values()))
_NOT_LATIN = frozenset[str]().union(*_LETTERS[1:])
_DIGIT = re.compile(r"\d")
_TWO_SCRIPTS = re.compile(
    "|".join(f"[{own}]{_MARKS}(?![{own}])[{_ANY_SCRIPT}]" for own in _RANGES.values())
)
_WORD = re.compile(f"[{_ANY_SCRIPT}\u0300-\u036f]+")
# Letters of each script and the Latin ones that they pass for in ordinary typefaces: those of
# UTS 39's confusables.txt that differ in nothing. Greek letters that units and formulas use, and
# that look like themselves (α, γ, κ, μ, Ω), are not among them.
_LOOKALIKES = {
    "Cyrillic": dict(
        zip("асԁеһіјорԛѕухԝАВСЕНІЈКМОРԚЅТУХҮԌԜ", "acdehijopqsyxwABCEHIJKMOPQSTYXYGW", strict=True)
    ),
    "Greek": dict(zip("ονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ovABEZHIKMNOPTYX", strict=True)),
    "Armenian": dict(zip("ցհոօզսՕՏՍ", "ghnoquOSU", strict=True)),
    "Cherokee": dict(zip("ᏧᏂᎥᎠᎪᏴᏟᎬᎻᏀᎫᏦᏞᎷᏢᏒᏚᎢᏙᏔᎳᎽᏃ", "dhiDABCEHGJKLMPRSTVWWYZ", strict=True)),
    "Coptic": dict(zip("ⲥⲒⲟⲣⲤⲎⲔⲘⲚⲞⲢⲦⲬⲨ", "cIopCHKMNOPTXY", strict=True)),
    "Lisu": dict(zip("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "ABCDEFGHIJKLMNOPRSTUVWXYZ", strict=True)),
}
_TO_LATIN = {ord(c): latin for letters in _LOOKALIKES.values() for c, latin in letters.items()}
# Letters that pass for a nought and for a one, and those that pass for another digit.
NOUGHTS = "OoΟοОоՕօⲞⲟꓳ"
ONES = "IlІӀΙⅠⅼℓǀⲒꓲ|"
OTHER_DIGITS = "ƧꙄЗӠƷȜƼᏎᏮȢȣ"
# A number in which such letters stand between the digits.
_DISGUISED = re.compile(rf"(?<![\w-])\d[\d.,]*[{NOUGHTS}{ONES}]+[\d.,]*\d(?![\w-])")


def forbidden(text: str, allowed: str = "") -> Iterator[str]:
    """Yield every forbidden character of ``text``, as people can look it up.

    Forbidden are control characters, bidirectional overrides and isolates, whatever Unicode calls
    ignorable or is blank, private and unassigned characters, letters of formulas, what stands for
    a letter that was lost, and marks that are heaped on a letter, strike it through, enclose it,
    are another script's, or stand on none. ``allowed`` names exceptions.
    """
    if text.isascii() and text.isprintable():
        return
    characters = _characters(text)
    if text.isprintable() and max(characters) < "\U00010000" and _RARE.isdisjoint(characters):
        return  # nearly always, and asked of every text that is published or loaded
    if (
        text.isprintable() and not _IGNORED.search(text) and not _SUSPECT.search(text)
        and not any(_foreign(text, mark.start()) for mark in _OWN_MARKS.finditer(text))
    ):  # fmt: skip
        return
    for position, character in enumerate(text):
        if character not in allowed and _bad(text, position):
            yield f"U+{ord(character):04X} ({unicodedata.name(character, 'control character')})"


@lru_cache(maxsize=16)  # several questions in a row are about one text
def _characters(text: str) -> frozenset[str]:
    return frozenset(text)


def visible(text: str) -> str:
    r"""Return ``text`` without control characters and those that nobody can see.

    What a script may need stays, and marks heaped on a letter, which can be seen: this is for texts
    that others wrote. Of control characters that are white space, as a tab is, a space stays: the
    words on both sides are two.

    >>> visible("two\twords\x00")
    'two words'
    """
    if text.isprintable() and not _IGNORED.search(text):
        return text
    unseen = ((c, _unseen(text, position)) for position, c in enumerate(text))
    return "".join(
        " " if gone and c.isspace() else c for c, gone in unseen if not gone or c.isspace()
    )


def skeleton(text: str) -> str:
    """Return ``text`` with the Latin letters that its other letters pass for (UTS 39, section 4).

    Two texts that readers cannot tell apart have the same.

    >>> skeleton("Сор") == "Cop"
    True
    """
    return text if text.isascii() else text.translate(_TO_LATIN)


def lookalikes(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each word of ``text`` that mixes letters of two scripts though it could be of one.

    With it come the script that it could be and the other.

    A word ends at anything that is no letter, so that Telegram-канал and IT-компанія are two each.

    >>> list(lookalikes("Cоpy"))
    [('Cоpy', 'Latin', 'Cyrillic')]
    """
    if text.isascii():
        return
    characters = _characters(text)
    if _NOT_LATIN.isdisjoint(characters):
        return
    scripts = sum(not letters.isdisjoint(characters) for letters in _LETTERS)
    if scripts < 2 or not _TWO_SCRIPTS.search(text):  # most texts have one
        return
    for match in _WORD.finditer(text):
        letters = unicodedata.normalize("NFD", match.group())
        parts = {
            name: letter.findall(letters)
            for name, letter in _SCRIPTS.items()
            if letter.search(letters)
        }
        if len(parts) < 2:
            continue
        for name in sorted(parts, key=lambda script: -len(parts[script])):
            others = [c for other, characters in parts.items() if other != name for c in characters]
            # A Greek letter in a word of others is a unit's or a formula's (κB): no word to fake.
            if name == "Greek" and len(others) >= len(parts[name]):
                continue
            if all(_passes(letter, name) for letter in others):
                yield match.group(), name, next(other for other in parts if other != name)
                break


def disguised_figures(text: str) -> Iterator[str]:
    """Yield each number of ``text`` that has letters between its digits that pass for digits."""
    if not _DIGIT.search(text):  # most texts have facts in their place
        return
    for match in _DISGUISED.finditer(text):
        yield match.group()


def passes_for(text: str) -> str:
    """Return ``text`` with every letter as the Latin one that it passes for, without case.

    Two names with the same result cannot be told apart by eye.

    >>> passes_for("Раypаl")  # with Cyrillic letters
    'paypal'
    """
    latin = {other: one for table in _LOOKALIKES.values() for other, one in table.items()}
    return "".join(latin.get(letter, letter) for letter in text).casefold()


def _passes(letter: str, script: str) -> bool:
    """Tell whether ``letter`` of another script passes for one of ``script``."""
    latin = next((table[letter] for table in _LOOKALIKES.values() if letter in table), "")
    if script == "Latin":
        return bool(latin)
    return (latin or letter) in _LOOKALIKES[script].values()


def _bad(text: str, position: int) -> bool:
    character = text[position]
    if character.isascii():
        return not character.isprintable()
    category = unicodedata.category(character)
    if category in ("Mn", "Me") and not _IGNORED.match(character):
        return _heaped(text, position) or _covers(text, position) or _foreign(text, position)
    if character in _BLANK + _LOST or _OF_A_FORMULA.match(character):
        return True
    if category == "Cf" or _IGNORED.match(character):
        return not _needed(text, position)
    return category in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")


def _unseen(text: str, position: int) -> bool:
    character = text[position]
    if character in _SOFT_HYPHEN + _LOST or character in _DIRECTIONAL:
        return False
    if _SELECTOR.match(character):
        return False
    if _OF_A_FORMULA.match(character):
        return False
    ignored = _IGNORED.match(character) or unicodedata.category(character) not in ("Mn", "Me")
    return bool(ignored) and _bad(text, position)


def _heaped(text: str, position: int) -> bool:
    """Tell whether a nonspacing mark repeats the one before it, or is beyond the fourth."""
    if position and text[position - 1] == text[position]:
        return True
    before = text[max(0, position - _MOST_MARKS) : position]
    return len(before) == _MOST_MARKS and all(
        unicodedata.category(mark) in ("Mn", "Me") for mark in before
    )


def _covers(text: str, position: int) -> bool:
    """Tell whether a mark strikes out or encloses what is before it, or stands on no letter.

    Unless both are one character: ≠ is a struck-out equals sign.
    """
    mark = text[position]
    before = text[:position].rstrip("".join(_marks_before(text, position)))[-1:]
    if before and len(unicodedata.normalize("NFC", before + mark)) == 1:
        return False
    if unicodedata.category(mark) == "Me" or unicodedata.combining(mark) == _OVERLAY:
        return True
    return _OF_ALL.match(mark) is not None and not before.isalpha()


def _foreign(text: str, position: int) -> bool:
    """Tell whether a mark is of another script than the letter on which it stands.

    The scripts are those that their names begin with: HEBREW POINT PATAH. Marks without one are of
    all scripts, and so are those of tones beside ideographs.
    """
    base = next((c for c in text[:position][::-1] if unicodedata.category(c)[0] not in "MC"), "")
    return base.isalnum() and _is_foreign(text[position], base)


@lru_cache(maxsize=4096)
def _is_foreign(mark: str, base: str) -> bool:
    if unicodedata.category(mark) not in ("Mn", "Me") or _OF_ALL.match(mark):
        return False
    if _is_named(mark, "IDEOGRAPHIC ") or (_VEDIC.match(mark) and _is_named(base, _OF_INDIA)):
        return False
    if _is_named(base, "SYRIAC ") and _is_named(mark, "ARABIC "):  # which Syriac uses
        return False
    script = unicodedata.name(base, "").removeprefix("HALFWIDTH ").removeprefix("EXTENDED ")
    return re.split("[ -]", script)[0] not in re.split("[ -]", unicodedata.name(mark, ""))


def _marks_before(text: str, position: int) -> Iterator[str]:
    while position and unicodedata.category(text[position - 1]) in ("Mn", "Me"):
        position -= 1
        yield text[position]


def _needed(text: str, position: int) -> bool:
    """Tell whether an invisible character is one that the letters around it ask for."""
    character = text[position]
    before, after = text[:position][-1:], text[position + 1 : position + 2]
    if character == _SOFT_HYPHEN:  # once in a word
        word = re.split(r"[^\w\u00ad]", text[:position])[-1]
        return before.isalpha() and after.isalpha() and _SOFT_HYPHEN not in word
    if character in _DIRECTIONAL:
        doubled = before in _DIRECTIONAL or after in _DIRECTIONAL
        return not doubled and any(
            unicodedata.bidirectional(c) in ("R", "AL") for c in text if c not in _DIRECTIONAL
        )
    if character in _JOINERS:
        return any(_is_named(c, _JOINING_SCRIPTS) for c in (before, after))
    if "\ufe00" <= character <= "\ufe0f":  # of a symbol, or of an ideograph
        return unicodedata.category(before or " ") == "So" or _is_named(before, "CJK ")
    if "\U000e0100" <= character <= "\U000e01ef":  # names are written with them (UTS 37)
        return _is_named(before, "CJK ")
    return "\u180b" <= character <= "\u180f" and _is_named(before, "MONGOL")


def _is_named(character: str, prefixes: str | tuple[str, ...]) -> bool:
    """Tell whether a character's Unicode name starts so; at an end of the text there is none."""
    return character != "" and unicodedata.name(character, "").startswith(prefixes)
