"""How sequence-to-sequence models are told what to do, and which language to write.

Some are told in words (T5), some by a token for each language (NLLB, M2M100, mBART, Marian), most
need not be told. Pure: works on a tokenizer that is given.
"""

from __future__ import annotations

from typing import Any

from babel import Locale

from ...errors import SummariesError
from .api import Task

# NLLB's names for languages that ISO 639-3 has other codes for.
_MEMBERS = {"ara": "arb", "lav": "lvs", "est": "ekk", "msa": "zsm", "fas": "pes", "aze": "azj",
            "uzb": "uzn", "mon": "khk", "nep": "npi", "sqi": "als", "yid": "ydd"}  # fmt: skip


def candidates(locale: str) -> list[str]:
    """Return the tokens by which models may know a locale (in Babel's notation)."""
    import langcodes  # noqa: PLC0415 - slow to load, and only translations need it

    parsed = Locale.parse(locale)
    tag = langcodes.Language.get(locale.replace("_", "-")).maximize()
    long = tag.to_alpha3()
    script = tag.script or "Latn"
    return [
        f"{_MEMBERS.get(long, long)}_{script}", f"{long}_{script}",
        f"__{parsed.language}__", f"{parsed.language}_{tag.territory}",
        f">>{long}<<", f">>{parsed.language}<<",
        *([">>cmn_Hans<<"] if parsed.language == "zh" else []),
    ]  # fmt: skip


def token(tokenizer: Any, locale: str) -> str | None:
    """Return the token by which ``tokenizer`` knows ``locale``; None when it has none for it."""
    # Not from its vocabulary: M2M100's does not list its languages.
    lacking = (None, tokenizer.unk_token_id)
    return next(
        (c for c in candidates(locale) if tokenizer.convert_tokens_to_ids(c) not in lacking), None
    )


def forced(tokenizer: Any, locale: str) -> int | None:
    """Return the token that a translation into ``locale`` must begin with, if there is one.

    ``tokenizer`` is one of transformers'.
    """
    code = token(tokenizer, locale) if locale else None
    if code is None or code.startswith(">>"):
        return None
    return int(tokenizer.convert_tokens_to_ids(code))


def prefix(tokenizer: Any, config: Any, task: Task, name: str) -> str:
    """Return what must stand before the text of ``task``, and set the language of ``tokenizer``.

    ``config`` is the model's, and ``name`` what errors call it. Raises :class:`SummariesError` when
    the model tells languages by tokens and lacks one.
    """
    if task.kind == "translate":
        if hasattr(tokenizer, "src_lang"):
            source, target = token(tokenizer, task.source), token(tokenizer, task.target)
            for code, locale in ((source, task.source), (target, task.target)):
                if code is None:
                    raise SummariesError(
                        f"{name} does not know the language “{locale}”: name another model"
                    )
            tokenizer.src_lang = (source or "").strip("_")
            return ""
        if (code := token(tokenizer, task.target)) and code.startswith(">>"):
            return f"{code} "
    known = getattr(config, "task_specific_params", None) or {}
    english = {"en": "English", "de": "German", "fr": "French", "ro": "Romanian"}
    if task.kind != "translate":
        return str(known.get("summarization", {}).get("prefix", ""))
    text = known.get(f"translation_{task.source}_to_{task.target}", {}).get("prefix", "")
    if known and not text and task.target not in english:
        raise SummariesError(
            f"{name} does not know the language “{task.target}”: name another model"
        )
    return str(text)
