"""Makes the small weight files that test/model reads, with the values PyTorch itself reads.

    python3 -m venv VENV && VENV/bin/pip install torch==2.15.0 safetensors==0.8.0 numpy
    VENV/bin/python test/golden/weights/generate.py

Writes good/ (readable files, with their values in good.json) and bad/ (files that have to be
refused, with a part of the reason in bad.json). Files of numbers are the same at every run; zip
checkpoints may differ in their serialization id.
"""

import base64
import collections
import io
import json
import os
import pathlib
import pickle
import struct
import sys
import zipfile

import numpy as np
import safetensors.torch
import torch

here = pathlib.Path(__file__).parent
good = here / "good"
bad = here / "bad"
for folder in (good, bad):
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()

torch.manual_seed(7)
special = torch.tensor(
    [0.0, -0.0, 1.0, -1.0, 65504.0, 6.1e-5, 5.96e-8, -3.0e-6, 0.333333, 1e-3, -40.5, 2.0**-15]
)
base = collections.OrderedDict(
    [
        ("embeddings.word_embeddings.weight", torch.randn(7, 4)),
        ("embeddings.LayerNorm.weight", torch.randn(4)),
        ("embeddings.LayerNorm.bias", special),
        ("transformer.layer.0.ffn.lin1.weight", torch.randn(6, 4)),
    ]
)
position_ids = torch.arange(5).unsqueeze(0)
expected = {}
reasons = {}


def describe(tensors):
    return {
        name: {
            "shape": list(value.shape),
            "values": base64.b64encode(
                value.detach().to(torch.float32).contiguous().numpy().astype("<f4").tobytes()
            ).decode(),
        }
        for name, value in tensors.items()
    }


def keep(file, format, tensors):
    expected[file] = {"format": format, "tensors": describe(tensors)}


# --- safetensors -------------------------------------------------------------------------------
for name, dtype in [("f32", torch.float32), ("f16", torch.float16), ("bf16", torch.bfloat16),
                    ("f64", torch.float64)]:
    tensors = {key: value.to(dtype) for key, value in base.items()}
    safetensors.torch.save_file(
        {**tensors, "embeddings.position_ids": position_ids}, good / f"{name}.safetensors",
        metadata={"format": "pt"},
    )
    keep(f"{name}.safetensors", "safetensors", tensors)

matrix = base["embeddings.word_embeddings.weight"]
scale = matrix.abs().amax(dim=1) / 127
quantized = torch.round(matrix / scale[:, None]).to(torch.int8)
safetensors.torch.save_file(
    {
        "embeddings.word_embeddings.weight": quantized,
        "embeddings.word_embeddings.weight.scale": scale,
        "embeddings.LayerNorm.weight": base["embeddings.LayerNorm.weight"].to(torch.float16),
        "embeddings.mask": torch.ones(3, 3, dtype=torch.int8),
    },
    good / "int8.safetensors",
)
keep("int8.safetensors", "safetensors", {
    "embeddings.word_embeddings.weight": quantized.to(torch.float32) * scale[:, None],
    "embeddings.LayerNorm.weight": base["embeddings.LayerNorm.weight"].to(torch.float16),
})
safetensors.torch.save_file(
    {f"distilbert.{key}": value for key, value in base.items()}
    | {"vocab_transform.weight": torch.ones(2)},
    good / "prefixed.safetensors",
)
keep("prefixed.safetensors", "safetensors", base)

# --- checkpoints -------------------------------------------------------------------------------
def checkpoint(file, state, tensors, **options):
    torch.save(state, good / file, **options)
    keep(file, "pytorch", tensors)


for name, dtype in [("f32", torch.float32), ("f16", torch.float16), ("bf16", torch.bfloat16),
                    ("f64", torch.float64)]:
    tensors = collections.OrderedDict((key, value.to(dtype)) for key, value in base.items())
    state = collections.OrderedDict(tensors)
    state["embeddings.position_ids"] = position_ids
    state["epoch"] = 3
    checkpoint(f"{name}.zip.bin", state, tensors)
    checkpoint(f"{name}.legacy.bin", state, tensors, _use_new_zipfile_serialization=False)

module = torch.nn.Module()
module.embeddings = torch.nn.Module()
module.embeddings.word_embeddings = torch.nn.Embedding(7, 4)
module.embeddings.LayerNorm = torch.nn.LayerNorm(4)
with torch.no_grad():
    module.embeddings.word_embeddings.weight.copy_(base["embeddings.word_embeddings.weight"])
for kind, options in [("zip", {}), ("legacy", {"_use_new_zipfile_serialization": False})]:
    # state_dict() carries `_metadata`; keep_vars=True saves Parameters instead of tensors.
    checkpoint(f"module.{kind}.bin", module.state_dict(), module.state_dict(), **options)
    checkpoint(f"parameters.{kind}.bin", module.state_dict(keep_vars=True), module.state_dict(),
               **options)

shared = torch.randn(40)
views = {
    "embeddings.word_embeddings.weight": shared[:28].view(7, 4),
    "tied": shared[:28].view(7, 4),
    "transposed": shared[4:28].view(4, 6).t(),
    "sliced": shared[30:36],
    "every_second": shared[1::2],
    "permuted": torch.randn(2, 3, 4).permute(2, 0, 1),
    "row": shared[:28].view(7, 4)[2:3],
    "empty": torch.empty(0, 4),
    "scalar": torch.tensor(2.5),
}
checkpoint("views.zip.bin", views, views)
checkpoint("views.legacy.bin", views, views, _use_new_zipfile_serialization=False)

bert = {f"bert.{key}": value for key, value in base.items()}
bert["bert.embeddings.LayerNorm.gamma"] = bert.pop("bert.embeddings.LayerNorm.weight")
bert["bert.embeddings.LayerNorm.beta"] = bert.pop("bert.embeddings.LayerNorm.bias")
bert["cls.predictions.bias"] = torch.ones(7)
checkpoint("bert.zip.bin", bert, base)

# The same archive as zip64: every size and offset is in the extra fields.
source = zipfile.ZipFile(good / "f32.zip.bin")
limits = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
zipfile.ZIP64_LIMIT = zipfile.ZIP_FILECOUNT_LIMIT = 0
with zipfile.ZipFile(good / "zip64.bin", "w", zipfile.ZIP_STORED) as target:
    for name in source.namelist():
        target.writestr(zipfile.ZipInfo(name), source.read(name))
zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = limits
keep("zip64.bin", "pytorch", base)

# --- what has to be refused --------------------------------------------------------------------
magic = 0x1950A86A20F9469CFC6C
system = {"protocol_version": 1001, "little_endian": True,
          "type_sizes": {"short": 2, "int": 4, "long": 4}}


def refuse(name, pickled, reason, storages=1):
    """The pickle as the state dict of both formats."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("archive/data.pkl"), pickled)
        archive.writestr(zipfile.ZipInfo("archive/version"), b"3\n")
        archive.writestr(zipfile.ZipInfo("archive/data/0"), bytes(64))
    (bad / f"{name}.zip.bin").write_bytes(buffer.getvalue())
    head = b"".join(pickle.dumps(part, protocol=2) for part in (magic, 1001, system))
    tail = pickle.dumps(["0"] * storages, protocol=2)
    tail += (struct.pack("<q", 16) + bytes(64)) * storages
    (bad / f"{name}.legacy.bin").write_bytes(head + pickled + tail)
    reasons[f"{name}.zip.bin"] = reason
    reasons[f"{name}.legacy.bin"] = reason


class Call:
    def __init__(self, function, *args):
        self.function, self.args = function, args

    def __reduce__(self):
        return self.function, self.args


mark_file = "PICKLE_RAN"
refuse("os_system", pickle.dumps({"w": Call(os.system, f"touch {mark_file}")}, protocol=2), "posix.system")
refuse("eval", pickle.dumps(Call(eval, f"open('{mark_file}', 'w')"), protocol=2), "__builtin__.eval")
refuse("getattr", pickle.dumps(Call(getattr, "", "join"), protocol=2), "__builtin__.getattr")
refuse("whole_module", pickle.dumps(module, protocol=2), "torch.nn.modules.module.Module")
refuse("torch_load", b"\x80\x02ctorch\nload\nX\x01\x00\x00\x00x\x85R.", "torch.load")
refuse("ordered_dict_call", b"\x80\x02ccollections\nOrderedDict\n]\x85R.", "OrderedDict by a call")
refuse("call_of_result", b"\x80\x02ccollections\nOrderedDict\n)R)R.", "cannot be called")
refuse("call_storage_class", b"\x80\x02ctorch\nFloatStorage\n)R.", "with arguments it does not take")
refuse("rebuild_without_storage",
       b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n(NNNNt R.".replace(b" ", b""),
       "with arguments it does not take")
refuse("build_on_tensor", b"\x80\x02K\x01}X\x01\x00\x00\x00a\x88sb.", "sets the state")
refuse("inst", b"(S'touch PICKLE_RAN'\nios\nsystem\n.", "opcode")
refuse("obj", b"\x80\x02(cos\nsystem\nX\x01\x00\x00\x00xo.", "os.system")
refuse("newobj", b"\x80\x02ccollections\nOrderedDict\n)\x81.", "opcode 0x81")
refuse("stack_global", b"\x80\x02\x8c\x02os\x8c\x06system\x93.", "opcode 0x8c")
refuse("protocol_4", pickle.dumps({"a": 1}, protocol=4), "protocol 4")
refuse("extension", b"\x80\x02\x82\x01.", "opcode 0x82")
refuse("name_with_newlines", b"\x80\x02cos\nsystem\n.", "os.system")
refuse("never_stored", b"\x80\x02h\x05.", "never stored")
refuse("no_mark", b"\x80\x02u.", "lacks a mark")
refuse("long_integer", b"\x80\x02\x8a\xff" + bytes(255) + b".", "integer of 255 bytes")
refuse("long_string", b"\x80\x02X\xff\xff\xff\x7fa.", "string of 2147483647 bytes")
refuse("endless", b"\x80\x02" + b"}" * 60_000 + b".", "steps")
refuse("empty_stack", b"\x80\x02.", "stack is empty")
refuse("only_a_number", b"\x80\x02K\x01.", "no dict of tensors", storages=0)
refuse("no_tensors", b"\x80\x02}X\x01\x00\x00\x00aK\x01s.", "no tensors", storages=0)


def tensor_pickle(numel=16, offset=0, size=(4, 4), stride=(4, 1), key="0"):
    def number(value):
        return b"J" + struct.pack("<i", value) if value < 2**31 else (
            b"\x8a\x08" + struct.pack("<q", value))

    def text(value):
        return b"X" + struct.pack("<I", len(value)) + value.encode()

    def tuple_of(values):
        return b"(" + b"".join(number(value) for value in values) + b"t"

    return (b"\x80\x02}" + text("w") + b"ctorch._utils\n_rebuild_tensor_v2\n(("
            + text("storage") + b"ctorch\nFloatStorage\n" + text(key) + text("cpu") + number(numel)
            + b"tQ" + number(offset) + tuple_of(size) + tuple_of(stride)
            + b"\x89ccollections\nOrderedDict\n)RtRs.")


refuse("outside_by_offset", tensor_pickle(offset=1), "outside its storage")
refuse("outside_by_stride", tensor_pickle(stride=(5, 1)), "outside its storage")
refuse("outside_by_size", tensor_pickle(size=(5, 4)), "outside its storage")
refuse("expanded", tensor_pickle(size=(2**31, 2**20), stride=(0, 0)), "outside its storage")
refuse("overflow", tensor_pickle(size=(2**62, 4), stride=(4, 1)), "arguments it does not take")
refuse("storage_too_long", tensor_pickle(numel=2**40), "missing")
refuse("storage_missing", tensor_pickle(key="9"), "")
refuse("negative", tensor_pickle(offset=-1), "arguments it does not take")

zip_bytes = (good / "f32.zip.bin").read_bytes()
deflated = io.BytesIO()
with zipfile.ZipFile(deflated, "w", zipfile.ZIP_DEFLATED) as target:
    for name in source.namelist():
        target.writestr(name, source.read(name))
for name, content, reason in [
    ("compressed.bin", deflated.getvalue(), "compressed"),
    ("truncated_zip.bin", zip_bytes[: len(zip_bytes) // 2], "cut short"),
    ("truncated_legacy.bin", (good / "f32.legacy.bin").read_bytes()[:-100], "cut short"),
    ("cut_pickle.bin", (good / "f32.legacy.bin").read_bytes()[:300], "cut short"),
    ("html.bin", b"<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
    ("empty.bin", b"", "neither"),
    ("lfs_pointer.bin", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n", "Git LFS"),
]:
    (bad / name).write_bytes(content)
    reasons[name] = reason


def header(entries, data=b"", length=None):
    text = json.dumps(entries).encode() if not isinstance(entries, bytes) else entries
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def entry(shape=(4,), offsets=(0, 16), dtype="F32"):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": list(offsets)}


values = bytes(16)
for name, content, reason in [
    ("header_longer_than_file", header({"w": entry()}, values, length=10**6), "its header should have"),
    ("header_of_2_to_the_63", header({"w": entry()}, values, length=2**63), "its header should have"),
    ("not_json", header(b"{not json", values), "not valid JSON"),
    ("not_utf8", header(b'{"\xff": 1}', values), "not valid JSON"),
    ("header_is_array", header([1, 2], values), "not a JSON object"),
    ("entry_is_number", header({"w": 1}, values), "not an object"),
    ("unknown_format", header({"w": entry(dtype="F33")}, values), "unknown number format"),
    ("prototype_format", header({"w": entry(dtype="constructor")}, values), "unknown number format"),
    ("wrong_size", header({"w": entry(shape=(5,))}, values), "do not fit"),
    ("huge_shape", header({"w": entry(shape=(2**53 - 1, 2**53 - 1))}, values), "do not fit"),
    ("negative_shape", header({"w": entry(shape=(-4,))}, values), "shape of"),
    ("fraction", header({"w": entry(shape=(4.5,))}, values), "shape of"),
    ("past_the_end", header({"w": entry(), "v": entry(offsets=(16, 32))}, values), "32 bytes"),
    ("overlap", header({"w": entry(), "v": entry(offsets=(8, 24))}, bytes(24)), "should begin"),
    ("hole", header({"w": entry(offsets=(4, 20))}, bytes(20)), "should begin"),
    ("cut", header({"w": entry()}, values[:-1]), "cut short"),
    ("trailing", header({"w": entry()}, values + b"x"), "cut short or damaged"),
    ("seven_bytes", b"1234567", "too few"),
]:
    (bad / f"{name}.safetensors").write_bytes(content)
    reasons[f"{name}.safetensors"] = reason
(bad / "html.safetensors").write_bytes(b"<!DOCTYPE html><html><body>Not found</body></html>")
reasons["html.safetensors"] = "web page"

versions = {"python": sys.version.split()[0], "torch": torch.__version__.split("+")[0],
            "safetensors": safetensors.__version__}
(here / "good.json").write_text(json.dumps({"versions": versions, "files": expected}, indent=1) + "\n")
(here / "bad.json").write_text(json.dumps({"versions": versions, "reasons": reasons}, indent=1) + "\n")
