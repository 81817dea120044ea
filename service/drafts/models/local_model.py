"""Models that run here: any causal or sequence-to-sequence model that transformers can load.

Decoding is greedy, or what the model's own file asks for in beams and lengths, never sampled: the
same text gives the same draft. Repetition penalties are left out of causal models, since they make
a small model invent (``docs/drafting.md``).
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...errors import SummariesError
from . import files, language_codes
from .api import Answer, Progress, Stop, Task, answer_text, check_fit, clean, repeats
from .files import REMEDY, Place
from .torch_runtime import batches, machine, quiet, telling, threads

# What the classes of models that write are called; an encoder would load, and write nonsense.
_WRITERS = ("ForCausalLM", "LMHeadModel", "ForConditionalGeneration", "MTModel", "ForSeq2SeqLM")
# A model that doesn't say how much it can look at is given this much.
_WINDOW = 2048
_TOKEN_FIELDS = ("bos_token_id", "eos_token_id", "pad_token_id", "decoder_start_token_id",
                 "forced_bos_token_id", "forced_eos_token_id")  # fmt: skip
# What trained summarizers and translators say about their own decoding.
_LENGTH_FIELDS = ("num_beams", "length_penalty", "early_stopping", "no_repeat_ngram_size",
                  "bad_words_ids", "suppress_tokens")  # fmt: skip


class LocalModel:
    """A model in the memory of this process."""

    tags = False

    def __init__(self, place: Place) -> None:
        """Load the model at ``place``. Raises SummariesError when that cannot be done."""
        with quiet(), telling(place.name):
            if place.gguf is not None:
                place = files.converted(place, "causal", _convert)
            self.name = place.name
            self._tokenizer, self._model, self.sequence = _read(place)
            self._device = str(self._model.device)
            self.window: int | None = _window(self._model.config, self._tokenizer)
            self._decoding = self._settings()
        self.follows = not self.sequence
        self._special = sorted(self._tokenizer.all_special_tokens, key=len, reverse=True)
        self._beams = int(self._decoding.get("num_beams") or 1)

    @property
    def settings(self) -> Mapping[str, Any]:
        """All that decides what the model writes."""
        import torch  # noqa: PLC0415 - only where a model runs
        import transformers  # noqa: PLC0415

        return {
            "sampling": False,
            "beams": self._beams,
            "dtype": str(self._model.dtype).removeprefix("torch."),
            "device": self._device,
            "transformers": transformers.__version__,
            "torch": torch.__version__.partition("+")[0],
        }

    def size(self, task: Task) -> int:
        """Return how many tokens ``task`` takes."""
        with quiet():
            return len(self._encoded(task))

    def generate(
        self,
        tasks: Sequence[Task],
        limit_tokens: int,
        limit_seconds: float,
        seed: int,
        progress: Progress | None = None,
    ) -> list[Answer]:
        """Answer ``tasks``; see :class:`~service.drafts.models.api.Model`."""
        import torch  # noqa: PLC0415 - only where a model runs

        end = time.monotonic() + limit_seconds
        check_fit(self, tasks, 0 if self.sequence else limit_tokens)
        answers: dict[int, Answer] = {}
        with quiet(), telling(self.name):
            torch.manual_seed(seed)
            encoded = [self._encoded(task) for task in tasks]
            for batch in batches([len(ids) for ids in encoded], limit_tokens * self._beams):
                left = end - time.monotonic()
                if left <= 0:
                    replies = [Answer("", "time")] * len(batch)
                else:
                    target = tasks[batch[0]].target
                    replies = self._batch([encoded[i] for i in batch], target, limit_tokens, left)
                answers.update(zip(batch, replies, strict=True))
                if progress:
                    progress(len(batch))
        return [answers[index] for index in range(len(tasks))]

    def _encoded(self, task: Task) -> list[int]:
        """Return the tokens of ``task`` as this kind of model expects it."""
        for special in self._special:
            if not special.isalnum():
                task = replace(task, text=task.text.replace(special, " "))
        encode = self._tokenizer
        if self.sequence:
            prefix = language_codes.prefix(encode, self._model.config, task, self.name)
            return list(encode(prefix + clean(task.text), verbose=False)["input_ids"])
        if encode.chat_template is None:
            return list(encode(task.plain(), verbose=False)["input_ids"])
        chat = _chat(encode, task.turns())
        return list(encode(chat, add_special_tokens=False, verbose=False)["input_ids"])

    def _batch(
        self, encoded: list[list[int]], target: str, limit_tokens: int, limit_seconds: float
    ) -> list[Answer]:
        import torch  # noqa: PLC0415 - only where a model runs
        from transformers import GenerationConfig, StoppingCriteriaList  # noqa: PLC0415

        pad = self._tokenizer.pad_token_id
        pad = self._tokenizer.eos_token_id if pad is None else pad
        width = max(map(len, encoded))
        rows, mask = [], []
        for ids in encoded:
            space = [pad or 0] * (width - len(ids))
            hidden = [0] * len(space)
            # What goes on writing must stand at the end; an encoder does not mind.
            rows.append(ids + space if self.sequence else space + ids)
            mask.append([1] * len(ids) + hidden if self.sequence else hidden + [1] * len(ids))
        options = {**self._decoding, "max_new_tokens": limit_tokens, "max_time": limit_seconds}
        if self.sequence and (forced := language_codes.forced(self._tokenizer, target)) is not None:
            options["forced_bos_token_id"] = forced
        options.setdefault("pad_token_id", pad)
        inputs = torch.tensor(rows, device=self._model.device)
        start = 0 if self.sequence else width
        with torch.inference_mode():
            written = self._model.generate(
                inputs,
                attention_mask=torch.tensor(mask, device=self._model.device),
                generation_config=GenerationConfig(do_sample=False, **options),
                stopping_criteria=StoppingCriteriaList([_stop_at_loops(start)]),
            )
        ends = options.get("eos_token_id")
        ended = set(ends if isinstance(ends, list) else [ends])
        # M2M100 doesn't hold its language tokens to be special: decoding would write them out.
        code = options.get("forced_bos_token_id")
        answers = [[token for token in row[start:].tolist() if token != code] for row in written]
        limit = limit_tokens - (code is not None)
        return [self._answer(ids, ended, limit) for ids in answers]

    def _answer(self, ids: list[int], ends: set[int | None], limit: int) -> Answer:
        # A decoder's first token may be the one that also ends it.
        first = 1 if self.sequence else 0
        stop: Stop = "time"
        for place, token in enumerate(ids[first:], first):
            if token in ends:
                ids, stop = ids[:place], "end"
                break
        else:
            if repeats(ids):
                stop = "loop"
            elif len(ids) - first >= limit:
                stop = "length"
        text = answer_text(self._tokenizer.decode(ids, skip_special_tokens=True))
        if not self.sequence and self._tokenizer.chat_template is None:
            # It goes on with the next example.
            text, cut, _ = text.partition("\n")
            stop = "end" if cut else stop
        return Answer(text, stop)

    def _settings(self) -> dict[str, Any]:
        own = self._model.generation_config
        fields = _TOKEN_FIELDS + (_LENGTH_FIELDS if self.sequence else ())
        values = {name: getattr(own, name, None) for name in fields}
        values = {name: value for name, value in values.items() if value is not None}
        values.setdefault("eos_token_id", self._tokenizer.eos_token_id)
        if self.sequence and "decoder_start_token_id" not in values:
            config = self._model.config
            values["decoder_start_token_id"] = getattr(config, "decoder_start_token_id", None) or 0
        return values


def _stop_at_loops(start: int) -> Any:
    from transformers import StoppingCriteria  # noqa: PLC0415 - only where a model runs

    class Loops(StoppingCriteria):  # type: ignore[misc]  # of an untyped library
        def __call__(self, input_ids: Any, *_scores: Any, **_more: Any) -> Any:
            import torch  # noqa: PLC0415

            written = input_ids.shape[1] - start
            ended = [False] * len(input_ids)
            if written >= 24 and written % 8 == 0:
                ended = [repeats(row[-200:].tolist()[-written:]) for row in input_ids]
            return torch.tensor(ended, device=input_ids.device)

    return Loops()


def _chat(tokenizer: Any, turns: list[dict[str, str]]) -> str:
    """Return a chat as the model's own template writes it, ready for its answer."""
    from jinja2 import TemplateError  # noqa: PLC0415 - only where a model runs

    options = {"tokenize": False, "add_generation_prompt": True, "enable_thinking": False}
    try:
        return str(tokenizer.apply_chat_template(turns, **options))
    except TemplateError:
        # Some have no place for an instruction of its own: it goes before the first text.
        head, first, *rest = turns
        joined = {"role": "user", "content": f"{head['content']}\n\n{first['content']}"}
        return str(tokenizer.apply_chat_template([joined, *rest], **options))


def _read(place: Place) -> tuple[Any, Any, bool]:
    """Return tokenizer, model, and whether it is a sequence-to-sequence model."""
    import torch  # noqa: PLC0415 - only where a model runs
    from transformers import (  # noqa: PLC0415
        AutoConfig,
        AutoModelForCausalLM,
        AutoModelForSeq2SeqLM,
        AutoTokenizer,
    )

    safe = {"trust_remote_code": False}
    config = AutoConfig.from_pretrained(place.where, **safe)
    sequence = bool(config.is_encoder_decoder)
    kind = AutoModelForSeq2SeqLM if sequence else AutoModelForCausalLM
    made_for = getattr(config, "architectures", None) or []
    # Nothing public tells whether a class of models takes this configuration.
    if type(config) not in kind._model_mapping or not (  # noqa: SLF001
        not made_for or any(name.endswith(_WRITERS) for name in made_for)
    ):
        raise SummariesError(f"“{place.name}” ({config.model_type}) writes no text: {REMEDY}")
    tokenizer = AutoTokenizer.from_pretrained(place.where, **safe)
    threads(torch)
    device, dtype = machine(torch)
    model = kind.from_pretrained(
        place.where, config=config, use_safetensors=True, dtype=dtype, **safe
    )
    return tokenizer, model.to(device).eval(), sequence


def _convert(place: Place, target: Path) -> None:
    """Save the GGUF file of ``place`` as safetensors, with its tokenizer, in ``target``."""
    from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: PLC0415

    options = {"gguf_file": place.gguf, "trust_remote_code": False}
    tokenizer = AutoTokenizer.from_pretrained(place.where, **options)
    model = AutoModelForCausalLM.from_pretrained(place.where, dtype="auto", **options)
    # What is saved is no longer quantised, and must not say so.
    model.hf_quantizer = None
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.save_pretrained(target)
    tokenizer.save_pretrained(target)


def _window(config: Any, tokenizer: Any) -> int:
    """Return how many tokens the model was made to look at."""
    names = ("max_position_embeddings", "n_positions", "max_sequence_length", "seq_length")
    config = config.get_text_config() if hasattr(config, "get_text_config") else config
    sizes = [value for name in names if isinstance(value := getattr(config, name, None), int)]
    said = tokenizer.model_max_length
    sizes += [said] if said and said < 1_000_000 else []
    return min((value for value in sizes if value > 0), default=_WINDOW)
