"""What stands between the two values of a range in running text. Pure."""

from __future__ import annotations

# As CLDR has it for en, es, it and ja: between short values, and between longer ones.
_DASHES = {"es": ("-", " – "), "it": ("-", " – "), "ja": ("～", "～"), "zh": ("至", "至"),
           "ko": ("~", "~"), "ar": (" إلى ", " إلى ")}  # fmt: skip


def dashes(language: str) -> tuple[str, str]:
    """Return what ``language`` writes between short values, and between those with spaces.

    >>> dashes("en"), dashes("ja")
    (('–', ' – '), ('～', '～'))
    """
    return _DASHES.get(language, ("–", " – "))
