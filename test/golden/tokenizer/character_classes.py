"""Writes src/encoder/bert_character_tables.ts: how the reference tokenizer classes characters.

    pip install tokenizers==0.23.3
    python test/golden/tokenizer/character_classes.py

The Unicode tables inside the reference are older than those of current JavaScript engines, and
theirs change with the engine. So every code point is put to the reference itself.
"""

from pathlib import Path

import tokenizers
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

TARGET = Path(__file__).parents[3] / "src/encoder/bert_character_tables.ts"


def normalizer(**on):
    flags = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return BertNormalizer(**{**flags, **on})


clean = normalizer(clean_text=True)
chinese = normalizer(handle_chinese_chars=True)
strip = normalizer(strip_accents=True)
split = BertPreTokenizer()

classes = {"removed": [], "space": [], "ideograph": [], "mark": [], "punctuation": []}
undecomposed = []
for code in range(0x110000):
    if 0xD800 <= code < 0xE000:
        continue
    character = chr(code)
    text = f"a{character}b"
    cleaned = clean.normalize_str(text)
    if cleaned == "ab":
        classes["removed"].append(code)
    elif cleaned == "a b":
        classes["space"].append(code)
    if chinese.normalize_str(text) == f"a {character} b":
        classes["ideograph"].append(code)
    if strip.normalize_str(text) == "ab":
        classes["mark"].append(code)
    if [piece for piece, _ in split.pre_tokenize_str(text)] == ["a", character, "b"]:
        classes["punctuation"].append(code)

NAMES = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number):
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = NAMES[digit] + digits
        if number == 0:
            return digits


def encode(codes):
    """Ranges as pairs in base 36: the gap since the last range's end, and the range's length."""
    ranges = []
    for code in codes:
        if ranges and ranges[-1][1] == code:
            ranges[-1][1] = code + 1
        else:
            ranges.append([code, code + 1])
    numbers, end = [], 0
    for start, stop in ranges:
        numbers += [start - end, stop - start]
        end = stop
    return " ".join(map(base36, numbers))


lines = [
    "/**",
    " * How the reference tokenizer classes every character. Written by",
    f" * test/golden/tokenizer/character_classes.py from `tokenizers` {tokenizers.__version__}; not to be edited.",
    " *",
    " * Each table is a list of ranges, two numbers in base 36 for each: the gap since the end of the",
    " * range before, and the length.",
    " */",
    "",
    "export const CHARACTER_TABLES = {",
]
for name, codes in classes.items():
    lines += [f"  {name}:", f'    "{encode(codes)}",']
lines += ["} as const;", ""]
TARGET.write_text("\n".join(lines))
