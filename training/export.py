"""Writes a student as a model directory: int8 with a scale per row for every matrix.

A matrix NAME [rows, cols] is stored as int8 beside NAME.scale [rows], float32;
value = int8 * scale[row]. Everything else is float16.

    python training/export.py --work DIR --out DIR      a checkpoint, before training has ended
"""
import argparse
import json
import os

import torch
from safetensors.torch import save_file

from settings import Settings
from student import Student


def quantise(matrix):
    scale = (matrix.abs().amax(1) / 127).clamp_min(1e-12)
    return (matrix / scale[:, None]).round().clamp(-127, 127).to(torch.int8), scale.contiguous()


def dequantise(tensors):
    return {name: (t.float() * tensors[f"{name}.scale"][:, None] if t.dtype == torch.int8 else t.float())
            for name, t in tensors.items() if not name.endswith(".scale")}


def write(model, tokenizer_path, length, out):
    os.makedirs(out, exist_ok=True)
    tensors = {}
    for name, tensor in model.state_dict().items():
        tensor = tensor.detach().float().cpu()
        if tensor.dim() == 2:
            tensors[name], tensors[f"{name}.scale"] = quantise(tensor)
        else:
            tensors[name] = tensor.half()
    path = os.path.join(out, "model.safetensors")
    save_file(tensors, path, metadata={"format": "pt"})
    os.chmod(path, 0o644)
    config = dict(architectures=["DistilBertModel"], model_type="distilbert", vocab_size=model.shape["vocabulary"],
                  dim=model.shape["dim"], n_layers=len(model.transformer["layer"]), n_heads=model.shape["heads"],
                  hidden_dim=model.shape["hidden"], activation="gelu", max_position_embeddings=512, pad_token_id=0,
                  sinusoidal_pos_embds=False, torch_dtype="float16")
    with open(os.path.join(out, "config.json"), "w", encoding="utf-8") as f:
        json.dump(config, f, indent=1)
        f.write("\n")
    # Where sentence-transformers, and this package, look for the length that a model is made for.
    with open(os.path.join(out, "sentence_bert_config.json"), "w", encoding="utf-8") as f:
        json.dump(dict(max_seq_length=length, do_lower_case=False), f, indent=1)
        f.write("\n")
    # On one line: the package has a size limit and nobody reads a vocabulary.
    with open(tokenizer_path, encoding="utf-8") as source, open(os.path.join(out, "tokenizer.json"), "w", encoding="utf-8") as f:
        json.dump(json.load(source), f, ensure_ascii=False, separators=(",", ":"))


def restore(checkpoint):
    """-> the student, and the settings that it was trained with."""
    saved = torch.load(checkpoint, weights_only=False, map_location="cpu")
    settings = Settings(**saved.get("settings", {}))
    vocabulary = saved["model"]["embeddings.word_embeddings.weight"].shape[0]
    model = Student(vocabulary, settings.dim, settings.heads, settings.hidden, saved["layers"])
    model.load_state_dict(saved["model"])
    return model, settings


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    model, settings = restore(os.path.join(options.work, "checkpoint.pt"))
    write(model, os.path.join(options.work, "tokenizer.json"), settings.passage_tokens, options.out)


if __name__ == "__main__":
    main()
