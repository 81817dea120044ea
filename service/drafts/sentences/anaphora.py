"""Sentences that cannot stand alone: they are about somebody whom the one before names. Pure.

A statement is read without its paragraph, so "He said the measure …" says nothing, nor do "On
Tuesday, he said …", "“…,” she said." without a name, and, where the subject is left out, "Dijo que
…"; nor what answers an earlier sentence, "However, …", or the first half of a quotation. Which
words point back is known for the languages below.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

# Pronouns of the third person, possessives, and demonstratives, in small letters.
_BACK = {
    "en": (
        "he she it they his her hers its their him them this that these those such both "
        "neither there here the_former the_latter the_two the_pair the_duo the_trio another others"
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
        "彼は 彼女は 彼らは 彼の 彼女の それは これは これに これを それに そこ ここ "
        "この その あの 同 両 こうした そうした 前者 後者 しかし だが ところが ただし したがって "
        "そのため"
    ),
    "zh": (
        "他 她 它 这 这些 那 那些 該 该 此 其 两者 这里 那里 這 這些 前者 后者 "
        "据他 据她 对此 因此 为此 然而 但是 但， 不过 可是 上述 于是 所以"
    ),
}
# What a sentence begins with that answers an earlier one, or names somebody by a pronoun behind a
# preposition: contrast, consequence, "according to him", "the latter". In small letters.
_ANSWERS = {
    "en": r"however|but|yet|nevertheless|nonetheless|instead(?! of)|therefore|thus|hence"
    r"|consequently"
    r"|as a (?:result|consequence)|otherwise|conversely|on the contrary|that said|even so|despite"
    r" (?:this|that)|by contrast|in contrast|according to (?:him|her|them)"
    r"|(?:in|to) (?:his|her|their) (?:view|opinion|mind|words)|the latter|the former"
    r"|the \d+-year-olds?(?= (?:was|were|is|are|had|has|died|said|told|who|also|will|would)\b)",
    "de": r"doch|aber|jedoch|dennoch|trotzdem|allerdings|hingegen|stattdessen|demnach|folglich"
    r"|somit|also|daraufhin|hierzu|nach (?:seine[nr]|ihre[nr]) (?:angaben|worten|ansicht|meinung)"
    r"|(?:ihm|ihr|ihnen) zufolge|laut (?:ihm|ihr|ihnen)|(?:der|die|das) \d+-jährigen?(?! \w+er\b)"
    r"(?= (?:war|ist|wurde|wird|hat|hatte|kam|starb|sagte|soll|habe|sei|erlitt|konnte|musste)\b)",
    "fr": r"mais|cependant|toutefois|pourtant|néanmoins|en revanche|au contraire|donc|ainsi"
    r"|c[’']est pourquoi|par conséquent|(?:selon|d[’']après|pour) (?:lui|elle|eux|elles)"
    r"|[àa] (?:son|leur) avis",
    "es": r"pero|sin embargo|no obstante|en cambio|por (?:eso|ello|lo tanto|tanto)|por consiguiente"
    r"|se trata de|según (?:él|ella|ellos|ellas)|(?:en|a) (?:su|sus) (?:opinión|juicio|palabras)",
    "it": r"ma|tuttavia|però|eppure|invece(?! di)|al contrario|quindi|dunque|perciò|pertanto"
    r"|per (?:questo|ciò)|si tratta d\w+|secondo (?:lui|lei|loro)|a (?:suo|loro) (?:avviso|dire)"
    r"|quest[’'] ?ultim[oaie]|(?:il|la) \d+enne",
    "pl": r"ale|jednak|jednakże|natomiast|dlatego|zatem|wobec tego|mimo to|z kolei|chodzi o"
    r"|według (?:niego|niej|nich)|jak (?:dodał|zaznaczył|podkreślił|powiedział)[aoi]?"
    r"|\d+-lat(?:ek|ka)",
    "ro": r"dar|însă|totuși|totuşi|în schimb|de aceea|prin urmare|astfel|așadar"
    r"|(?:este|e) vorba (?:despre|de)|potrivit (?:lui|ei|lor)|în (?:opinia|viziunea) (?:sa|lui|ei)"
    r"|(?:cel|cea) din urmă",
    "tr": r"ancak|fakat|ama|oysa|yine de|buna karşın|buna rağmen|bu nedenle|bu yüzden|dolayısıyla"
    r"|söz konusu|kendisi|kendisine",
    "uk": r"але|однак|проте|утім|втім|натомість|тому|отже|відтак|зокрема|ідеться про|йдеться про"
    r"|за (?:його|її|їхніми) словами|на (?:його|її|їхню) думку"
    r"|останн(?:ій|я|і)(?= \w+(?:в|ла|ли)\w*)"
    r"|(?:про|при|для|після|через|попри|у|в|до|з) ц(?:е|ьому|ього)"
    r"(?! (?:ро[кц]|місяц|тижн|сезон|століт))",
    "ru": r"но|однако|зато|поэтому|итак|речь идет о|по (?:его|ее|её|их) словам"
    r"|по (?:его|ее|её|их) мнению|(?:об|при|для|после|из-за|несмотря на) эт(?:ом|ого|о)",
    "ar": r"و?لكنّ?|لكن|ومع ذلك|مع ذلك|غير أن|إلا أن|و?لذلك|و?لذا|و?بالتالي|و?بحسب قوله\w*"
    r"|و?حسب قوله\w*|و?وفقا له\w*",
    "pt": r"mas|porém|no entanto|contudo|entretanto|por isso|portanto|segundo (?:ele|ela|eles|elas)"
    r"|na (?:sua|opinião dele)\w*",
}  # fmt: skip
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
# The personal pronouns that a main clause may have behind its first comma, or behind a quotation.
_LATER = {
    "en": "he she they it", "de": "er", "fr": "il elle ils elles", "es": "él ella ellos ellas",
    "it": "lui lei", "pl": "on ona oni one", "ro": "el ea ei ele", "uk": "він вона воно вони",
    "ru": "он она они", "tr": "o onlar", "pt": "ele ela eles elas", "nl": "hij zij ze",
    "sv": "han hon", "da": "han hun", "nb": "han hun", "cs": "on ona oni", "ar": "هو هي هم",
}  # fmt: skip
# Said by nobody: a verb of saying begins the sentence, and the subject is left out.
_UNSAID = {
    "es": r"(?:también\s|además,?\s)?(?:dijo|añadió|afirmó|explicó|aseguró|señaló|indicó|agregó"
    r"|recordó|declaró|manifestó|destacó|subrayó|apuntó|insistió|admitió|reconoció|sostuvo|advirtió"
    r"|anunció|precisó|detalló|reiteró|dice|añade|afirma|explica|asegura|señala)\s(?:también\s)?que",
    "it": r"(?:ha|aveva)\s(?:anche\s|poi\s)?(?:detto|aggiunto|spiegato|dichiarato"
    r"|affermato|ricordato|sottolineato|precisato|annunciato|assicurato|ammesso|riferito)\s(?:che|di)",
    "pl": r"(?:powiedział|dodał|podkreślił|zaznaczył|wyjaśnił|oświadczył|stwierdził|przekazał"
    r"|poinformował|ocenił|przyznał|zapewnił|zapowiedział)[aoiy]?(?:\stakże|\steż)?,\sże",
    "ro": r"(?:a|au)\s(?:mai\s)?(?:spus|adăugat|declarat|precizat|explicat|afirmat|subliniat"
    r"|anunțat|menționat|transmis|susținut)\scă",
    "uk": r"(?:також\s)?(?:ска[зж]а|дода|зазначи|наголоси|підкресли|пояснив?|повідоми|заяви|розпові"
    r"|уточни|запевни)(?:в|ла|ли)?(?:\sтакож)?,\sщо",
    "ru": r"(?:также\s)?(?:сказа|добави|отмети|подчеркну|пояснил?|сообщи|заяви|уточни)"
    r"(?:л|ла|ли)?,\sчто",
    "pt": r"(?:disse|afirmou|acrescentou|explicou|declarou|garantiu)\sque",
    "ar": r"و?(?:قال|أضاف|أكد|أوضح|أشار|ذكر|صرح|تابع|شدد|لفت)ت?\s(?:إن|أن|إلى|على|بأن)",
    "zh": r"(?:还|并|也)?(?:表示|称|说|指出|强调|认为|补充)",
}
# Behind a quotation a verb of saying ends the sentence, and nobody is named.
_UNNAMED = {
    "es": r"(?:dijo|añadió|afirmó|explicó|aseguró|señaló|indicó|agregó|recordó|declaró|concluyó)",
    "it": r"(?:ha|aveva) (?:detto|aggiunto|spiegato|dichiarato|affermato|concluso|ricordato)",
    "pl": r"(?:powiedział|dodał|podkreślił|zaznaczył|wyjaśnił|stwierdził|ocenił|mówił|mówi"
    r"|dodaje)[ao]?",
    "ro": r"(?:a|au) (?:mai )?(?:spus|adăugat|declarat|precizat|explicat|afirmat|conchis)",
    "tr": r"(?:dedi|demişti|diye konuştu|diye ekledi|ifadelerini kullandı|ifadesini kullandı)",
    "uk": r"(?:сказа|дода|зазначи|наголоси|підкресли|поясни|повідоми|заяви)(?:в|ла|ли)",
    "ru": r"(?:сказа|добави|отмети|подчеркну|поясни|сообщи|заяви)(?:л|ла|ли)",
    "pt": r"(?:disse|afirmou|acrescentou|explicou|declarou)",
}  # fmt: skip
# In Japanese the subject has a particle; a sentence that only says "and said so" has none.
_JAPANESE_SAID = re.compile(
    r"と(?:も)?(?:述べ|話し|語っ|強調し|説明し|主張し|批判し|訴え|指摘し|明かし)\w*[。.]?$"
)
_JAPANESE_SUBJECT = re.compile(r"[はがも]")
# Behind these, a name is no antecedent: "In London, he said …".
_FRAMED = {
    "en": r"in|on|at|during|since|by|last|next|earlier|later|until|throughout|from|that|this"
    r"|yesterday|today|then|now|once|again|asked",
    "de": r"am|im|in|seit|nach|vor|zuletzt|später|danach|gestern|heute|zudem|außerdem|dann|bei|bis",
    "fr": r"en|au|à|dans|depuis|hier|aujourd[’']hui|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche",
    "es": r"en|el|desde|ayer|hoy|durante|tras",
    "it": r"nel|nella|in|da|ieri|oggi|dopo",
    "pl": r"we?|na|od|po|wczoraj|dziś",
    "ro": r"în|la|din|ieri|astăzi|după",
    "uk": r"[ву]|на|з|після|вчора|сьогодні",
}
_WORDS = 12
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"|「[^」]*」|『[^』]*』")
# "a-t-il déclaré" behind a quotation.
_INVERTED = re.compile(r"-(?:t-)?(?:il|elle|ils|elles)(?!\w)")


def points_back(sentence: str, language: str) -> bool:
    """Tell whether ``sentence`` is about somebody, or something, that only an earlier one names.

    Or it answers an earlier one ("However, …"), or is a part of a quotation that another one ends.

    >>> points_back("He said no more.", "en"), points_back("The mayor said no more.", "en")
    (True, False)
    """
    code = Locale.parse(language).language
    pattern = _pattern(code)
    if pattern is not None and pattern.match(sentence.casefold()):
        return True
    answer = _ANSWERS.get(code, r"(?!)")
    if re.match(rf"{_OPENING}(?:{answer})(?!\w)", sentence.casefold()):
        return True
    if _is_cut(sentence) or _is_unsaid(sentence, code):
        return True
    return _has_stranger(sentence, code)


def _is_cut(sentence: str) -> bool:
    """Tell whether a quotation goes on before or behind ``sentence``, or it begins with a gap."""
    if re.match(r"[\s\"'“„«»‘’]*(?:…|\.\.\.)", sentence):
        return True
    german = sentence.count("„") - min(sentence.count("„"), sentence.count("“"))
    if sentence.count('"') % 2:
        return True
    french = sentence.count("«") != sentence.count("»")
    japanese = sentence.count("「") != sentence.count("」")
    opened = sentence.count("“") - sentence.count("”")
    english = "„" not in sentence and opened != 0 and not _is_swedish(sentence)
    return bool(
        french or japanese or english or (german and sentence.count("„") > sentence.count("”"))
    )


def _is_swedish(sentence: str) -> bool:
    """Tell whether a sentence has the same marks before and behind a quotation: ”så”."""
    return "“" not in sentence and sentence.count("”") % 2 == 0


def _is_unsaid(sentence: str, code: str) -> bool:
    """Tell whether somebody says something who is left out."""
    if verb := _UNSAID.get(code):
        end = "" if code == "zh" else r"(?!\w)"
        if re.match(rf"{_OPENING}{verb}{end}", sentence, re.IGNORECASE):
            return True
    if unnamed := _UNNAMED.get(code):
        plain = _QUOTED.sub(" ” ", sentence)
        dash = r"^[–—-].*[–—-]" if code in ("pl", "uk", "ru") else r"(?!)"
        if re.search(rf"(?:”|{dash})[\s,.–—-]*{unnamed}\W*$", plain, re.IGNORECASE):
            return True
    if code == "zh" and re.search(
        r"”\s*(?:他|她|他们|她们)[^，。]{0,6}(?:说|表示|称|道)", sentence
    ):
        return True
    if code == "ja" and _JAPANESE_SAID.search(sentence):
        return not _JAPANESE_SUBJECT.search(_QUOTED.sub("", sentence))
    return False


def _has_stranger(sentence: str, code: str) -> bool:
    """Tell whether a pronoun behind the first comma, or a quotation, has nobody to stand for."""
    if code not in _LATER:
        return False
    plain = _QUOTED.sub(" ” ", sentence)
    words = "|".join(_LATER[code].split())
    if code == "de":  # the verb stands before: "Am Dienstag sagte er"
        match = re.match(rf"\W*(\w+)((?:\s\w+){{0,6}}?)\s(?:{words})(?!\w)", plain)
        framed = match and re.fullmatch(_FRAMED["de"], match[1], re.IGNORECASE)
        if match and framed:
            return True
    elif match := re.match(rf"([^,]*),\s(?:{words})(?!\w)", plain, re.IGNORECASE):
        before = match[1].split()
        framed = re.match(
            rf"(?:{_FRAMED.get(code, '(?!)')})(?!\w)", match[1].strip(), re.IGNORECASE
        )
        if len(before) <= _WORDS and (framed or not _has_name(before)):
            return True
    quoted = re.search(rf"”\W*(?:\w+\s){{0,2}}(?:{words})(?!\w)", plain, re.IGNORECASE)
    inverted = _INVERTED.search(plain) if code == "fr" else None
    if quoted or (inverted and "”" in plain):
        place = (quoted or inverted).start()  # type: ignore[union-attr]
        return not _has_name(plain[:place].split()) and "”" in plain
    return False


def _has_name(words: list[str]) -> bool:
    """Tell whether a word with a capital stands in ``words``, other than the first."""
    return any(word.lstrip("(‘’'")[:1].isupper() for word in words[1:])


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
