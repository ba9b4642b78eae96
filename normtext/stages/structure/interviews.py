"""Interviews whose questions have no labels: lines that end in a question mark, each over its answer."""

from __future__ import annotations

from itertools import pairwise

import regex

from normtext.stages.structure.draft import Draft, Line
from normtext.stages.structure.phrases import tables

# Two questions may be two headings; of 30 interviews the shortest had three.
MIN_QUESTIONS, MAX_QUESTION_WORDS = 3, 40
# So long an answer without a question is no interview; of the questions so many address somebody.
MAX_ANSWER_PIECES, MIN_ADDRESSED = 8, 0.5
# The title, or one of so many pieces below it, says that it is an interview.
SAID_WITHIN = 4
# A line without a full stop that is no longer than this is a heading between the questions.
MAX_HEADING_WORDS = 12
QUESTION_MARKS = ("?", "？", "؟")
UNSAID = (None, "paragraph")

# German tells "you" from "she" by its capital alone.
_GERMAN_YOU = regex.compile(r"(?<=\S\s)(?:Sie|Ihnen|Ihre?[mnrs]?)\b")


def find_interview(draft: Draft) -> None:
    """Mark questions and answers, where they alternate to the end and an interview it is."""
    body = list(draft.open())
    questions = [n for n, index in enumerate(body) if _is_question(draft.lines[index])]
    if len(questions) < MIN_QUESTIONS or not _is_interview(draft, [body[n] for n in questions]):
        return
    answers = [body[low + 1 : high] for low, high in pairwise([*questions, len(body)])]
    if not all(_is_answer([draft.lines[index] for index in answer]) for answer in answers):
        return
    for n, answer in zip(questions, answers, strict=True):
        draft.mark(body[n], "block", "question")
        for index in answer:
            if draft.lines[index].piece.kind in UNSAID:
                draft.mark(index, "block", "answer")


def _is_question(line: Line) -> bool:
    asked = line.text.endswith(QUESTION_MARKS) and line.words <= MAX_QUESTION_WORDS
    return asked and line.piece.kind in (*UNSAID, "heading")


def _is_answer(lines: list[Line]) -> bool:
    """Whether lines are the paragraphs of an answer: none of them a heading."""
    texts = [line for line in lines if line.piece.kind in UNSAID]
    headed = any(line.piece.kind == "heading" for line in lines)
    return (
        0 < len(texts) <= MAX_ANSWER_PIECES
        and not headed
        and all(line.stopped or line.words > MAX_HEADING_WORDS for line in texts)
    )


def _is_interview(draft: Draft, questions: list[int]) -> bool:
    start = draft.title or 0
    said = tables()["interview"]
    if any(said.inside(line.folded) for line in draft.lines[start : start + SAID_WITHIN]):
        return True
    addressed = sum(_addresses(draft.lines[index]) for index in questions)
    return addressed >= MIN_ADDRESSED * len(questions)


def _addresses(line: Line) -> bool:
    return tables()["asked"].inside(line.folded) or _GERMAN_YOU.search(line.text) is not None
