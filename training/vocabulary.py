"""The student's own WordPiece vocabulary, learned from the raw training texts."""
import os

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def build(lines, size, path):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=size, special_tokens=SPECIAL, min_frequency=3,
                                        limit_alphabet=200, show_progress=False)
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.save(path + ".new")
    os.replace(path + ".new", path)
    return tokenizer


def words(tokenizer):
    """The string of each vocabulary entry, by id, for the teacher to embed."""
    entries = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    return [entry.removeprefix("##") for entry, _ in entries]
