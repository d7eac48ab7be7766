"""The three signals of one batch. All scores are dot products."""
import torch
from torch.nn import functional


def regression(student, teacher):
    """Mean squared distance of vectors [n, d], summed over d."""
    return (student - teacher).pow(2).sum(1).mean()


def in_batch(queries, passages, teacher_queries, teacher_passages, scale):
    """KL of each query's scores over all passages of the batch, teacher to student."""
    target = (scale * teacher_queries @ teacher_passages.T).log_softmax(1)
    scores = (scale * queries @ passages.T).log_softmax(1)
    return functional.kl_div(scores, target, log_target=True, reduction="batchmean")


def margin_mse(queries, positives, negatives, teacher_queries, teacher_positives, teacher_negatives, scale):
    """MSE between student's and teacher's margin s(q, p+) - s(q, p-), as in the paper."""
    margin = (queries * (positives - negatives)).sum(1)
    target = (teacher_queries * (teacher_positives - teacher_negatives)).sum(1)
    return (scale * (margin - target)).pow(2).mean()


def total(student, teacher, settings, with_margin):
    """student and teacher: vectors [3 b, d] of b queries, their positives, their negatives."""
    q, p, n = student.chunk(3)
    tq, tp, tn = teacher.chunk(3)
    parts = {"regression": regression(student, teacher),
             "in_batch": in_batch(q, torch.cat([p, n]), tq, torch.cat([tp, tn]), settings.score_scale)}
    loss = settings.regression_weight * parts["regression"] + parts["in_batch"]
    if with_margin:
        parts["margin"] = margin_mse(q, p, n, tq, tp, tn, settings.score_scale)
        loss = loss + settings.margin_weight * parts["margin"]
    return loss, {k: v.item() for k, v in parts.items()}
