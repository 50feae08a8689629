"""Find whether an answer has words for something that is still open.

Text is in lower case and without accents.
"""

import re

from terugkom.inbox.answers.answer_clauses import drop_no_trouble
from terugkom.inbox.answers.remaining_work_words import LEAVES_OPEN

WORDS_OF_A_SENTENCE = 3  # of fewer words a clause may be no more than the name of a part or a place
_LEAVES_OPEN = re.compile("|".join(LEAVES_OPEN))


def leaves_open(words: str) -> bool:
    """Return whether an answer has words for what is still to be done, goes badly or is of something else."""
    return _LEAVES_OPEN.search(drop_no_trouble(words)) is not None
