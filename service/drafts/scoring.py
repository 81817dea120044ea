"""How likely a model finds the end of a text after its beginning.

Reading is far faster than writing, since the whole text goes through the model at once.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from .torch_runtime import batches

# Tokens, padding included, in one batch: the scores of all words for each bound memory.
BATCH_TOKENS = 512


def likelihoods(
    tokenizer: Any,
    model: Any,
    passages: Sequence[tuple[str, str]],
    read: Sequence[int] | None,
    seconds: float,
) -> list[float] | None:
    """Return the log-probability of the second text after the first, for each of ``passages``.

    ``read`` are the tokens that a sequence-to-sequence model has read before, None for a causal
    one. Returns None when the time is up, or a text has more than ``BATCH_TOKENS``.
    """
    end = time.monotonic() + seconds
    texts = list(dict.fromkeys(head + rest for head, rest in passages))
    encoded = {text: _tokens(tokenizer, text) for text in texts}
    start = _start(tokenizer, model, read is None)
    sizes = [len(start) + len(encoded[text]) for text in texts]
    if max(sizes, default=0) > BATCH_TOKENS:
        return None
    by_passage: dict[str, list[float]] = {}
    for batch in batches(sizes, 0, BATCH_TOKENS):
        if time.monotonic() > end:
            return None
        rows = [encoded[texts[index]] for index in batch]
        scores = _scores(model, start, rows, read)
        by_passage.update(zip((texts[index] for index in batch), scores, strict=True))
    return [
        sum(by_passage[head + rest][_shared(_tokens(tokenizer, head), encoded[head + rest]) :])
        for head, rest in passages
    ]


def _tokens(tokenizer: Any, text: str) -> list[int]:
    return list(tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])


def _start(tokenizer: Any, model: Any, causal: bool) -> list[int]:
    """Return what stands before a text: for a causal model a new line, as before a paragraph.

    The token by which a chat begins would have what follows read as a chat.
    """
    if causal:
        begin = list(tokenizer("", verbose=False)["input_ids"]) + _tokens(tokenizer, "\n")
    else:
        begin = [model.config.decoder_start_token_id]
    known = (*begin, tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id, 0)
    return begin or [next(token for token in known if token is not None)]


def _shared(left: Sequence[int], right: Sequence[int]) -> int:
    """Return how many tokens both begin with."""
    for place, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return place
    return min(len(left), len(right))


def _scores(
    model: Any, start: list[int], rows: Sequence[list[int]], read: Sequence[int] | None
) -> list[list[float]]:
    """Return the log-probability of each token of each row, after ``start``."""
    import torch  # noqa: PLC0415 - only where a model runs

    width, device = max(map(len, rows)), model.device
    # What is filled up stands at the end, where no token before it looks.
    inputs = torch.tensor(
        [start + row + start[:1] * (width - len(row)) for row in rows], device=device
    )
    options = {"input_ids": inputs}
    if read is not None:
        repeated = torch.tensor([list(read)] * len(rows), device=device)
        options = {"input_ids": repeated, "decoder_input_ids": inputs}
    with torch.inference_mode():
        logits = model(**options, use_cache=False).logits[:, len(start) - 1 : -1]
        wanted = inputs[:, len(start) :]
        losses = torch.nn.functional.cross_entropy(
            logits.flatten(0, 1).float(), wanted.flatten(), reduction="none"
        ).view(wanted.shape)
    return [(-losses[place, : len(row)]).tolist() for place, row in enumerate(rows)]
