"""Matrix products in bf16 where the CPU has units for them (AMX): several times as fast."""
import torch


def units():
    return not torch.cuda.is_available() and torch.cpu._is_amx_tile_supported()


def products(device):
    """A context: on a CPU with bf16 units, products inside it are computed in bf16."""
    return torch.autocast("cpu", torch.bfloat16, enabled=device == "cpu" and units())
