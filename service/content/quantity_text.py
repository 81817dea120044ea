"""Numbers, amounts and measures in running text, alone or as a range. Pure.

CLDR's data, through Babel, and small tables for what news agencies write otherwise. Digits are
Western in every language, as in news copy; a value is never rounded. Where two values make a range,
what they share is written once (“£1.2–1.3 billion”).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, localcontext
from functools import lru_cache

from babel import Locale, localedata
from babel.numbers import (
    format_decimal,
    format_percent,
    get_currency_name,
    get_currency_precision,
    get_currency_symbol,
    get_currency_unit_pattern,
    get_minus_sign_symbol,
)

from .locales import cldr
from .ranges import dashes

Number = int | Decimal
# Python's own 28 digits are too few to write a long number with its fraction.
PRECISION = 60

# CLDR's minimumGroupingDigits, which Babel does not read: four digits stand without a separator.
_FOUR_DIGITS_PLAIN = frozenset({"bg", "ca", "es", "et", "ka", "lv", "pl", "pt_PT"})
# Compact words of these languages begin here; below, agencies write all digits. Elsewhere CLDR's
# own scales are used: “10 тисяч”, “1万”.
_COMPACT_FROM = dict.fromkeys(("en", "de", "fr", "es", "it", "pt", "ro", "ca", "nl", "el"), 10**6)
# Scales of CLDR's that agencies do not use: “1200 millones”, “2.000 miliardi”.
_UNUSED_SCALES = {"es": {10**9}, "it": {10**12}, "fr": {10**12}, "ca": {10**9}}
# What stands between a million and what is counted. Romanian's is in CLDR's patterns.
_OF = {"fr": "de", "es": "de", "ca": "de", "it": "di", "pt": "de"}
_ELIDED = re.compile(r"\bde (?=[aeiouhéèêâ])")
# These repeat the scale in a range: 1万至2万. Chinese repeats the per cent sign as well.
_SCALE_TWICE = frozenset({"ja", "zh"})
# These write what is left under a scale with the next one: 1億8750万, 1억 8750만.
_SCALES_IN_STEPS = {"ja": "", "ko": " "}
# The currency in one word: which of CLDR's ("British pounds"), or our own where its form differs.
_CURRENCY_WORD: dict[str, dict[str, int | str]] = {
    "ar": dict.fromkeys(("USD", "UAH", "PLN", "RUB", "CNY"), 0),
    "de": {"USD": "Dollar", "GBP": -1, "RUB": -1, "PLN": -1, "JPY": "Yen", "CNY": "Yuan",
           "UAH": "Hrywnja"},
    "en": {"PLN": -1, "UAH": -1, "RUB": -1, "CNY": "yuan", "JPY": "yen", "KRW": "won"},
    "es": dict.fromkeys(("USD", "GBP", "PLN", "UAH", "RUB", "JPY", "CNY"), 0),
    "fr": dict.fromkeys(("USD", "GBP", "RUB", "UAH", "PLN", "JPY", "CNY"), 0),
    "it": dict.fromkeys(("USD", "GBP", "RUB", "UAH", "PLN", "JPY", "CNY"), 0),
    "ja": {"USD": "ドル", "GBP": "ポンド", "UAH": "フリブナ", "PLN": "ズウォティ",
           "RUB": "ルーブル", "CNY": "人民元", "CHF": "スイスフラン", "TRY": "トルコリラ"},
    "pl": dict.fromkeys(("USD", "GBP", "PLN", "UAH", "RUB", "JPY", "CNY"), 0),
    "ro": dict.fromkeys(("USD", "RUB", "RON", "UAH", "PLN", "JPY", "CNY"), 0),
    "tr": {"USD": "dolar", "GBP": "sterlin", "EUR": "euro", "TRY": "lira", "RUB": "ruble",
           "JPY": "yen", "CNY": "yuan", "UAH": "grivna", "PLN": "zloti"},
    "uk": {"USD": 0, **dict.fromkeys(("GBP", "UAH", "PLN", "RUB", "JPY", "CNY"), -1)},
    "zh": {"CNY": "元", "RUB": "卢布", "PLN": "兹罗提", "UAH": "格里夫纳"},
}  # fmt: skip
# Those of CLDR's units that news copy has; of the others no image keeps the words.
UNITS = frozenset({
    "acre", "hectare", "square-centimeter", "square-foot", "square-kilometer", "square-meter",
    "square-mile", "square-yard",
    "centimeter", "decimeter", "fathom", "foot", "furlong", "inch", "kilometer", "light-year",
    "meter", "micrometer", "mile", "millimeter", "nanometer", "nautical-mile", "yard",
    "carat", "gram", "kilogram", "microgram", "milligram", "ounce", "pound", "ton", "tonne",
    "barrel", "centiliter", "cubic-foot", "cubic-kilometer", "cubic-meter", "gallon",
    "gallon-imperial", "hectoliter", "liter", "milliliter", "pint",
    "kilometer-per-hour", "knot", "meter-per-second", "mile-per-hour", "light-speed",
    "celsius", "fahrenheit", "kelvin", "degree", "percent", "permille", "karat",
    "century", "day", "decade", "hour", "millisecond", "minute", "month", "second", "week", "year",
    "calorie", "foodcalorie", "gigawatt", "horsepower", "joule", "kilocalorie", "kilojoule",
    "kilowatt", "kilowatt-hour", "megawatt", "milliwatt", "watt", "volt", "ampere",
    "bar", "hectopascal", "millibar", "pascal", "pound-force-per-square-inch",
    "bit", "byte", "gigabit", "gigabyte", "kilobyte", "megabit", "megabyte", "petabyte",
    "terabit", "terabyte", "gigahertz", "hertz", "kilohertz", "megahertz",
    "liter-per-100-kilometer", "mile-per-gallon", "newton", "g-force",
})  # fmt: skip
# What CLDR adds to tell a tonne from a ton, and no agency of these languages does.
_UNIT_LEAVES_OUT = {
    ("ar", "tonne"): re.compile(" متري(?:ة|ًا)?"), ("it", "tonne"): re.compile(" metric[ah]e?"),
    ("ro", "tonne"): re.compile(" metric[eă]"), ("uk", "tonne"): re.compile("метричн\\w+ "),
    ("zh", "tonne"): re.compile("公(?=吨)"),
}  # fmt: skip
# A “ton” of English copy, short or metric, is the language's own ton in every newsroom's
# translation; CLDR's “short tons” are nobody's words. Its Arabic has the plain word at “ton”.
_TONS = ("tonne", "ton")
_NOTHING = re.compile("(?!)")


def quantity(
    values: Sequence[Number], style: str, currency: str | None, unit: str | None, locale: str
) -> str:
    """Return one number, or the two of a range, with its ``currency`` or CLDR ``unit``.

    ``style`` is ``decimal``, ``percent`` (12 is 12 %), ``plain`` (no separators) or ``compact``.

    >>> quantity([1234], "decimal", None, None, "de")
    '1.234'
    >>> quantity([1_200_000_000, 1_300_000_000], "compact", "GBP", None, "en")
    '£1.2–1.3 billion'
    """
    # As texts: 2.5 and 2.50 are equal, and read differently.
    texts = tuple(str(value) if isinstance(value, int) else format(value, "f") for value in values)
    return _quantity(texts, style, currency, unit, locale)


@lru_cache(maxsize=4096)
def _quantity(
    texts: tuple[str, ...], style: str, currency: str | None, unit: str | None, locale: str
) -> str:
    values = tuple(Decimal(text) if "." in text else int(text) for text in texts)
    with localcontext(prec=PRECISION):
        return _with_extras(values, style, currency, unit, locale)


def _with_extras(
    values: tuple[Number, ...], style: str, currency: str | None, unit: str | None, locale: str
) -> str:
    language = cldr(locale).language
    if currency:
        values = _coins(values, currency, style)
    scales = [_scale(value, locale) if style == "compact" else 1 for value in values]
    last, scale = values[-1], scales[-1]
    number = _scaled(last, scale, style, locale)
    if len(values) > 1:
        dash, long_dash = dashes(language)
        if scales[0] != scale:
            parts = (_with_extras((value,), style, currency, unit, locale) for value in values)
            return long_dash.join(parts)
        if last < 0:
            dash = long_dash
        before, after = (_digits(_shown(value, scale), style, locale) for value in values)
        if language in _SCALE_TWICE:
            first = _scaled(values[0], scale, style, locale)
            if style == "percent" and language == "zh":
                return f"{_percent(first, locale)}{dash}{_percent(number, locale)}"
            number = f"{first}{dash}{number}"
        else:
            number = number.replace(after, f"{before}{dash}{after}", 1)
    # What follows a scale word agrees with the word: “1,2 мільярда гривень”.
    count = Decimal(scale) if scale > 1 else abs(Decimal(last))
    if style == "percent":
        return _percent(number, locale)
    if not (currency or unit):
        return number
    if scale >= 10**6 and language in _OF:
        number = f"{number} {_OF[language]}"
    text = _amount(number, count, currency, locale) if currency else ""
    text = text or _measure(number, count, unit or "", locale)
    return _ELIDED.sub("d’", text) if language in ("fr", "ca") else text


def _coins(values: tuple[Number, ...], currency: str, style: str) -> tuple[Number, ...]:
    """Return amounts with all their cents: 2.5 pounds are £2.50; whole ones stay whole."""
    least = get_currency_precision(currency)
    return tuple(
        value.quantize(Decimal(1).scaleb(-least))
        if style != "compact" and isinstance(value, Decimal) and 0 < _fraction(value) < least
        else value
        for value in values
    )


def _fraction(value: Number) -> int:
    """Return how many digits ``value`` has after its point, as it is written."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _digits(value: Number, style: str, locale: str) -> str:
    """Return ``value`` in digits, with all of them."""
    plain = locale if locale in _FOUR_DIGITS_PLAIN else cldr(locale).language
    short = plain in _FOUR_DIGITS_PLAIN and abs(Decimal(value)) < 10_000
    whole = cldr(locale).decimal_formats[None].pattern.partition(";")[0].partition(".")[0]
    fraction = _fraction(value)
    return format_decimal(
        value, whole + ("." + "0" * fraction if fraction else ""), locale,
        group_separator=style != "plain" and not short,
    )  # fmt: skip


def _shown(value: Number, scale: int) -> Number:
    """Return the digits before a scale word: 1.2 for 1 200 000 000."""
    if scale == 1:
        return value
    number = (Decimal(value) / scale).normalize()
    return number if _fraction(number) else int(number)


def _scaled(value: Number, scale: int, style: str, locale: str) -> str:
    """Return ``value`` in digits, or in fewer digits with its scale word: “1.2 billion”."""
    language = cldr(locale).language
    step = _SCALES_IN_STEPS.get(language)
    rest = Decimal(value).copy_abs() % scale
    if step is not None and rest and rest == int(rest):
        whole = _scaled(value - rest if value > 0 else value + rest, scale, style, locale)
        return whole + step + _scaled(int(rest), _scale(int(rest), locale), "plain", locale)
    short = _shown(value, scale)
    # Chinese and Japanese write 2500万.
    bare = scale > 1 and language in _SCALE_TWICE
    digits = _digits(short, "plain" if bare else style, locale)
    if scale == 1:
        return digits
    names = _compact_patterns(cldr(locale))
    category = cldr(locale).plural_form(abs(Decimal(short)))
    pattern = names.get(category, names["other"]).get(str(scale)) or names["other"][str(scale)]
    return re.sub(r"0+", lambda _: digits, pattern.pattern.replace("'", ""), count=1)


def _scale(value: Number, locale: str) -> int:
    """Return what the largest scale word of ``locale`` stands for that fits ``value``; else 1."""
    language = cldr(locale).language
    fitting = [
        scale for scale in _scales(locale)
        if max(scale, _COMPACT_FROM.get(language, 0)) <= abs(Decimal(value))
        and scale not in _UNUSED_SCALES.get(language, ())
    ]  # fmt: skip
    return max(fitting, default=1)


@lru_cache(maxsize=64)
def _scales(locale: str) -> tuple[int, ...]:
    """Return the numbers that have a word of their own: those that CLDR writes with one digit."""
    patterns = _compact_patterns(cldr(locale)).get("other", {})
    return tuple(
        int(key) for key, pattern in patterns.items()
        if pattern.pattern.count("0") == 1 and pattern.pattern != "0"
    )  # fmt: skip


def _compact_patterns(locale: Locale):  # type: ignore[no-untyped-def] # Babel's own mapping
    """Return CLDR's compact patterns by plural category and power of ten.

    Chinese and Japanese have one way to write 12万, which CLDR calls short.
    """
    formats = locale.compact_decimal_formats
    return formats.get("long") or formats.get("short") or {"other": {}}


def _percent(number: str, locale: str) -> str:
    sign = get_minus_sign_symbol(locale)
    minus, number = (sign, number[len(sign) :]) if number.startswith(sign) else ("", number)
    return minus + format_percent(Decimal("0.05"), locale=locale).replace("5", number, 1)


def _amount(number: str, count: Decimal, currency: str, locale: str) -> str:
    """Return an amount: with the currency's sign in English, with its name elsewhere."""
    language = cldr(locale).language
    symbol = get_currency_symbol(currency, locale)
    spelled = language == "en" and isinstance(_CURRENCY_WORD["en"].get(currency), str)
    if language == "en" and not spelled and not (symbol.isascii() and symbol.isalpha()):
        sign = get_minus_sign_symbol(locale)
        minus, number = (sign, number[len(sign) :]) if number.startswith(sign) else ("", number)
        return f"{minus}{symbol}{number}"
    name = get_currency_name(currency, count, locale)
    word = _CURRENCY_WORD.get(language, {}).get(currency)
    if isinstance(word, str):
        name = word
    elif word is not None and name != currency:
        name = name.split()[word]
    pattern = get_currency_unit_pattern(currency, count, locale)
    if language in _OF and number.endswith(f" {_OF[language]}"):
        pattern = "{0} {1}"
    return pattern.replace("{0}", number).replace("{1}", name)


def _measure(number: str, count: Decimal, unit: str, locale: str) -> str:
    """Return a number with its CLDR unit, in full where CLDR has the word."""
    language = cldr(locale).language
    if unit in _TONS and language != "en":
        unit = _TONS[language == "ar"]
    lengths = _unit_patterns(locale).get(unit) or {}
    # A length that has only “per day” says nothing of days: CLDR's longest is then the short one.
    usable = (lengths[each] for each in ("long", "short", "narrow") if each in lengths)
    forms = next((forms for forms in usable if "other" in forms), None)
    if forms is None:
        return f"{number} {unit}"
    pattern = str(forms.get(cldr(locale).plural_form(count)) or forms["other"])
    if "{0}" not in pattern and number not in ("1", "2"):  # the Arabic dual is of one number alone
        pattern = str(forms["other"])
    pattern = _UNIT_LEAVES_OUT.get((language, unit), _NOTHING).sub("", pattern)
    if language in _SCALE_TWICE:
        pattern = pattern.replace(" ", "")
    return pattern.replace("{0}", number)


@lru_cache(maxsize=64)
def _unit_patterns(locale: str):  # type: ignore[no-untyped-def] # Babel's own mapping
    """Return CLDR's unit patterns by the unit's id, which Babel puts after its kind."""
    data = localedata.LocaleDataDict(localedata.load(str(cldr(locale))))  # type: ignore[arg-type]
    return {name.partition("-")[2]: patterns for name, patterns in data["unit_patterns"].items()}
