"""Keep a sentence that stops the open edition, with a reason that who approves reads."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from terugkom.claims.kept_sentences import KeptLine, KeptReason, keep_sentence
from terugkom.editions.claim_checks import SentenceFinding
from terugkom.editions.due_steps import find_open_edition
from terugkom.editions.edition_folders import EditionFolders
from terugkom.editions.review import review_edition
from terugkom.errors import InputError
from terugkom.plan.model import Municipality


def keep_claim(
    session: Session,
    municipality: Municipality,
    folders: EditionFolders,
    line: KeptLine,
    today: date,
    now: datetime,
) -> KeptReason:
    """Keep the sentence of the open edition that has the words of a line, although it stops the edition.

    Raises InputError if no such sentence stops it, if several do, or without a reason or a name.
    """
    edition = find_open_edition(session, municipality)
    if edition is None:
        raise InputError("error.keep.no-edition", municipality=municipality.slug)
    folder = folders.folder_for(municipality.slug, edition.moment.period)
    review = review_edition(session, municipality, edition, folder, (), today)
    found = [each for each in review.sentence_findings if each.rule and _has_words(each, line.sentence)]
    sentences = list(dict.fromkeys(each.statement for each in found))
    if not sentences:
        raise InputError("error.keep.no-sentence", words=line.sentence, period=edition.moment.period)
    if len(sentences) > 1:
        raise InputError("error.keep.several", count=len(sentences), sentences="; ".join(sentences))
    rules = {each.rule for each in found}
    return keep_sentence(session, municipality, replace(line, sentence=sentences[0]), rules, today, now)


def _has_words(finding: SentenceFinding, words: str) -> bool:
    wanted = " ".join(words.split()).casefold()
    return bool(wanted) and wanted in " ".join(finding.statement.split()).casefold()
