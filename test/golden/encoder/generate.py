"""Golden token ids and vectors of small random encoders, made by PyTorch.

    python3 -m venv VENV && VENV/bin/pip install torch transformers tokenizers safetensors numpy
    VENV/bin/python test/golden/encoder/generate.py

Writes beside itself: texts.json (texts and token ids), and a folder per model in the hub's layout,
each with vectors.f32, the float32 vectors [texts, dimension] of its own weights. The versions used
are in texts.json. Weights are drawn ten times wider than usual: with the usual ones every text of
such a small network would get nearly the same vector.
"""

import json
import random
import shutil
from pathlib import Path

import numpy as np
import safetensors
import safetensors.torch
import tokenizers
import torch
import transformers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = Path(__file__).parent
LIMIT = 48
VOCABULARY = 400
POSITIONS = 64
WIDTH = 32

SAMPLES = [
    "", " ", "a", "the", "[CLS]", "[SEP]", "[MASK] [PAD] [UNK]", "before [SEP] after", "[sep]",
    "The quick brown fox jumps over the lazy dog.", "don't can't won't", "U.S.A. vs. U.K.",
    "caf\u00e9 na\u00efve r\u00e9sum\u00e9", "cafe\u0301 nai\u0308ve re\u0301sume\u0301", "\u00c5ngstr\u00f6m A\u030angstro\u0308m",
    "stra\u00dfe STRASSE", "\u0130stanbul", "\ufb01nd \u210c\u2460", "\u4f60\u597d\u4e16\u754c", "\u6771\u4eac\u306f\u65e5\u672c\u306e\u9996\u90fd\u3067\u3059\u3002", "\ud55c\uad6d\uc5b4 \ubb38\uc7a5",
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645", "\u0627\u0644\u0633\u064e\u0651\u0644\u064e\u0627\u0645\u064f", "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01",
    "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd", "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440!", "\u0393\u03b5\u03b9\u03ac \u03c3\u03bf\u03c5 \u039a\u03cc\u03c3\u03bc\u03b5",
    "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family \U0001f1eb\U0001f1f7", "\U0001f44d\U0001f3fd ok", "a\x00b\x01c\x7fd", "tab\tnew\nline\r\nend",
    "zero\u200bwidth\u200djoiner\ufeff", "\u00a0\u2003wide\u3000space", "soft\u00adhyphen", "x" * 10_000,
    "w\u00f6rd" * 2_500, "word " * 500, "1234567890 3.14159 1e-9", "C++ C# .NET node.js", "a@b.co https://example.org/?q=1#x",
    "!!!???...", "--- *** ///", "$100 \u20ac50 \u00a310", "(nested [brackets] {here})", "\ufffd", "\U00010348\U0001d54f", "H\u2082O E=mc\u00b2",
    "\u2018single\u2019 \u201cdouble\u201d \u2014 dash\u2026",
]

WORDS = (
    "passage query dense sparse retrieval index vector token model encoder river mountain protein "
    "enzyme treaty parliament engine rocket wing pressure boundary layer shock wave heat transfer "
    "economy market tax budget school teacher student novel poem music opera theatre football league "
    "season goal virus bacteria immune system cell blood heart brain energy solar nuclear coal steam "
    "in of and the a to is was for on with by at from as which were that it an"
).split()


def make_texts():
    draw = random.Random(7)
    texts = list(SAMPLES)
    while len(texts) < 220:
        count = draw.choice([1, 2, 3, 5, 8, 12, 20, 35, 60, 120])
        text = " ".join(draw.choice(WORDS) for _ in range(count))
        if draw.random() < 0.3:
            text = text.capitalize() + "."
        if draw.random() < 0.1:
            text += " " + draw.choice(SAMPLES[:34])
        texts.append(text)
    return texts


def make_tokenizer(texts):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=VOCABULARY,
        special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
        show_progress=False,
    )
    tokenizer.train_from_iterator([text for text in texts if len(text) < 1000], trainer)
    ids = {name: tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]")}
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=list(ids.items()),
    )
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    return tokenizer


def scatter(model, seed):
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if "norm" in name.lower():
            with torch.no_grad():
                parameter.copy_(noise * 0.2 + (1.0 if name.endswith("weight") else 0.0))
        else:
            with torch.no_grad():
                parameter.copy_(noise * (0.1 if name.endswith("bias") else 0.3))
    return model.eval()


def distilbert():
    config = transformers.DistilBertConfig(
        vocab_size=VOCABULARY, dim=WIDTH, n_layers=2, n_heads=4, hidden_dim=64,
        max_position_embeddings=POSITIONS,
    )
    return scatter(transformers.DistilBertModel(config), 1)


def bert(epsilon):
    config = transformers.BertConfig(
        vocab_size=VOCABULARY, hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=48, max_position_embeddings=POSITIONS, layer_norm_eps=epsilon,
    )
    return scatter(transformers.BertModel(config, add_pooling_layer=False), 2)


def with_prefix(state, prefix):
    return {prefix + name: value for name, value in state.items()}


def rounded(state, dtype):
    return {name: value.to(dtype).contiguous() for name, value in state.items()}


def int8_rows(state):
    """2-D tensors as int8 with a float32 scale per row, under NAME.scale."""
    result = {}
    for name, value in state.items():
        if value.dim() != 2:
            result[name] = value.to(torch.float16)
            continue
        scale = value.abs().amax(1).clamp(min=1e-12) / 127
        result[name] = torch.round(value / scale[:, None]).to(torch.int8)
        result[f"{name}.scale"] = scale
    return result


def restored(stored):
    """The float32 weights that a stored state stands for."""
    return {
        name: value.float() * stored[f"{name}.scale"][:, None]
        if f"{name}.scale" in stored
        else value.float()
        for name, value in stored.items()
        if not name.endswith(".scale")
    }


def vectors_of(model, all_ids, pooling, normalize):
    rows = []
    with torch.no_grad():
        for ids in all_ids:
            # One text at a time: no padding, so nothing about padding has to be trusted.
            hidden = model(input_ids=torch.tensor([ids])).last_hidden_state[0]
            row = hidden[0] if pooling == "cls" else hidden.mean(0)
            rows.append(row / row.norm() if normalize else row)
    return torch.stack(rows).numpy().astype("<f4")


def write_model(name, model, stored, save, tokenizer, all_ids, pooling="cls", normalize=False, prefix=""):
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    model.load_state_dict(restored(stored))
    save(with_prefix(stored, prefix), folder)
    config = model.config.to_diff_dict()
    config["architectures"] = [type(model).__name__]
    (folder / "config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    if pooling == "mean" or normalize:
        (folder / "1_Pooling").mkdir()
        (folder / "1_Pooling/config.json").write_text(json.dumps({
            "word_embedding_dimension": WIDTH,
            "pooling_mode_cls_token": pooling == "cls",
            "pooling_mode_mean_tokens": pooling == "mean",
        }, indent=1) + "\n")
        modules = ["models.Transformer", "models.Pooling"] + (["models.Normalize"] if normalize else [])
        paths = {"models.Transformer": "", "models.Pooling": "1_Pooling", "models.Normalize": "2_Normalize"}
        (folder / "modules.json").write_text(json.dumps([
            {"idx": i, "name": str(i), "path": paths[module], "type": f"sentence_transformers.{module}"}
            for i, module in enumerate(modules)
        ], indent=1) + "\n")
    vectors = vectors_of(model, all_ids, pooling, normalize)
    vectors.tofile(folder / "vectors.f32")
    alike = np.corrcoef(vectors[np.random.default_rng(0).permutation(len(vectors))[:40]])
    print(f"{name:22} mean correlation of two texts {(alike.sum() - 40) / (40 * 39):.2f}")


def as_safetensors(state, folder):
    safetensors.torch.save_file(state, folder / "model.safetensors", metadata={"format": "pt"})


def as_zip(state, folder):
    torch.save(state, folder / "pytorch_model.bin")


def as_legacy(state, folder):
    torch.save(state, folder / "pytorch_model.bin", _use_new_zipfile_serialization=False)


def tensorflow_names(state):
    """The names LayerNorm's parameters have in checkpoints converted from TensorFlow."""
    return {
        name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): value
        for name, value in state.items()
    }


def main():
    torch.set_num_threads(1)
    texts = make_texts()
    tokenizer = make_tokenizer(texts)
    tokenizer.enable_truncation(LIMIT)
    all_ids = [tokenizer.encode(text).ids for text in texts]
    tokenizer.no_truncation()
    common = (tokenizer, all_ids)

    state = {name: value.contiguous() for name, value in distilbert().state_dict().items()}
    small = distilbert()
    write_model("distilbert-f32", small, state, as_safetensors, *common)
    write_model("distilbert-f16", small, rounded(state, torch.float16), as_safetensors, *common, prefix="distilbert.")
    write_model("distilbert-bf16", small, rounded(state, torch.bfloat16), as_safetensors, *common)
    write_model("distilbert-int8", small, int8_rows(state), as_safetensors, *common)
    write_model("distilbert-zip", small, state, as_zip, *common, prefix="distilbert.")
    write_model("distilbert-legacy", small, state, as_legacy, *common)

    large = bert(1e-12)
    state = {name: value.contiguous() for name, value in large.state_dict().items() if value.dtype == torch.float32}
    write_model("bert-mean-normalized", large, state, as_safetensors, *common, pooling="mean", normalize=True, prefix="bert.")
    large = bert(1e-5)
    write_model(
        "bert-cls-zip-gamma", large, state,
        lambda named, folder: as_zip(tensorflow_names(named), folder), *common, prefix="bert.",
    )
    (HERE / "texts.json").write_text(json.dumps({
        "versions": {
            module.__name__: module.__version__
            for module in (torch, transformers, tokenizers, safetensors, np)
        },
        "limit": LIMIT,
        "texts": texts,
        "ids": all_ids,
    }, separators=(",", ":")) + "\n")


main()
