"""How old somebody is, which is no time that something took: "il conducente, 52 anni". Pure.

The word for years stays in the sentence: Chinese and Japanese have another one for ages.
"""

from __future__ import annotations

import re

# What stands before the number of years in an age, beside a comma or a bracket.
_BEFORE = {
    "en": r"aged\s|at\sthe\sage\sof\s",
    "de": r"im\sAlter\svon\s",
    "fr": r"(?<!\w)âgée?s?\s(?:de|d[’'])\s?|à\sl[’']âge\sde\s",
    "es": r"(?<!\w)edad\sde\s|(?:hombres?|mujer(?:es)?|niñ[oa]s?|j[óo]ven(?:es)?|menor(?:es)?"
    r"|vecin[oa]s?|adolescentes?|ancian[oa]s?|beb[ée]s?|hij[oa]s?|personas?|detenid[oa]s?"
    r"|conductora?)\sde\s",
    "it": r"età\sdi\s|(?:uom(?:o|ini)|donn[ae]|bimb[oaie]|bambin[oaie]|ragazz[oaie]|giovani?"
    r"|anzian[oaie]|figli[oae]?|neonat[oa]|person[ae])\sdi\s",
    "pl": r"w\swieku\s|(?<!\w)wiek\s",
    "ro": r"în\svârstă\sde\s|la\svârsta\sde\s|(?:bărbat\w*|femei\w*|copil\w*|tânăr\w*"
    r"|tineri\w*|minor\w*|fetiț\w*|băiat\w*|șofer\w*)\sde\s",
    "uk": r"(?<!\w)віком\s|у\sвіці\s|в\sвіці\s",
    "ar": r"(?:العمر|عمره|عمرها|عمرهما|أعمارهم|سنه|سنها)\s(?:بين\s)?",
}
# Two of them, or about how many: "de 24 y 37 años", "de unos 30 años".
_OTHERS = r"(?:\d{1,3}\s?(?:,|y|e|et|und|and|și|şi|i|і|та|و|to|a|à|bis|до|do|la)\s?(?:de\s)?)*"
# Between commas or in brackets an age is said of who stands before it.
_APPOSED = re.compile(rf"(?:,\s(?:de\s|di\s|d[’'])?|[(（]){_OTHERS}$")
_AND_OLDER = re.compile(
    r"\s(?:et\splus|o\smás|y\smás|e\soltre|in\ssu|und\sälter|oder\sälter|or\solder|i\swięcej|і\sстарш)"
)
_ENDS = re.compile(r"\s?(?:[,.;)）]|$)")
_OLDEST = 130


def is_age(sentence: str, start: int, end: int, years: int, code: str) -> bool:
    """Tell whether the number at ``start`` of ``sentence`` says how old somebody is.

    The word for years behind it ends at ``end``; ``years`` is the number, ``code`` the language.

    >>> sentence = "Il conducente, 52 anni, è morto."
    >>> is_age(sentence, 15, 22, 52, "it"), is_age("Dopo 52 anni è finita.", 5, 12, 52, "it")
    (True, False)
    """
    if not 0 <= years <= _OLDEST:
        return False
    before = sentence[:start]
    led = re.compile(rf"(?:{_BEFORE.get(code, '(?!)')})(?:\w+\s)?{_OTHERS}$", re.IGNORECASE)
    if led.search(before):
        return True
    if _AND_OLDER.match(sentence, end):
        return True
    if code == "de" and re.match(r"\salt\b", sentence[end:]):
        return True
    if code == "en" and re.match(r"\s(?:old|of\sage)\b", sentence[end:]):
        return True
    return bool(_APPOSED.search(before) and _ENDS.match(sentence, end))
