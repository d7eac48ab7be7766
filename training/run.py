"""From texts to a model directory in one command; every stage resumes where it was stopped.

    python training/run.py --texts DIR [DIR ...] --teacher DIR --out DIR --minutes 70

Stages: texts, vocabulary, teacher labels, training, export. What each leaves in --work is
kept: run the same command again to go on, or delete a file to do its stage again.
"""
import argparse
import json
import os
import time

import numpy as np
from tokenizers import Tokenizer

import export
import teacher
import texts as text_files
import vocabulary
from settings import Settings


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", nargs="+", required=True, help="directories with passages/pairs/questions.jsonl.gz")
    parser.add_argument("--teacher", required=True, help="a BERT directory: [CLS], normalised, dot product")
    parser.add_argument("--out", required=True, help="the model directory to write")
    parser.add_argument("--work", default="training-work", help="intermediate files (default: %(default)s)")
    parser.add_argument("--minutes", type=float, default=70, help="of training (default: %(default)s)")
    parser.add_argument("--label-minutes", type=float, default=30, help="at most, of labelling (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of training (default: %(default)s)")
    parser.add_argument("--decontaminate", nargs="*", default=[], help="BEIR directories whose texts must not be trained on")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="overrides of settings.py")
    options = parser.parse_args()

    settings = Settings()
    for item in options.set:
        name, _, value = item.partition("=")
        if not hasattr(settings, name):
            raise SystemExit(f"settings.py has no {name}")
        kind = type(getattr(settings, name))
        setattr(settings, name, tuple(filter(None, value.split(","))) if kind is tuple else kind(value))
    os.makedirs(options.work, exist_ok=True)
    begun = time.time()

    def log(message):
        line = f"[{(time.time() - begun) / 60:6.1f} min] {message}"
        print(line, flush=True)
        with open(f"{options.work}/log.txt", "a", encoding="utf-8") as f:
            f.write(line + "\n")

    texts_path = f"{options.work}/texts.jsonl.gz"
    if not os.path.exists(texts_path):
        text_files.save(text_files.load(options.texts, options.decontaminate, settings, log), texts_path)
    texts = text_files.restore(texts_path)
    log(f"{len(texts)} texts, {sum(t.kind == 'query' for t in texts)} of them queries, {sum(t.held for t in texts)} held back")

    tokenizer_path = f"{options.work}/tokenizer.json"
    if not os.path.exists(tokenizer_path):
        vocabulary.build(text_files.raw(options.texts), settings.vocabulary, tokenizer_path)
    tokenizer = Tokenizer.from_file(tokenizer_path)
    words = vocabulary.words(tokenizer)
    log(f"vocabulary of {len(words)}")

    with open(os.path.join(options.teacher, "config.json"), encoding="utf-8") as f:
        width = json.load(f)["hidden_size"]
    if width != settings.dim:
        raise SystemExit(f"Expected a teacher of width {settings.dim} (--set dim=...), got {width}")
    word_vectors, _ = teacher.label(options.teacher, words, 32, width, f"{options.work}/words", 60)
    inputs = [settings.query_prefix + t.text if t.kind == "query" else t.text for t in texts]
    vectors, labelled = teacher.label(options.teacher, inputs, settings.teacher_tokens, width,
                                      f"{options.work}/texts", options.label_minutes)
    log(f"{labelled.sum()} texts labelled")

    import torch

    import train
    torch.set_num_threads(options.threads)
    model = train.train(options.work, texts, tokenizer, np.array(word_vectors), vectors, labelled,
                        options.minutes, settings, log)
    export.write(model, tokenizer_path, settings.passage_tokens, options.out)
    log(f"written: {options.out}")


if __name__ == "__main__":
    main()
