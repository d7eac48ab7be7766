"""contest.py NAME KIND: the contestants in Python; contest.mjs is the same in Node.js.

KIND: torch-fp32, torch-bf16 and onnx by sentence-transformers; ort-fp32 and ort-int8, the stock exports
by ONNX Runtime alone; fastembed.
"""

import json
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../lib"))
from serve import THREADS, serve  # noqa: E402

import numpy as np  # noqa: E402

name, kind = sys.argv[1:]


def sentence_transformers(folder):
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer

    torch.set_num_threads(THREADS)
    options = {"torch-fp32": {}, "torch-bf16": {"model_args": {"dtype": torch.bfloat16}}}
    if kind == "onnx":
        arguments = {"backend": "onnx", "model_args": {"file_name": "onnx/model.onnx", "provider": "CPUExecutionProvider"}}
    else:
        arguments = options[kind]
    transformer = Transformer(folder, max_seq_length=200, **arguments)
    pooling = Pooling(768, pooling_mode="cls")
    model = SentenceTransformer(modules=[transformer, pooling], device="cpu")

    def encode(texts):
        # It sorts by length itself.
        return model.encode(texts, batch_size=32, convert_to_tensor=True).float().numpy()

    return encode


def onnxruntime(folder):
    import onnxruntime as ort
    from tokenizers import Tokenizer

    file = "model.onnx" if kind == "ort-fp32" else "model_quantized.onnx"
    options = ort.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = ort.InferenceSession(f"{folder}/onnx/{file}", options)
    tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
    tokenizer.enable_truncation(200)
    tokenizer.enable_padding()

    def encode(texts):
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        vectors = np.empty((len(texts), 768), np.float32)
        for start in range(0, len(order), 32):
            batch = order[start : start + 32]
            found = tokenizer.encode_batch([texts[at] for at in batch])
            feeds = {
                "input_ids": np.array([row.ids for row in found]),
                "attention_mask": np.array([row.attention_mask for row in found]),
            }
            vectors[batch] = session.run(None, feeds)[0][:, 0]
        return vectors

    return encode


def fastembed(folder):
    from fastembed import TextEmbedding
    from fastembed.common.model_description import ModelSource, PoolingType

    TextEmbedding.add_custom_model(
        model="random/distilbert",
        pooling=PoolingType.CLS,
        normalization=False,
        sources=ModelSource(hf="random/distilbert"),
        dim=768,
        model_file="onnx/model.onnx",
    )
    model = TextEmbedding("random/distilbert", specific_model_path=folder, threads=THREADS)

    def encode(texts):
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        vectors = np.empty((len(texts), 768), np.float32)
        vectors[order] = list(model.embed([texts[at] for at in order], batch_size=32))
        return vectors

    return encode


OPEN = {"ort-fp32": onnxruntime, "ort-int8": onnxruntime, "fastembed": fastembed}
state = {}


def milliseconds(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def prepare(given):
    folder = given["folder"]
    with open(f"{folder}/texts.json") as file:
        state["texts"] = json.load(file)
    state["encode"] = OPEN.get(kind, sentence_transformers)(folder)
    vectors = state["encode"](state["texts"]["passages"])
    file = f"{folder}/{re.sub(r'[^0-9A-Za-z_]+', '_', name)}.f32"
    vectors.astype(np.float32).tofile(file)
    queries(None)
    return {"file": file}


def passages(_):
    return milliseconds(lambda: state["encode"](state["texts"]["passages"]))


def queries(_):
    encode = state["encode"]
    return [milliseconds(lambda: encode([query])) for query in state["texts"]["queries"]]


serve({"prepare": prepare, "passages": passages, "queries": queries})
