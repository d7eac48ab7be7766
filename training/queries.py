"""Makes queries from passages by rule: titles, keywords, sentences, and cloze questions.

The teacher scores every query against every passage, so a query may be crude; what
matters is that queries are many and of many forms.
"""
import re

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"(])")
TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9'\-]*")
STOP = set("""a an and are as at be been being both but by can could did do does for from had has have he her
his how however i if in into is it its itself may might more most must no nor not of on only or other our out over
own same she should so some such than that the their them then there therefore these they this those through thus
to too under until up upon us very was we were what when where which while who whom whose why will with within
would you your also about after again all any because before between during each few here just like many much
one two new used using use often called known see figure table example section chapter""".split())
YEAR = re.compile(r"\b(?:in|since|by|until|during|from)\s+(?:the\s+year\s+)?(1[0-9]{3}|20[0-2][0-9])\b")
NUMBER = re.compile(r"\b(\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|twelve|hundred)\s+([a-z]{3,}s)\b")
NAME = re.compile(r"\b[A-Z][a-z]+(?:\s+(?:of\s+|the\s+|de\s+|van\s+)?[A-Z][a-z]+)+\b")
PERSON_VERB = re.compile(r"^\s*(?:was|is|wrote|invented|discovered|proposed|developed|argued|became|founded|published|won)\b")


def split_sentences(text):
    return [s.strip() for s in SENTENCE.split(text) if 5 <= len(s.split()) <= 45]


def random_sentence(text, rng):
    sentences = split_sentences(text)
    return rng.choice(sentences) if sentences else None


def trim(text, rng, most=16):
    words = text.split()
    if len(words) > most:
        words = words[:rng.randint(most - 6, most)]
    return " ".join(words).strip(" ,;:.()")


def keywords(text, rng):
    """3 to 7 content words in their order, preferring long ones as rarer."""
    words = [w for w in dict.fromkeys(TOKEN.findall(text)) if w.lower() not in STOP and len(w) > 2]
    if len(words) < 3:
        return None
    n = min(len(words), rng.randint(3, 7))
    ranked = sorted(words, key=lambda w: -len(w) * rng.random())[:n]
    return " ".join(w for w in words if w in ranked)


def span(text, rng):
    """A run of 4 to 14 words from the middle of a sentence."""
    sentence = random_sentence(text, rng)
    if not sentence:
        return None
    words = sentence.split()
    n = min(len(words), rng.randint(4, 14))
    start = rng.randint(0, len(words) - n)
    return " ".join(words[start:start + n]).strip(" ,;:.()")


def cloze(text, rng):
    """Asks for a year, a number or a name that a sentence states."""
    sentence = random_sentence(text, rng)
    if not sentence:
        return None
    year = YEAR.search(sentence)
    if year:
        rest = sentence[:year.start()] + sentence[year.end():]
        return f"{rng.choice(['when did', 'in what year did', 'when was it that', 'what year was it when'])} {trim(lower_first(rest), rng)}?"
    number = NUMBER.search(sentence)
    if number and rng.random() < 0.7:
        rest = trim(sentence[number.end():] if number.start() < 15 else sentence[:number.start()], rng, 12)
        return f"how many {number[2]} {lower_first(rest)}?"
    names = list(NAME.finditer(sentence))
    if names:
        name = rng.choice(names)
        after = sentence[name.end():]
        if name.start() == 0 and len(after.split()) >= 4:
            wh = "who" if PERSON_VERB.match(after) else rng.choice(["who", "what", "which"])
            return f"{wh} {trim(after, rng, 14)}?"
        before = lower_first(sentence[:name.start()])
        if len(before.split()) >= 4:
            return f"{trim(before, rng, 14)} {rng.choice(['who', 'what', 'where'])}?"
    subject = re.match(r"((?:[A-Za-z\-]+\s){1,4}?)(is|are|was|were|can|has|have|may|must)\s+(.+)", sentence)
    if subject:
        if rng.random() < 0.5:
            return f"what {subject[2]} {trim(subject[3], rng, 12)}?"
        return f"{rng.choice(['what', 'why', 'how'])} {subject[2]} {lower_first(subject[1]).strip()} {trim(subject[3], rng, 8)}?"
    return None


def lower_first(text):
    text = text.strip()
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[:2] in ("A ", "I ") else text


def about(title, rng):
    if not title or len(title) < 3:
        return None
    form = rng.choice(["{}", "{}", "{}", "what is {}", "what is meant by {}", "define {}", "explain {}", "how does {} work"])
    return form.format(lower_first(title))


MAKERS = [(cloze, 0.4), (keywords, 0.2), (span, 0.2), (None, 0.2)]


def make(text, title, rng, per_passage):
    """-> about `per_passage` queries of different forms."""
    n = int(per_passage) + (rng.random() < per_passage % 1)
    out = []
    for _ in range(n):
        maker = rng.choices([m for m, _ in MAKERS], [w for _, w in MAKERS])[0]
        query = (about(title, rng) if maker is None else maker(text, rng)) or keywords(text, rng)
        if query and len(query) > 3 and query not in out:
            out.append(query)
    return out
