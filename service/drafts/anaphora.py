"""Sentences that cannot stand alone: their first word points to the sentence before. Pure.

A statement is read without its paragraph, so "He said the measure …" says nothing. Which words
point back is known for the languages below; where the subject is left out, nothing shows it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

# Pronouns of the third person, possessives, and demonstratives, in small letters.
_BACK = {
    "en": (
        "he she it they his her hers its their him them this that these those such both "
        "neither there here the_former the_latter the_two"
    ),
    "de": (
        "er sie es ihr ihre ihrer ihren ihrem ihm ihn ihnen sein seine seiner seinen seinem "
        "seines dies diese dieser diesem diesen dieses jene jener jenes beide beides dort da "
        "dabei damit dafür dagegen daraufhin deshalb deswegen daher darin darüber davon dazu "
        "letztere letzterer"
    ),
    "fr": (
        "il elle ils elles on ce c’ c' cela ça ceci son sa ses leur leurs cet cette ces "
        "celui-ci celle-ci ceux-ci lui eux ceux celles"
    ),
    "es": (
        "él ella ellos ellas ello esto esta este estos estas eso esa ese esos esas aquello su "
        "sus lo ambos ambas allí ahí"
    ),
    "it": (
        "egli lui lei loro ella essi esse esso essa questo questa questi queste quello quella "
        "quelli quelle ciò suo sua suoi sue entrambi lì là"
    ),
    "pl": (
        "on ona ono oni one to ten ta te ci tego tej tych jego jej ich jemu im tam tamten "
        "tamta obaj oboje"
    ),
    "ro": (
        "el ea ei ele acesta aceasta aceștia acestea acest această acești aceste acela aceea "
        "lui ei lor său sa săi sale asta acolo"
    ),
    "tr": "o onlar bu bunlar şu onun onların bunun ona onu bunu buna ikisi orada",
    "uk": (
        "він вона воно вони його її їх їхній їхня їхнє їхні йому їй їм це цей ця ці цього "
        "цієї цих цьому те той та ті там обидва обидві"
    ),
    "ru": (
        "он она оно они его её ее их ему ей им это этот эта эти этого этой этих этому то тот "
        "та те там оба"
    ),
    "nl": "hij zij ze het_is dit dat deze die zijn haar hun hem daar beiden",
    "sv": "han hon den det de hans hennes deras dess denna detta dessa där båda",
    "da": "han hun den det de hans hendes deres denne dette disse der begge",
    "nb": "han hun den det de hans hennes deres denne dette disse der begge",
    "pt": (
        "ele ela eles elas isto isso este esta estes estas esse essa esses essas seu sua seus "
        "suas ambos lá"
    ),
    "cs": "on ona ono oni to ten ta tito tato toto jeho její jejich tam oba",
    "ar": "هو هي هم هما هن هذا هذه هؤلاء ذلك تلك وهو وهي وهم وهذا وهذه وذلك هناك كلاهما",
}
_UNSPACED = {
    "ja": (
        "彼は 彼女は 彼らは 彼の 彼女の それは これは これに それに そこ ここ この その あの 同 両 "
        "こうした そうした"
    ),
    "zh": "他 她 它 这 这些 那 那些 該 该 此 其 两者 这里 那里 這 這些",
}
# What may stand before the word and does not change it.
_LINKS = {
    "en": "and but so yet or also then when while because if as after before although though",
    "de": "und aber doch denn sondern auch als wenn weil dann",
    "fr": "et mais or donc car puis quand",
    "es": "y pero o pues cuando",
    "it": "e ma o però quando",
    "pl": "i a ale oraz lecz bo gdy",
    "ro": "și dar iar însă sau când",
    "tr": "ve ama ancak fakat",
    "uk": "і й та а але проте коли",
    "ru": "и а но однако когда",
}  # fmt: skip
_OPENING = r"^[\s\"'“”„«»‘’‹›「『（(\[–—-]*"


def points_back(sentence: str, language: str) -> bool:
    """Tell whether ``sentence`` begins with a word that only the sentence before explains."""
    pattern = _pattern(Locale.parse(language).language)
    return pattern is not None and pattern.match(sentence.casefold()) is not None


@lru_cache(maxsize=64)
def _pattern(language: str) -> re.Pattern[str] | None:
    if language in _UNSPACED:
        words = "|".join(map(re.escape, _UNSPACED[language].split()))
        return re.compile(f"{_OPENING}(?:{words})")
    if language not in _BACK:
        return None
    words = "|".join(re.escape(w).replace("_", r"\s") for w in _BACK[language].casefold().split())
    links = "|".join(_LINKS.get(language, "").split())
    before = rf"(?:(?:{links})\s+)?" if links else ""
    return re.compile(rf"{_OPENING}{before}(?:{words})(?:(?<=[’'])|(?!\w))")
