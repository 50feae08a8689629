"""The answers of the director for the staff meeting: two text files in the edition's folder.

Each begins with its question, on a line of its own that is no part of the answer.
"""

import os
from pathlib import Path

from terugkom.documents.file_store import write_atomically
from terugkom.documents.messages import translate
from terugkom.documents.plain_file import NotPlainFile, read_plain_file
from terugkom.editions.proof import DirectorAnswers
from terugkom.editions.story_text import finish_sentences

QUESTIONS = ("reason", "effects")
_MAX_BYTES = 10_000  # of an answer: a slide holds some hundred letters
_COMMENT = "#"


class InvalidAnswerFile(ValueError):
    """An answer cannot be read; `str()` says which file and why, in the municipality's language."""


def write_answer_files(folder: Path, language: str) -> None:
    """Write the files that an answer is put in, as far as they are not there."""
    for question in QUESTIONS:
        name = translate(f"file.director-{question}", language)
        if not (folder / name).exists():
            text = f"{_COMMENT} {translate(f'director.{question}', language)}\n\n"
            write_atomically(folder, name, text.encode())


def read_director_answers(folder: Path, language: str) -> DirectorAnswers:
    """Return the answers, empty where there is none. Raises InvalidAnswerFile."""
    return DirectorAnswers(*(_read_answer(folder, question, language) for question in QUESTIONS))


def _read_answer(folder: Path, question: str, language: str) -> str:
    name = translate(f"file.director-{question}", language)
    if not os.path.lexists(folder / name):
        return ""
    try:
        text = read_plain_file(folder, name, _MAX_BYTES).decode("utf-8-sig")
    except NotPlainFile as error:
        why = translate(f"story.file.{error.problem}", language, kilobytes=_MAX_BYTES // 1000)
        raise InvalidAnswerFile(f"{name}: {why}") from error
    except UnicodeDecodeError as error:
        raise InvalidAnswerFile(f"{name}: {translate('story.not-utf-8', language)}") from error
    lines = (line for line in text.splitlines() if not line.startswith(_COMMENT))
    return finish_sentences("\n".join(lines).strip())
