"""Days that a text names by the article's own day: "on Tuesday", "yesterday", 火曜日. Pure.

News means the nearest day of that name: the last one, or the next one where the sentence is about
what is to come. That is an inference, so each such date carries the words that it comes from.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.dates import get_day_names

from .reading import Reading

INFERRED = "Inferred from “{words}” and the article's day of publication: check it."


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How a language names days, as regular expressions, and what stands in their place.

    ``before`` may stand before a weekday and goes with it; ``keep`` are words after which the bare
    date reads well; ``dated`` and ``near_dated`` are what a statement says for a weekday and for a
    word such as "yesterday", ``{}`` being the date and ``{day}`` the weekday's own name. ``near``
    has those words by their distance in days; ``next`` and ``last`` say which weekday is meant,
    ``ahead`` that the sentence is about what is to come. ``never`` in front of, ``part`` behind a
    weekday leave it alone, or keep its words: "every Tuesday", "Tuesday morning". ``last_after``
    and ``next_after`` say behind it which one is meant: "mardi dernier".
    """

    near: dict[int, str]
    dated: str
    near_dated: str
    before: str = r"(?!)"
    keep: str = r"(?!)"
    last: str = r"(?!)"
    next: str = r"(?!)"
    ahead: str = r"(?!)"
    never: str = r"(?!)"
    part: str = r"(?!)"
    last_after: str = r"(?!)"
    next_after: str = r"(?!)"
    weekdays: tuple[str, ...] = ()


_GRAMMARS = {
    "en": _Grammar(
        {-1: "yesterday", 0: "today", 1: "tomorrow"}, "on {}", "on {}", before=r"on",
        keep=r"by|since|until|till|from|before|after|between|through|for|and|to|than",
        last=r"last|past", next=r"next|this\s+coming|coming",
        ahead=r"(?<!to\s)(?:starts?|begins?|opens?|kicks\s+off)(?=\s+(?:\S+\s+){0,3}on\b)|will|shall|’ll|'ll"
        r"|is\s+to|are\s+to|(?:is|are)\s+expected|due|set\s+to|scheduled|expected\s+to|plans?\s+to|takes?\s+effect"
        r"|comes?\s+into\s+(?:force|effect)|go(?:es)?\s+(?:into\s+effect|on\s+sale)",
        never=r"every|each|most|a|any|one|good|black|bloody|super|ash|easter|palm|that",
        part=r"[\s-]*(?:morning|afternoon|evening|night|lunchtime|(?:’|')s\b|’|')",
    ),
    "de": _Grammar(
        {-1: "gestern", 0: "heute", 1: "morgen"}, "am {}", "am {}", before=r"am",
        keep=r"bis|seit|ab|vom|zum|nach|vor|dem|den|und",
        last=r"letzten|vergangenen|vorigen", next=r"kommenden|nächsten",
        ahead=r"beginnt|beginnen|startet|starten|finde[tn](?=.*\bstatt\b)|wird|werden|soll|sollen"
        r"|tritt(?=.*\bin\s+Kraft\b)|treten(?=.*\bin\s+Kraft\b)|gilt(?!\s+(?:als|seit))|gelten(?!\s+(?:als|seit))|ist\s+geplant|sind\s+geplant",
        never=r"jeden|jedem|einem|einen|an\s+einem",
        part=r"(?:vor|nach)?(?:morgen|mittag|abend|nacht|vormittag|nachmittag)s?\b|\s+(?:früh|morgen|"
        r"mittag|abend|nacht|vormittag|nachmittag)\b",
    ),
    "fr": _Grammar(
        {-1: "hier", 0: "aujourd(?:’|')hui", 1: "demain"}, "{day} {}", "le {}", before=r"ce",
        next=r"",
        ahead=r"commence|commencent|débute|débutent|s[’']ouvre|s[’']ouvrent|\w+(?:ra|ront)|va"
        r"|vont|doit|doivent|devrait|devraient|entre(?:nt)?\s+en\s+vigueur|(?:est|sont)\s+prévue?s?"
        r"|(?:est|sont)\s+appelée?s",
        never=r"le|les|un|chaque|tous\s+les|du|au",
        part=r"\s+(?:matin|midi|après|soir|prochain|dernier|saint)|\s+(?:et|ou)\s",
        last_after=r"dernier", next_after=r"prochain",
    ),
    "es": _Grammar(
        {-1: "ayer", 0: "hoy", 1: r"mañana"}, "el {day} {}", "el {}",
        before=r"este|el(?:\s+pasado)?", last=r"pasado", next=r"próximo",
        keep=r"", ahead=r"empiezan?|comienzan?|arrancan?|\w+r(?:á|án)|va\s+a|van\s+a|debe|deben"
        r"|entran?\s+en\s+vigor|(?:está|están)\s+previst[oa]s?|se\s+esperan?",
        never=r"los|un|cada|todos\s+los|de|la|por\s+la|esta|una|del|al",
        part=r"\s+(?:por|pasado|próximo|santo)\b",
        last_after=r"pasado|último", next_after=r"próximo|que\s+viene|entrante",
    ),
    "it": _Grammar(
        {-1: "ieri", 0: "oggi", 1: "domani"}, "{day} {}", "il {}",
        ahead=r"cominciano?|iniziano?|comincia|inizia|\w+(?:rà|ranno)|deve|devono|dovrebbe"
        r"|entran?o?\s+in\s+vigore|(?:è|sono)\s+previst[oaie]|in\s+programma",
        never=r"il|la|ogni|un|una|tutti\s+i|del|dal|al|di|da",
        part=r"\s+(?:mattina|pomeriggio|sera|notte|scorso|scorsa|prossimo|prossima|santo)",
        last_after=r"scors[oa]", next_after=r"prossim[oa]",
    ),
    "pl": _Grammar(
        {-1: "wczoraj", 0: r"dziś|dzisiaj", 1: "jutro"}, "{}", "{}", before=r"we?",
        keep=r"do|od|z|na|po|przed",
        last=r"ubiegły|ubiegłą|ubiegłego|zeszły|zeszłą|minioną|miniony",
        next=r"najbliższy|najbliższą|przyszły|przyszłą",
        ahead=r"zaczyna|zaczynają|rozpoczyna|rozpoczynają|rusza|ruszają|będzie|będą|ma|mają|zostanie"
        r"|zostaną|odbędzie|odbędą|wchodzi\s+w\s+życie|wchodzą\s+w\s+życie|wejdzie|wejdą"
        r"|zaplanowan\w+",
        never=r"każdy|każdą|każdego",
        part=r"\s+(?:rano|wieczorem|po\s+południu|w\s+nocy|nad\s+ranem)",
        weekdays=("poniedziałek|poniedziałku", "wtorek|wtorku", "środę|środy|środa",
                  "czwartek|czwartku", "piątek|piątku", "sobotę|soboty|sobota",
                  "niedzielę|niedzieli|niedziela"),
    ),
    "ro": _Grammar(
        {-1: "ieri", 0: "astăzi|azi", 1: "mâine"}, "pe {}", "pe {}",
        ahead=r"începe|încep|debutează|va|vor|urmează|o\s+să|intră\s+în\s+vigoare"
        r"|(?:este|sunt)\s+programat\w*",
        # “Luni” are months as well.
        never=r"fiecare|de|în|unei|o|din|\d+|două|trei|patru|cinci|[sș]ase|[sș]apte|opt|nouă|zece"
        r"|\w+sprezece|câteva|multe|puține|aceste|cele|alte|atâtea|ultimele|primele|următoarele",
        keep=r"până",
        part=r"\s+(?:dimineața|dimineaţa|seara|noaptea|după|la\s+prânz|trecută|viitoare|și\s)",
        weekdays=(r"luni(?!\s+(?:de\s+zile|bune|întregi|lungi|la\s+rând))",
                  r"mar[țţ]i", "miercuri", "joi", "vineri", r"s[âî]mb[ăa]tă|sâmbăta",
                  "duminică|duminica"),
    ),
    "tr": _Grammar(
        {-1: "dün", 0: "bugün", 1: "yarın"}, "{} {day}", "{} günü",
        last="geçen|geçtiğimiz", next="gelecek|önümüzdeki",
        ahead=r"başlıyor|başlar|\w+(?:acak|ecek)\w*|yürürlüğe\s+gir(?:iyor|er)|planlanıyor",
        never="her|bir", part=r"\s+(?:sabah|akşam|gece|öğle)|(?:’|')",
    ),
    "uk": _Grammar(
        {-1: "вчора|учора", 0: "сьогодні", 1: "завтра"}, "{}", "{}", before=r"[ву]",
        keep=r"до|від|з|із|на|після|перед", last=r"минулий|минулу|минулого|минулої",
        next=r"наступний|наступну|наступного|наступної|найближчий|найближчу",
        ahead=r"починається|починаються|розпочинається|розпочинаються|стартує|стартують"
        r"|буде|будуть|має|мають|\w+(?:тиме|тимуть|деться|дуться)|планують|планує"
        r"|набирає\s+чинності|набирають\s+чинності|набуває\s+чинності|заплановано|запланован\w+",
        never=r"кожен|кожну|кожного|щ\w+",
        part=r"\s+(?:вранці|зранку|ввечері|увечері|вдень|вночі|уночі)",
        weekdays=("понеділок|понеділка", "вівторок|вівторка", "середу|середи|середа",
                  "четвер|четверга", r"п[’'ʼ]ятницю|п[’'ʼ]ятниці|п[’'ʼ]ятниця",
                  "суботу|суботи|субота", "неділю|неділі|неділя"),
    ),
    "ar": _Grammar(
        {-1: "أمس|امس", 0: "اليوم", 1: r"غدا|غدًا|غداً"}, "يوم {day} {}", "يوم {}",
        before=r"(?:يوم\s+)?(?:أمس|امس|اليوم|غدا|غدًا|غداً)|يوم", next="",
        ahead=r"[تي](?:بدأ|نطلق|فتتح)|سوف|س[ينتأ]\w+|من\s+المقرر|المقرر|[تي]دخل(?=.*\sحيز\s)",
        never=r"كل|أيام|في\s+هذا|هذا|ذلك",
        part=r"\s+(?:صباح|مساء|الماضي|المقبل|الأسود|ال\w+)",
        weekdays=(r"الاثنين|الإثنين", "الثلاثاء", r"الأربعاء|الاربعاء", "الخميس", "الجمعة",
                  "السبت", "الأحد|الاحد"),
        last_after=r"الماضي|الماضية|الفائت|المنصرم", next_after=r"المقبل|المقبلة|القادم|القادمة",
    ),
    "ja": _Grammar(
        {-1: r"昨日|きのう", 0: r"今日|きょう|本日", 1: r"明日|あす|あした"}, "{}", "{}",
        last="先週(?:の)?", next="来週(?:の)?",
        ahead=r"始まる|開幕する|開かれる|行われる|開催される|予定|見通し|見込み|する方針|施行される|発効する",
        never=r"毎週?|一|各|曜", part=r"(?:の朝|の夜)",
        weekdays=("月曜日?", "火曜日?", "水曜日?", "木曜日?", "金曜日?", "土曜日?", "日曜日?"),
    ),
    "zh": _Grammar(
        {-1: "昨天|昨日", 0: "今天|今日", 1: "明天|明日"}, "{}", "{}",
        before=r"本|这|在?本", last="上", next="下",
        ahead=r"将|将于|计划|预计|起施行|起实施|起生效",
        never=r"每个?|逢", part=r"(?:报)",
        weekdays=tuple(f"(?:周|星期|礼拜){sign}" for sign in (*"一二三四五六", "[日天]")),
    ),
}  # fmt: skip
# Where words are not separated by spaces, a day of the month alone is a date: 2日.
_UNSPACED = frozenset({"ja", "zh"})
_DAY_ALONE = {
    "ja": re.compile(
        r"(?<![\d年月.,日])(?P<day>[12]?\d|3[01])日"
        r"(?!間|連続|目|以内|以上|後|前(?!後)|分|ほど|ごろ|ぶり|あたり|程度|曜|\d|付|本|かけ|[のに]わた)"
    ),
    "zh": re.compile(
        r"(?<![\d年月.,日第])(?P<day>[12]?\d|3[01])日(?!内|以内|以来|游|元|均|报(?!道)|本|\d|后|之内|日|[，、]?\d)"
    ),
}
# A month alone, with "this", "last" or "next year" or without; 3月期 is a business year's.
_MONTH_ALONE = re.compile(
    r"(?:(?P<this>今年|本年)|(?P<last>去年|昨年)|(?P<next>明年|来年))?"
    r"(?<![\d.,第])(?<!\d年)(?P<month>1[0-2]|[1-9])月(?!\s?\d|[间間刊球期])"
)


def find(sentence: str, language: str, published: datetime.date) -> Iterator[Reading]:
    """Yield the days of ``sentence`` that the day of publication turns into dates."""
    code = Locale.parse(language).language
    grammar = _GRAMMARS.get(code)
    if grammar is None:
        return
    week, near = _patterns(code)
    coming = looks_ahead(sentence, language)
    for match in week.finditer(sentence):
        if not match["never"] and not _is_name(sentence, match, code):
            yield _weekday(sentence, match, code, published, coming)
    for match in near.finditer(sentence):
        word, after = match.group(), sentence[match.end() :]
        if match["never"] or (code == "ar" and re.match(r"\s+ال", after)):
            continue  # "today Tuesday" is the weekday's matter, "the first day" nobody's
        if code == "de" and word == "Morgen" and not _begins(sentence, match.start()):
            continue  # the morning
        distance = next(k for k in (-1, 0, 1) if match[f"near{k + 1}"])
        day = published + datetime.timedelta(distance)
        frame = None if re.match(grammar.part, after, re.IGNORECASE) else grammar.near_dated
        yield _reading(sentence, match.span(), day, published, frame, word)
    if alone := _DAY_ALONE.get(code):
        for match in alone.finditer(sentence):
            if (in_month := _of_month(int(match["day"]), published, coming)) is not None:
                yield _reading(sentence, match.span(), in_month, published, "{}", match.group())
        for match in _MONTH_ALONE.finditer(sentence):
            yield _month(match, published, coming)


def looks_ahead(sentence: str, language: str) -> bool:
    """Tell whether words of ``sentence`` say that it is about what is to come.

    False in a language whose words for it are not known.
    """
    code = Locale.parse(language).language
    grammar = _GRAMMARS.get(code)
    return grammar is not None and bool(
        re.search(_whole(grammar.ahead, code), sentence, re.IGNORECASE)
    )


def _month(match: re.Match[str], published: datetime.date, coming: bool) -> Reading:
    """Return the month of a year that the day of publication tells."""
    month, year = int(match["month"]), published.year
    if match["last"] or match["next"]:
        year += 1 if match["next"] else -1
    elif not match["this"]:
        year += (coming and month < published.month) - (not coming and month > published.month)
    words = match.group()
    return Reading(
        *match.span(), datetime.date(year, month, 1), "month-year", stated=words,
        doubt=INFERRED.format(words=words),
    )  # fmt: skip


def _weekday(
    sentence: str, match: re.Match[str], code: str, published: datetime.date, coming: bool
) -> Reading:
    grammar = _GRAMMARS[code]
    wanted = next(n for n in range(7) if match[f"day{n}"])
    words = match["day"]
    start, end = match.span("day")
    behind = (published.weekday() - wanted) % 7
    ahead = (wanted - published.weekday()) % 7
    if match["last"] and code in _UNSPACED:  # 上周二: of the week before
        distance = wanted - published.weekday() - 7
    elif match["next"] and code in _UNSPACED:
        distance = wanted - published.weekday() + 7
    elif code == "zh" and match["before"]:
        distance = wanted - published.weekday()
    elif match["last"] or _follows(grammar.last_after, sentence, end):
        distance = -(behind or 7)
    elif match["next"] or _follows(grammar.next_after, sentence, end):
        distance = ahead or 7
    else:
        distance = ahead if coming else -behind
    day = published + datetime.timedelta(distance)
    after = re.match(grammar.part, sentence[end:], re.IGNORECASE)
    behind_it = rf"{grammar.last_after}|{grammar.next_after}"
    if (
        after
        or _follows(behind_it, sentence, end)
        or ((match["last"] or match["next"]) and code not in _UNSPACED)
    ):
        # Grammar hangs on the word: it stays, as a written form.
        return _reading(sentence, (start, end), day, published, None, words)
    if code in _UNSPACED or match["before"]:
        start = match.start()
    frame = grammar.dated
    if match["keep"] and not match["before"]:
        frame = "{}" if "{day}" not in frame else "{day} {}"
    return _reading(sentence, (start, end), day, published, frame, words)


def _follows(words: str, sentence: str, end: int) -> bool:
    """Tell whether one of ``words`` stands behind a weekday that ends at ``end``."""
    return re.match(rf"\s+(?:{words})(?!\w)", sentence[end:], re.IGNORECASE) is not None


def _reading(
    sentence: str,
    span: tuple[int, int],
    day: datetime.date,
    published: datetime.date,
    frame: str | None,
    words: str,
) -> Reading:
    start, end = span
    if frame is not None:
        frame = frame.replace("{day}", words)
        if frame == "il {}" and day.day in (8, 11):
            frame = "l’{}"
        if _begins(sentence, start):
            frame = frame[:1].upper() + frame[1:]
    style = "day-month" if day.year == published.year else "long"
    doubt = INFERRED.format(words=words)
    return Reading(start, end, day, style, frame=frame, stated=words, doubt=doubt)


def _begins(sentence: str, start: int) -> bool:
    before = sentence[:start].rstrip(" “„«\"'(")
    # A full stop behind a letter or two is an abbreviation's: "at 2.30 p.m. on Tuesday".
    stopped = re.search(r"(?<![^\W\d_])[^\W\d_]{1,2}\.$", before) is not None
    return not before or (before[-1] in ".!?" and not stopped)


def _of_month(day: int, published: datetime.date, coming: bool) -> datetime.date | None:
    """Return the nearest such day of a month: the last one, or the next one to come."""
    year, month = published.year, published.month
    for _ in range(12):
        try:
            day_of_month = datetime.date(year, month, day)
        except ValueError:
            day_of_month = None
        if day_of_month and (day_of_month >= published if coming else day_of_month <= published):
            return day_of_month
        month += 1 if coming else -1
        if not 1 <= month <= 12:
            year, month = (year + 1, 1) if coming else (year - 1, 12)
    return None


def _is_name(sentence: str, match: re.Match[str], code: str) -> bool:
    """Tell whether the weekday is a part of a name: Black Friday, the Sunday Times."""
    if code in _UNSPACED or code == "ar":
        return False
    word, (start, end) = match["day"], match.span("day")
    before = re.search(r"(\w+)\W{1,2}$", sentence[:start])
    begins = before is None or sentence[: match.start()].rstrip()[-1:] in ".!?:“„«"
    if code in ("en", "de", "tr"):
        led = match["before"] or match["keep"] or match["last"] or match["next"]
        follows = re.match(r"\s+([^\W\d_]+)", sentence[end:])
        if code == "de":
            return False
        inside = before is not None and not _begins(sentence, before.start())
        if inside and not led and before[1][:1].isupper() and word[:1].isupper():  # type: ignore[index]
            return True
        return bool(
            follows and follows[1][:1].isupper() and not led and not begins and code == "en"
        )
    return word[:1].isupper() and not begins


def _whole(words: str, code: str) -> str:
    return words if code in _UNSPACED else rf"(?<!\w)(?:{words})(?!\w)"


@lru_cache(maxsize=32)
def _weekdays(code: str) -> tuple[str, ...]:
    """Return what each weekday is written as, Monday first."""
    weekdays = _GRAMMARS[code].weekdays
    names = get_day_names("wide", "format", code)
    return weekdays or tuple(re.escape(names[n]) for n in range(7))


@lru_cache(maxsize=32)
def _patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what matches weekdays, and what matches words such as "yesterday"."""
    grammar = _GRAMMARS[code]
    space = "" if code in _UNSPACED else r"\s+"
    apart = "" if code in _UNSPACED else r"(?<!\w)"
    # Arabic writes “and”, “in” onto the next word.
    start = r"(?<![^\Wوفبل])" if code == "ar" else apart
    ends = "" if code in _UNSPACED or code == "de" else r"(?!\w)"
    days = "|".join(f"(?P<day{n}>{words})" for n, words in enumerate(_weekdays(code)))
    lead = "".join(
        rf"(?:{start}(?P<{name}>{words}){space})?"
        for name, words in (
            ("keep", grammar.keep),
            ("before", grammar.before),
            ("last", grammar.last),
            ("next", grammar.next),
        )
        if words
    )
    for name in ("keep", "before", "last", "next"):
        if f"(?P<{name}>" not in lead:
            lead += rf"(?P<{name}>(?!))?"
    # Of a German compound ("Dienstagabend") the weekday is the beginning; "sonntags" is a habit.
    tail = rf"(?:(?!\w)|(?={grammar.part}))" if code == "de" else ends
    never = rf"(?P<never>{start}(?:{grammar.never}){space})?"
    near = "|".join(f"(?P<near{k + 1}>{words})" for k, words in sorted(grammar.near.items()))
    return (
        re.compile(rf"{never}{lead}{start}(?P<day>{days}){tail}", re.IGNORECASE),
        re.compile(rf"{never}{start}(?:{near}){ends}", re.IGNORECASE),
    )
