"""The student: a DistilBERT whose state dict carries DistilBertModel's own names.

Written out instead of imported for three reasons that a CPU feels: the last layer is
computed for [CLS] only, without ever projecting keys and values of all tokens; attention
is plain batched matrix products; and a layer can be added while training goes on.
"""
import math

import torch
from torch import nn
from torch.nn import functional


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q_lin, self.k_lin, self.v_lin, self.out_lin = (nn.Linear(dim, dim) for _ in range(4))

    def forward(self, x, bias):
        b, n, d = x.shape
        weight = torch.cat([self.q_lin.weight, self.k_lin.weight, self.v_lin.weight])
        qkv = functional.linear(x, weight, torch.cat([self.q_lin.bias, self.k_lin.bias, self.v_lin.bias]))
        q, k, v = qkv.view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).contiguous()
        scores = torch.matmul(q, k.transpose(2, 3)) * (self.heads / d) ** 0.5 + bias[:, None, None, :]
        context = torch.matmul(scores.softmax(-1), v)
        return self.out_lin(context.transpose(1, 2).reshape(b, n, d))

    def first(self, x, bias):
        """The same for position 0 only. With one query a head, (W_k x)·q = x·(W_kᵀ q) and
        Σ a W_v x = W_v Σ a x, so no token is projected."""
        b, n, d = x.shape
        h, e = self.heads, d // self.heads
        q = self.q_lin(x[:, 0]).view(b, h, e) * e ** -0.5
        asked = torch.einsum("bhe,hed->bhd", q, self.k_lin.weight.view(h, e, d))
        # The key's bias adds the same to every token's score, which softmax removes.
        weights = (torch.bmm(asked, x.transpose(1, 2)) + bias[:, None, :]).softmax(-1)
        mixed = torch.bmm(weights, x)
        context = torch.einsum("bhd,hed->bhe", mixed, self.v_lin.weight.view(h, e, d)).reshape(b, d)
        return self.out_lin(context + self.v_lin.bias)


class FeedForward(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.lin1, self.lin2 = nn.Linear(dim, hidden), nn.Linear(hidden, dim)

    def forward(self, x):
        return self.lin2(functional.gelu(self.lin1(x)))


class Layer(nn.Module):
    def __init__(self, dim, heads, hidden):
        super().__init__()
        self.attention = Attention(dim, heads)
        self.sa_layer_norm = nn.LayerNorm(dim, eps=1e-12)
        self.ffn = FeedForward(dim, hidden)
        self.output_layer_norm = nn.LayerNorm(dim, eps=1e-12)

    def start_as_identity(self):
        """LayerNorm of what a LayerNorm gave changes nothing, so with both branches at zero
        a new layer leaves the model as it was."""
        for linear in (self.attention.out_lin, self.ffn.lin2):
            nn.init.zeros_(linear.weight)
            nn.init.zeros_(linear.bias)

    def forward(self, x, bias):
        x = self.sa_layer_norm(x + self.attention(x, bias))
        return self.output_layer_norm(x + self.ffn(x))

    def first(self, x, bias):
        x = self.sa_layer_norm(x[:, 0] + self.attention.first(x, bias))
        return self.output_layer_norm(x + self.ffn(x))


class Embeddings(nn.Module):
    def __init__(self, vocabulary, dim, positions=512):
        super().__init__()
        self.word_embeddings = nn.Embedding(vocabulary, dim)
        self.position_embeddings = nn.Embedding(positions, dim)
        self.LayerNorm = nn.LayerNorm(dim, eps=1e-12)

    def forward(self, ids):
        return self.LayerNorm(self.word_embeddings(ids) + self.position_embeddings.weight[:ids.shape[1]])


class Student(nn.Module):
    def __init__(self, vocabulary, dim, heads, hidden, layers):
        super().__init__()
        self.shape = dict(vocabulary=vocabulary, dim=dim, heads=heads, hidden=hidden)
        self.embeddings = Embeddings(vocabulary, dim)
        self.transformer = nn.ModuleDict(
            {"layer": nn.ModuleList(self.new_layer() for _ in range(layers))})

    def new_layer(self):
        layer = Layer(self.shape["dim"], self.shape["heads"], self.shape["hidden"])
        layer.start_as_identity()
        return layer

    def grow(self):
        """Adds a layer, at first an identity, below the last one."""
        layer = self.new_layer().to(self.embeddings.word_embeddings.weight.device)
        self.transformer["layer"].insert(len(self.transformer["layer"]) - 1, layer)
        return layer

    def start_as_mean_of_words(self, words, centre):
        """words [vocabulary, dim]: the teacher's vectors of the single words; centre [dim]: the
        mean of its text vectors. Makes the output roughly centre + the texts' mean word."""
        with torch.no_grad():
            spread = words - words.mean(0)
            self.embeddings.word_embeddings.weight.copy_(spread)
            self.embeddings.word_embeddings.weight[:5] *= 0.01
            nn.init.normal_(self.embeddings.position_embeddings.weight, std=0.002)
            last = self.transformer["layer"][-1]
            attention, dim = last.attention, centre.shape[0]
            attention.v_lin.weight.copy_(torch.eye(dim))
            # Times 4: the residual of [CLS] is as long as one word and must not drown their mean.
            attention.out_lin.weight.copy_(4 * torch.eye(dim))
            for linear in (attention.v_lin, attention.out_lin, attention.q_lin, attention.k_lin):
                linear.bias.zero_()
            nn.init.normal_(attention.q_lin.weight, std=0.02)
            nn.init.normal_(attention.k_lin.weight, std=0.02)
            # The gain gives vectors of the teacher's spread around its centre.
            gain = math.sqrt(max(1e-3, 1 - float(centre @ centre)) / dim)
            last.output_layer_norm.weight.fill_(gain)
            last.output_layer_norm.bias.copy_(centre)

    def forward(self, ids, lengths):
        """ids [b, n], lengths [b] -> vectors [b, dim]."""
        x = self.embeddings(ids)
        bias = torch.zeros(ids.shape, device=ids.device)
        bias.masked_fill_(torch.arange(ids.shape[1], device=ids.device)[None] >= lengths[:, None], -1e9)
        *below, last = self.transformer["layer"]
        for layer in below:
            x = layer(x, bias)
        return last.first(x, bias)
