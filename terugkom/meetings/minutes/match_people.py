"""Find the person that a name in minutes stands for, or whom it may be meant for; nobody is guessed at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from terugkom.documents.one_line import to_one_line
from terugkom.meetings.minutes import minutes_words as words
from terugkom.normalize import normalize_text
from terugkom.plan.model import Person
from terugkom.workbook.import_context import NameIndex

_MAX_OFFERED = 3
_ALIKE = 0.75  # of 1: from here on a name may be a typing error for another


@dataclass(frozen=True)
class PersonMatch:
    """Those for whom a name stands (one: it is clear who), else those for whom it may be meant."""

    found: tuple[Person, ...] = ()
    offered: tuple[Person, ...] = ()

    def list_offered_names(self) -> str:
        """Return the names that may be meant, with their codes."""
        people = self.found or self.offered
        return ", ".join(f"{to_one_line(each.name)} ({each.code})" for each in people)


def match_person(people: NameIndex[Person], who: str, departed_ids: Collection[int]) -> PersonMatch:
    """Return whom a code or name stands for: by the whole of it, its words in another order, or a first name.

    A first name counts if one person has it of those who still work there.
    """
    if found := people.find_all(who):
        return PersonMatch(tuple(found))
    parts = _split_words(who)
    present = [each for each in people.by_code.values() if each.id not in departed_ids]
    by_words = [each for each in present if parts and sorted(_split_words(each.name)) == sorted(parts)]
    by_first_name = [each for each in present if _is_first_name(parts, each)]
    if found := by_words or by_first_name:
        return PersonMatch(tuple(found))
    return PersonMatch((), tuple(_find_alike(present, parts)))


def is_called_guest(text: str) -> bool:
    """Return whether a text says that somebody is a guest."""
    return bool(words.GUEST.search(text))


def remove_guest_word(text: str) -> str:
    """Return a name without the word that says that it is a guest's."""
    return to_one_line(words.GUEST.sub(" ", text)).strip(" ,;-()")


def _split_words(name: str) -> list[str]:
    plain = normalize_text(name)
    for form in words.FORMS_OF_ADDRESS:
        plain = plain.removeprefix(f"{form} ")
    return plain.split()


def _is_first_name(parts: Sequence[str], person: Person) -> bool:
    """Return whether these are a first name of a person, perhaps with the first letter of the next name."""
    first, *others = _split_words(person.name) or [""]
    if not parts or parts[0] != first:
        return False
    return len(parts) == 1 or (len(parts) == 2 and parts[1] in {each[0] for each in others[:1]})


def _find_alike(people: Sequence[Person], parts: Sequence[str]) -> list[Person]:
    """Return the people whose code or name looks like these words, or shares the first or last of them."""
    if not parts:
        return []
    by_word: dict[str, list[Person]] = {}
    sharing = []
    for person in people:
        name = _split_words(person.name)
        for text in (" ".join(name), normalize_text(person.code), *name[:1]):
            by_word.setdefault(text, []).append(person)
        if {parts[0], parts[-1]} & {*name[:1], *name[-1:]}:
            sharing.append(person)
    alike = get_close_matches(" ".join(parts), by_word, n=_MAX_OFFERED, cutoff=_ALIKE)
    found = [person for text in alike for person in by_word[text]] + sharing
    return list({each.code: each for each in found}.values())[:_MAX_OFFERED]
