"""Families of translators that must be told which language to write: NLLB, M2M100 and Marian.

Each is made here, tiny, of the family's own classes, and learns one sentence in two languages by
heart: it shows that our language tokens reach the model, and says nothing about quality.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from drafting import need

from service.drafts import models
from service.drafts.models import torch_runtime
from service.drafts.models.api import Task
from service.errors import SummariesError

TEXT = "The port will reopen soon."
WRITTEN = {"uk": "Порт скоро знову відкриють.", "pl": "Port wkrótce znów będzie otwarty."}
TEXTS = [TEXT, *WRITTEN.values()]
SMALL = {
    "d_model": 32, "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2,
    "decoder_attention_heads": 2, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64, "dropout": 0.0,
    "attention_dropout": 0.0, "activation_dropout": 0.0, "max_position_embeddings": 64,
}  # fmt: skip


def learn(model: Any, given: Any, wanted: Any, pad: int, told: int) -> None:
    """Have ``model`` learn by heart to go on with ``wanted`` after its first ``told`` tokens."""
    import torch

    labels = wanted.clone()
    labels[labels == pad] = -100
    labels[:, :told] = -100
    start = torch.full_like(wanted[:, :1], model.config.decoder_start_token_id)
    before = torch.cat([start, wanted[:, :-1]], dim=1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _step in range(300):
        mask = (given != pad).long()
        loss = model(
            input_ids=given, attention_mask=mask, decoder_input_ids=before, labels=labels
        ).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if loss.item() < 0.01:
            return
    pytest.fail("the tiny model did not learn its sentence")


def nllb(folder: Path) -> None:
    """Language tokens such as ``ukr_Cyrl``, the first that the decoder writes."""
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    vocab, merges = bpe()
    tokenizer = NllbTokenizer(vocab, merges, src_lang="eng_Latn", model_max_length=64)
    config = M2M100Config(
        vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id, decoder_start_token_id=tokenizer.eos_token_id, **SMALL,
    )  # fmt: skip
    torch.manual_seed(0)
    model = M2M100ForConditionalGeneration(config)
    wanted = []
    for code, text in zip(("ukr_Cyrl", "pol_Latn"), WRITTEN.values(), strict=True):
        tokenizer.tgt_lang = code
        wanted.append(tokenizer(text_target=text)["input_ids"])
    given = tokenizer([TEXT, TEXT], return_tensors="pt")["input_ids"]
    pad = tokenizer.pad_token_id
    learn(model, given, padded(wanted, pad), pad, told=1)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def m2m100(folder: Path) -> None:
    """Language tokens such as ``__uk__``."""
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    pieces = folder.parent / "pieces"
    vocab = sentencepieces(pieces)
    (pieces / "vocab.json").write_text(json.dumps(vocab))
    tokenizer = M2M100Tokenizer(
        str(pieces / "vocab.json"), str(pieces / "spm.model"), src_lang="en", model_max_length=64
    )
    config = M2M100Config(
        vocab_size=max(tokenizer.lang_token_to_id.values()) + 1,
        pad_token_id=tokenizer.pad_token_id, eos_token_id=tokenizer.eos_token_id,
        decoder_start_token_id=tokenizer.eos_token_id, **SMALL,
    )  # fmt: skip
    torch.manual_seed(0)
    model = M2M100ForConditionalGeneration(config)
    wanted = []
    for code, text in WRITTEN.items():
        tokenizer.tgt_lang = code
        wanted.append(tokenizer(text_target=text)["input_ids"])
    given = tokenizer([TEXT, TEXT], return_tensors="pt")["input_ids"]
    pad = tokenizer.pad_token_id
    learn(model, given, padded(wanted, pad), pad, told=1)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def marian(folder: Path) -> None:
    """The language is said in front of the text: ``>>ukr<<``."""
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    pieces = folder.parent / "pieces"
    vocab = sentencepieces(pieces)
    vocab = {piece: n for n, piece in enumerate([*list(vocab)[1:], ">>ukr<<", ">>pol<<"])}
    (pieces / "vocab.json").write_text(json.dumps(vocab))
    tokenizer = MarianTokenizer(
        str(pieces / "spm.model"), str(pieces / "spm.model"), str(pieces / "vocab.json"),
        source_lang="en", target_lang="sla", model_max_length=64,
    )  # fmt: skip
    pad = tokenizer.pad_token_id
    config = MarianConfig(
        vocab_size=len(vocab), pad_token_id=pad, eos_token_id=tokenizer.eos_token_id,
        decoder_start_token_id=pad, forced_eos_token_id=None, **SMALL,
    )  # fmt: skip
    torch.manual_seed(0)
    model = MarianMTModel(config)
    given = [tokenizer(f">>{code}<< {TEXT}")["input_ids"] for code in ("ukr", "pol")]
    wanted = [tokenizer(text_target=text)["input_ids"] for text in WRITTEN.values()]
    learn(model, padded(given, pad), padded(wanted, pad), pad, told=0)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def bpe() -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Return vocabulary and merges of a tokenizer that knows TEXTS."""
    from tokenizers import Tokenizer, pre_tokenizers, trainers
    from tokenizers.models import BPE

    raw = Tokenizer(BPE(unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Metaspace()
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    trainer = trainers.BpeTrainer(vocab_size=200, special_tokens=special, show_progress=False)
    raw.train_from_iterator(TEXTS, trainer)
    model = json.loads(raw.to_str())["model"]
    return model["vocab"], [tuple(pair) for pair in model["merges"]]


def sentencepieces(folder: Path) -> dict[str, int]:
    """Write ``spm.model``, which knows TEXTS, and return its vocabulary, special tokens first."""
    import sentencepiece

    folder.mkdir()
    (folder / "texts").write_text("\n".join(TEXTS))
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "texts"), model_prefix=str(folder / "spm"), vocab_size=90,
        hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    found = sentencepiece.SentencePieceProcessor(model_file=str(folder / "spm.model"))
    own = [found.id_to_piece(n) for n in range(found.get_piece_size())]
    first = ["<s>", "<pad>", "</s>", "<unk>"]
    pieces = [*first, *(p for p in own if p not in first)]
    return {piece: number for number, piece in enumerate(pieces)}


def padded(rows: list[list[int]], pad: int) -> Any:
    """Return rows of tokens as one tensor."""
    import torch

    width = max(map(len, rows))
    return torch.tensor([row + [pad] * (width - len(row)) for row in rows])


@pytest.mark.parametrize("make", [nllb, m2m100, marian])
def test_a_translator_is_told_which_language_to_write(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    """Loaded by path, each target language gets its own words, and nothing else."""
    need("torch", "transformers", "sentencepiece")
    folder = tmp_path / "model"
    with torch_runtime.quiet():
        make(folder)
    model = models.load(str(folder))
    for locale, text in WRITTEN.items():
        task = Task("translate", TEXT, "Translate.", source="en", target=locale)
        assert [a.text for a in model.generate([task], 32, 60, 0)] == [text]
        assert model.generate([task], 3, 60, 0)[0].stop == "length"


def test_a_language_that_a_translator_lacks_is_said(tmp_path: Path) -> None:
    """Not translated into whatever comes first."""
    need("torch", "transformers", "sentencepiece")
    with torch_runtime.quiet():
        m2m100(tmp_path / "model")
    model = models.load(str(tmp_path / "model"))
    task = Task("translate", TEXT, "Translate.", source="en", target="rw")
    with pytest.raises(SummariesError, match="does not know the language “rw”"):
        model.generate([task], 32, 60, 0)
