"""Divide an answer into clauses; text is in lower case and without accents."""

import re

from terugkom.inbox.answers import answer_words
from terugkom.inbox.answers.doubt_words import NO_TROUBLE
from terugkom.inbox.answers.on_time_words import BUT

AND_OR_BUT = re.compile(rf" (?:en|et|und|and|{BUT}) ")
_CONCLUSION = re.compile(r" (?:dus|donc|so|damit|somit|thus|hence|daarmee) ")
_CLAUSE_END = re.compile(r"[.:](?=\s|$)|[!;,\n]| [-–—] ")
_NO_TROUBLE = re.compile(rf"\b(?:{NO_TROUBLE})\b")
_LEADS_IN = re.compile(rf"^{answer_words.LEADS_IN}")
_SAYS_NOTHING = re.compile(answer_words.SAYS_NOTHING)


def drop_no_trouble(words: str) -> str:
    """Return an answer without what says nothing against a choice, though it has a word that would: "geen
    probleem"."""
    return _NO_TROUBLE.sub(" ", words)


def says_nothing(clause: str) -> bool:
    """Return whether a clause says nothing of an action: "dag Els", "bedankt voor je mail"."""
    return _SAYS_NOTHING.fullmatch(clause) is not None


def list_clauses(words: str) -> list[str]:
    """Return the clauses of an answer, from the first one that says something."""
    clauses = [each.strip(" *_\"'“”().:-") for each in _CLAUSE_END.split(words)]
    said = [_LEADS_IN.sub("", each, count=1) for each in clauses if each]
    first = next((number for number, each in enumerate(said) if not says_nothing(each)), 0)
    return said[first:]


def list_conclusions(clause: str) -> list[str]:
    """Return what stands behind each *dus* of a clause: "de levering is dinsdag, dus ruim op tijd"."""
    return [each.strip() for each in _CONCLUSION.split(f" {clause}")[1:]]
