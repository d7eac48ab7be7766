"""Writes the golden token ids of the reference tokenizer.

    pip install tokenizers==0.23.3
    python test/golden/tokenizer/generate.py [../shared/data/tokenizer/bert-base-uncased.tokenizer.json]

tokenizer.json     a small WordPiece tokenizer, trained on the strings below
texts.json         the strings
ids.json           their ids by tokenizer.json
cased_ids.json     the same with lowercase, strip_accents and handle_chinese_chars off
ids.bert-base-uncased.json   their ids by the file given, when one is given
"""

import json
import random
import sys
import unicodedata
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

HERE = Path(__file__).parent
rng = random.Random(20240611)

SENTENCES = """
The quick brown fox jumps over the lazy dog.
What is dense passage retrieval, and how does it differ from BM25?
TAS-B: topic-aware sampling, balanced margins; 6 layers, 768-d.
It's a "test" -- isn't it?  Yes/no (maybe) [perhaps] {surely} <never>.
C++, C#, F# and .NET 4.8.1; e-mail: someone@example.com, https://example.org/a_b?c=d&e=f#g
Prices rose 3.5% to $1,234.56 (€1.1k, £900, ¥120,000) in 2023/24.
Der Fluß fließt über Österreich; größere Städte liegen weiter östlich.
Où êtes-vous allés l'été dernier, à Noël ou à la Pâques ? Ça dépend…
El niño comió piñas y bebió agua; ¿qué más quería? ¡Nada!
Příliš žluťoučký kůň úpěl ďábelské ódy. Zażółć gęślą jaźń.
Iğdır'da ılık bir gün; İstanbul'da İngilizce öğreniyorum.
Съешь же ещё этих мягких французских булок, да выпей чаю.
Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. ΟΔΥΣΣΕΥΣ, ὁ Σοφός.
نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر. العَرَبِيَّة
דג סקרן שט בים מאוכזב ולפתע מצא חברה. שָׁלוֹם עֲלֵיכֶם
ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश। हिन्दी में क्षत्रिय
আমি বাংলায় গান গাই। ਪੰਜਾਬੀ ਬੋਲੀ। தமிழ் மொழி தொன்மையானது. తెలుగు భాష. ಕನ್ನಡ. മലയാളം. ગુજરાતી.
เป็นมนุษย์สุดประเสริฐเลิศคุณค่า กว่าบรรดาฝูงสัตว์เดรัจฉาน
いろはにほへと ちりぬるを。東京タワーへ行きました！ﾊﾝｶｸ ガギグゲゴ
我能吞下玻璃而不伤身体。繁體中文，標點符號：「引號」、頓號。
다람쥐 헌 쳇바퀴에 타고파. 대한민국 서울특별시
Tiếng Việt có nhiều dấu: ắ ằ ẳ ẵ ặ, Nguyễn Thị Phương.
ქართული ენა. Հայերեն լեզու։ አማርኛ ቋንቋ። ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ
မြန်မာဘာသာ ភាសាខ្មែរ ພາສາລາວ བོད་སྐད་ ᠮᠣᠩᠭᠣᠯ
😀 😃👍🏽 👨‍👩‍👧‍👦 🇫🇷🇩🇪 ❤️ ☕️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 #️⃣ ©®™
𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟘𝟙𝟚 ﬁne ﬂow Ⅷ ½ ² ℃ Å ℌ ㎏ ﷺ
a\tb\nc\rd\fe\vf\u00a0g\u2003h\u3000i\u200bj\u2028k\u0085l\ufeffm\u00adn\u2060o
nul\u0000bell\u0007esc\u001b[31mred\u001b[0m del\u007f c1\u0080\u009f private\ue000 \ufffd repl
[CLS] a [SEP] b [PAD] [MASK] [UNK] [sep] [ SEP ] [SEP][SEP]x[MASK]y [[SEP]] [SE P]
""".strip().split("\n")
SENTENCES = [s.encode("ascii", "backslashreplace").decode("unicode_escape") if "\\u" in s or "\\t" in s else s for s in SENTENCES]

WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()})
SPACES = [" ", " ", " ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u2002", "\u3000", "\u200b", "\u2028", "", ""]
RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x180, 0x24F), (0x250, 0x36F), (0x370, 0x3FF), (0x400, 0x52F),
    (0x530, 0x5FF), (0x600, 0x6FF), (0x700, 0x8FF), (0x900, 0xDFF), (0xE00, 0x109F),
    (0x10A0, 0x13FF), (0x1400, 0x1AFF), (0x1B00, 0x1CFF), (0x1D00, 0x1FFF), (0x2000, 0x20FF),
    (0x2100, 0x2BFF), (0x2C00, 0x2FFF), (0x3000, 0x33FF), (0x3400, 0x9FFF), (0xA000, 0xABFF),
    (0xAC00, 0xD7FF), (0xF900, 0xFDFF), (0xFE00, 0xFFFF), (0x10000, 0x107FF), (0x10800, 0x11FFF),
    (0x1D000, 0x1D7FF), (0x1F000, 0x1FAFF), (0x20000, 0x2FFFF), (0xE0000, 0xE01FF),
]


def random_character():
    low, high = rng.choice(RANGES)
    return chr(rng.randint(low, high))


texts = ["", " ", "\n\t ", "a", "é", "e\u0301", "\u0301", "\ud7a3", "[SEP]", "x" * 100, "x" * 101, "x" * 10_000,
         "é" * 100, "e\u0301" * 100, "é" * 101, "😀" * 100, "𝔘" * 51, "漢" * 150, "ab" * 60 + "." + "cd" * 10,
         "e" + "\u0301" * 3_000, "\u0345\u0301" * 1_500 + "a", "a\u302e\u0323b", "e\u200d\u0301x", "…" * 200,
         "İ", "ẞ", "ΑΣ ΣΑΣ", "\u2126\u212a\u212b", "\ufb01\u0307", "a\u00adb", "don’t “quote” — dash–", "ſ"]
texts += SENTENCES
texts += [unicodedata.normalize(form, s) for s in SENTENCES for form in ("NFC", "NFD", "NFKC", "NFKD")]
texts += [s.upper() for s in SENTENCES] + [s.title() for s in SENTENCES]
# Every character once, in strings of 64, between letters: all of the classes' edges.
codes = [c for low, high in RANGES for c in range(low, high + 1) if not 0x3400 <= c <= 0x9FFF and not 0xAC00 <= c <= 0xD7FF and c < 0x20000]
texts += ["".join("a" + chr(c) for c in codes[i : i + 64]) for i in range(0, len(codes), 64)]
while len(texts) < 5_400:
    kind = rng.random()
    if kind < 0.55:
        words = [rng.choice(WORDS) + rng.choice(SPACES) for _ in range(rng.randint(1, 9))]
        texts.append("".join(words))
    elif kind < 0.85:
        texts.append("".join(random_character() for _ in range(rng.randint(1, 14))))
    else:
        word = list(rng.choice(WORDS))
        for _ in range(rng.randint(1, 4)):
            word.insert(rng.randint(0, len(word)), random_character())
        texts.append("".join(word))
texts = [t.encode("utf-16", "surrogatepass").decode("utf-16", "ignore") for t in texts]


def trained():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=2_500, special_tokens=special, limit_alphabet=900, show_progress=False)
    tokenizer.train_from_iterator(SENTENCES * 3, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    # As in some published files: to be ignored.
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding(length=16)
    return tokenizer


def ids_of(tokenizer):
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return [tokenizer.encode(text).ids for text in texts]


def write(name, value):
    (HERE / name).write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


path = HERE / "tokenizer.json"
if not path.exists():
    trained().save(str(path), pretty=False)
write("texts.json", texts)
write("ids.json", ids_of(Tokenizer.from_file(str(path))))
cased = Tokenizer.from_file(str(path))
cased.normalizer = normalizers.BertNormalizer(lowercase=False, strip_accents=False, handle_chinese_chars=False)
write("cased_ids.json", ids_of(cased))
if len(sys.argv) > 1:
    write("ids.bert-base-uncased.json", ids_of(Tokenizer.from_file(sys.argv[1])))
print(len(texts), "texts")
