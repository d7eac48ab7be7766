"""Turns a few openly licensed repositories into extra training texts.

    python collect.py --clones DIR --out extra

DIR/<owner>/<name> is a clone (a bare one will do) of each repository in SOURCES;
those that are absent are skipped. Writes passages.jsonl.gz and questions.jsonl.gz in
the form of the main texts, and SOURCES.md with the commit and licence of each.
"""
import argparse
import csv
import gzip
import io
import json
import os
import re
import subprocess
import urllib.parse

csv.field_size_limit(1 << 24)


def git(clone, *arguments):
    return subprocess.run(["git", "-C", clone, *arguments], check=True, capture_output=True).stdout


def show(clone, path):
    return git(clone, "show", f"HEAD:{path}").decode("utf-8", "replace")


def paths(clone, ending):
    return [p for p in git(clone, "ls-tree", "-r", "--name-only", "HEAD").decode().splitlines()
            if p.endswith(ending)]


def detokenise(text):
    """'the wing , in flight ( 1990 ) .' -> 'the wing, in flight (1990).'"""
    text = re.sub(r"\s+(?=[,.;:?!)%])|(?<=[(])\s+|\s+(?=n't|'s\b)", "", text)
    return re.sub(r"``|''", '"', text).strip()


def well_formed_queries(clone):
    for part in ("train", "dev", "test"):
        for line in show(clone, f"{part}.tsv").splitlines():
            yield None, None, detokenise(line.split("\t")[0])


def wiki_sentences(clone):
    for part in ("tune", "validation", "test"):
        for line in show(clone, f"{part}.tsv").splitlines():
            yield None, detokenise(line.split("\t")[0]), None


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


SOURCES = {
    "google-research-datasets/query-wellformedness": (well_formed_queries, "CC BY-SA 4.0"),
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
    with gzip.open(f"{options.out}/passages.jsonl.gz", "wt") as passages, \
            gzip.open(f"{options.out}/questions.jsonl.gz", "wt") as questions:
        for name, (reader, licence) in SOURCES.items():
            clone = os.path.join(options.clones, name)
            if not os.path.isdir(clone):
                print("skipped, not there:", name)
                continue
            seen = set()
            for title, text, question in reader(clone):
                if (text or question) in seen:
                    continue
                seen.add(text or question)
                record = {"source": name, "title": title, "text": text or question}
                (passages if text else questions).write(json.dumps(record) + "\n")
            commit = git(clone, "log", "-1", "--format=%H").decode().strip()
            lines.append(f"- {name} @ {commit}: {len(seen)} texts, {licence}")
            print(lines[-1])
    with open(f"{options.out}/SOURCES.md", "w") as f:
        f.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
