"""Turns a few openly licensed repositories into extra training texts.

    python collect.py --clones DIR --out extra

DIR/<owner>/<name> is a clone (a bare one will do) of each repository in SOURCES;
those that are absent are skipped. Writes passages.jsonl.gz and questions.jsonl.gz in
the form of the main texts, and SOURCES.md with the commit and licence of each.
"""
import argparse
import csv
import gzip
import hashlib
import io
import json
import lzma
import os
import re
import subprocess
import tarfile
import urllib.parse

csv.field_size_limit(1 << 24)


def git(clone, *arguments):
    return subprocess.run(["git", "-C", clone, *arguments], check=True, capture_output=True).stdout


def show(clone, path):
    return git(clone, "show", f"HEAD:{path}").decode("utf-8", "replace")


def paths(clone, ending):
    return [p for p in git(clone, "ls-tree", "-r", "--name-only", "HEAD").decode().splitlines()
            if p.endswith(ending)]


def lines_of(clone, path):
    """The lines of a table. Not `splitlines`, for which a text may hold a line's end in itself."""
    return filter(None, show(clone, path).replace("\r\n", "\n").split("\n"))


def files(clone, folder):
    """Path and text of each file of a folder, by one process instead of one a file."""
    archive = tarfile.open(fileobj=io.BytesIO(git(clone, "archive", "HEAD", folder)))
    for member in archive:
        if member.isfile():
            yield member.name, archive.extractfile(member).read().decode("utf-8", "replace")


def chosen(text, share):
    """By a hash of the text: the same sample in every run, whatever else there is."""
    return int(hashlib.sha1(text.encode()).hexdigest()[:8], 16) < share * 2**32


def detokenise(text):
    """'the wing , in flight ( 1990 ) .' -> 'the wing, in flight (1990).'"""
    text = re.sub(r"\s+(?=[,.;:?!)%\]])|(?<=[(\[])\s+|\s+(?=n't|'s\b)", "", text)
    return re.sub(r"``|''", '"', text).strip()


def well_formed_queries(clone):
    for part in ("train", "dev", "test"):
        for line in lines_of(clone, f"{part}.tsv"):
            yield None, None, detokenise(line.split("\t")[0])


def wiki_sentences(clone):
    for part in ("tune", "validation", "test"):
        for line in lines_of(clone, f"{part}.tsv"):
            text = detokenise(line.split("\t")[0])
            if chosen(text, SENTENCE_SHARE):
                yield None, text, None


def pronoun_paragraphs(clone):
    for part in ("development", "test", "validation"):
        rows = csv.DictReader(io.StringIO(show(clone, f"gap-{part}.tsv")), delimiter="\t",
                              quoting=csv.QUOTE_NONE)
        for row in rows:
            page = urllib.parse.unquote(row["URL"].rsplit("/", 1)[-1]).replace("_", " ")
            yield page, row["Text"], None


def paragraphs(text, title):
    """Prose paragraphs of Markdown: no code, tables, mathematics or markup."""
    text = re.sub(r"```.*?```|\$\$.*?\$\$|<!--.*?-->|^---\n.*?\n---\n", " ", text, flags=re.S)
    for block in re.split(r"\n\s*\n", text):
        block = block.strip()
        heading = re.match(r"#+\s*(.+)", block)
        if heading:
            title = re.sub(r"[*_`#]", "", heading[1].splitlines()[0]).strip()
            continue
        block = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]+>|\{[:%].*?\}", r"\1", block)
        block = re.sub(r"\$[^$]*\$", "x", block)
        block = re.sub(r"[*_`]|^[>\-+]\s*", "", " ".join(block.split()))
        if len(block.split()) >= 20 and sum(c.isalpha() or c == " " for c in block) > 0.85 * len(block):
            yield title, block, None


def notebooks(clone):
    for path in paths(clone, ".ipynb"):
        if "checkpoint" in path:
            continue
        try:
            cells = json.loads(show(clone, path)).get("cells", [])
        except ValueError:
            continue
        text = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
        yield from paragraphs(text, os.path.basename(path)[:-6].replace("_", " "))


def markdown(clone):
    for path in paths(clone, ".md"):
        yield from paragraphs(show(clone, path), os.path.basename(path)[:-3].replace("-", " "))


WIKIPEDIA_SHARE = 0.25
ARXIV_PER_CATEGORY = 130
SENTENCE_SHARE = 0.5


def wikipedia_beginnings(clone):
    """The first paragraphs of the pages that the tables of OTT-QA link to."""
    for _, text in files(clone, "data/traindev_request_tok"):
        for link, page in json.loads(text).items():
            title = urllib.parse.unquote(link.rsplit("/", 1)[-1]).replace("_", " ")
            page = re.sub(r"\s*\[\s*(?:citation needed|\d+)\s*\]", "", page)
            if len(page.split()) >= 25 and chosen(title, WIKIPEDIA_SHARE):
                yield re.sub(r"\s*\(.*?\)$", "", title), detokenise(page), None
    for part in ("dev", "test.blind"):
        for record in json.loads(show(clone, f"released_data/{part}.json")):
            yield None, None, detokenise(record["question"])


def arxiv_abstracts(clone):
    """Titles and abstracts, as many of each category, so that no field rules."""
    for path in paths(clone, ".tsv.xz"):
        if "20200101/per_category" not in path:
            continue
        try:
            table = lzma.decompress(git(clone, "show", f"HEAD:{path}")).decode("utf-8", "replace")
        except subprocess.CalledProcessError:
            continue            # listed, but too large to have been brought along
        rows = [r for r in csv.DictReader(io.StringIO(table), delimiter="\t") if r.get("abstract") and r.get("title")]
        rows.sort(key=lambda r: hashlib.sha1(r["title"].encode()).digest())
        taken = 0
        for row in rows:
            title, text = (" ".join(row[k].split()) for k in ("title", "abstract"))
            # Formulas are noise to a model of words.
            if "$" in title or text.count("$") > 4 or "\\" in text.replace("\\\\", "") or len(text.split()) < 50:
                continue
            yield title, text.replace("$", ""), None
            taken += 1
            if taken == ARXIV_PER_CATEGORY:
                break


def trivia(clone):
    for _, text in files(clone, "categories"):
        for block in re.split(r"\n\s*\n(?=#Q)", text):
            question = re.match(r"#Q\s*(.+?)\n\^", block, re.S)
            if question and 5 <= len(question[1].split()) <= 30:
                yield None, None, " ".join(question[1].split())


def simple_questions(clone):
    for part in ("valid", "test"):
        for line in lines_of(clone, f"SimpleQuestions_v2/annotated_fb_data_{part}.txt"):
            yield None, None, line.split("\t")[-1].strip()
    for line in lines_of(clone, "annotated_wd_data_train.txt"):
        yield None, None, line.split("\t")[-1].strip()


def book(clone):
    """The Rust book, as an example of how programmers write."""
    for path in paths(clone, ".md"):
        if path.startswith("src/"):
            yield from paragraphs(show(clone, path), os.path.basename(path)[:-3].replace("-", " "))


SOURCES = {
    "google-research-datasets/query-wellformedness": (well_formed_queries, "CC BY-SA 4.0"),
    "wenhuchen/OTT-QA": (
        wikipedia_beginnings, "MIT (repository); texts from Wikipedia, CC BY-SA"),
    "staeiou/arxiv_archive": (arxiv_abstracts, "CC0 (arXiv metadata)"),
    "uberspot/OpenTriviaQA": (trivia, "CC BY-SA 4.0"),
    "askplatypus/wikidata-simplequestions": (simple_questions, "CC BY 3.0"),
    "rust-lang/book": (book, "MIT or Apache 2.0"),
    "google-research-datasets/wiki-split": (wiki_sentences, "CC BY-SA 4.0 (Wikipedia)"),
    "google-research-datasets/gap-coreference": (
        pronoun_paragraphs, "Apache 2.0 (repository); texts from Wikipedia, CC BY-SA"),
    "barbagroup/AeroPython": (notebooks, "CC BY 4.0"),
    "barbagroup/CFDPython": (notebooks, "CC BY 4.0"),
    "numerical-mooc/numerical-mooc": (notebooks, "CC BY 4.0"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clones", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    lines = ["# Extra sources"]
    with gzip.open(f"{options.out}/passages.jsonl.gz", "wt", encoding="utf-8") as passages, \
            gzip.open(f"{options.out}/questions.jsonl.gz", "wt", encoding="utf-8") as questions:
        for name, (reader, licence) in SOURCES.items():
            clone = os.path.join(options.clones, name)
            if not os.path.isdir(clone):
                print("skipped, not there:", name)
                continue
            seen = set()
            for title, text, question in reader(clone):
                found = text or question
                if not found or found in seen:
                    continue
                seen.add(found)
                record = {"source": name, "title": title, "text": found}
                (passages if text else questions).write(json.dumps(record) + "\n")
            commit = git(clone, "log", "-1", "--format=%H").decode().strip()
            lines.append(f"- {name} @ {commit}: {len(seen)} texts, {licence}")
            print(lines[-1])
    with open(f"{options.out}/SOURCES.md", "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
