"""Every number of the recipe in one place; chosen on held-back training texts only."""
from dataclasses import dataclass, field


@dataclass
class Settings:
    seed: int = 13
    # texts
    held_share: float = 0.04
    join_share: float = 0.5          # of passages joined with their neighbours
    join_words: int = 120            # until they have this many words
    passages: int = 80000            # of those that are not taken whole
    whole_sources: tuple = ("google-research-datasets/gap-coreference", "barbagroup/AeroPython",
                            "barbagroup/CFDPython", "numerical-mooc/numerical-mooc",
                            "google-research-datasets/wiki-split", "wenhuchen/OTT-QA", "staeiou/arxiv_archive",
                            "rust-lang/book")
    queries_per_passage: float = 1.3
    sentences: int = 6000
    glosses: int = 8000
    questions: int = 90000
    # teacher
    query_prefix: str = "Represent this sentence for searching relevant passages: "
    teacher_tokens: int = 320
    # vocabulary and student
    vocabulary: int = 27000
    dim: int = 384
    heads: int = 6
    hidden: int = 1024
    layers: int = 2                  # all but one are added, below the last one, after single_layer_share
    passage_tokens: int = 320
    query_tokens: int = 30
    # mining
    topics: int = 200
    mined: int = 96                  # the teacher's best passages of each query
    random_negatives: int = 32       # and passages drawn from all
    positives: int = 3               # of the mined ones may serve as the positive passage
    margin_bins: int = 10
    # training; shares are of the training minutes
    single_layer_share: float = 0.25 # with several layers, before the others are added
    topic_share_from: float = 0.75   # topic-aware, margin-balanced batches from here on
    warm_batch: int = 80             # queries in a batch, each with two passages
    topic_batch: int = 96
    topics_in_batch: int = 2
    word_rate: float = 5e-4
    rate: float = 1e-3
    score_scale: float = 20.0        # teacher scores differ by hundredths
    regression_weight: float = 4.0
    margin_weight: float = 0.2
    evaluate_minutes: float = 6.0
    checkpoint_minutes: float = 3.0
    held_passages: int = 1500
    held_queries: int = 500
