"""export.py FOLDER: the stock export of the model in FOLDER, as `optimum` and transformers.js have it:
onnx/model.onnx by PyTorch's exporter, onnx/model_quantized.onnx by ONNX Runtime's dynamic quantisation.
"""

import os
import sys

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from transformers import DistilBertModel

folder = sys.argv[1]
os.makedirs(f"{folder}/onnx", exist_ok=True)
encoder = DistilBertModel.from_pretrained(folder, attn_implementation="eager").eval()


class LastHiddenState(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids, attention_mask):
        return self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


ids = torch.randint(1000, 20000, (2, 16))
axes = {0: "batch", 1: "tokens"}
torch.onnx.export(
    LastHiddenState(),
    (ids, torch.ones_like(ids)),
    f"{folder}/onnx/model.onnx",
    dynamo=False,
    opset_version=17,
    input_names=["input_ids", "attention_mask"],
    output_names=["last_hidden_state"],
    dynamic_axes={"input_ids": axes, "attention_mask": axes, "last_hidden_state": axes},
)
quant_pre_process(
    f"{folder}/onnx/model.onnx", f"{folder}/onnx/prepared.onnx", skip_symbolic_shape=True
)
quantize_dynamic(
    f"{folder}/onnx/prepared.onnx",
    f"{folder}/onnx/model_quantized.onnx",
    weight_type=QuantType.QInt8,
    per_channel=True,
)
os.remove(f"{folder}/onnx/prepared.onnx")
