"""Cut from an answer what its writer did not write now: quoted text, headers of it, signatures, disclaimers.

What stays are segments, each with the quoted paragraph that it was written under: who answers several
questions between the lines says by that which one is meant. First come the rules of `reply_words`, line by
line; then mail-parser-reply looks at what is left, which is bounded, for its patterns are not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailparser_reply.parser import EmailMessage

from terugkom.inbox import reply_words
from terugkom.normalize import remove_invisible

_MAX_LINES = 2_000
_MAX_LINE_LENGTH = 1_000  # characters; a longer line of an answer is cut
_MAX_FOR_LIBRARY = 4_000  # characters, in lines of at most so many:
_MAX_LIBRARY_LINE = 300
_MAX_SAID = 200  # characters of an answer behind the first words of a disclaimer; disclaimers are longer
_LANGUAGES = ("en", "nl", "fr", "de")
_QUOTED = re.compile(r"\s{0,3}((?:>\s?)+)(.*)")
_TOKEN = re.compile(r"(?<![0-9a-z])[0-9a-f]{40}(?![0-9a-z])")  # at the end of our mails
_SEPARATOR_AT_END = re.compile(r"\n[-_=* ]{5,}\Z")


def _compile(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in patterns), re.IGNORECASE)


_WROTE = _compile(*reply_words.WROTE_LINES)
_QUOTE_START = _compile(*reply_words.QUOTE_STARTS)
_HEADER_FIRST = _compile(reply_words.HEADER_FIRST)
_HEADER_OTHERS = _compile(reply_words.HEADER_OTHERS)
_SIGNATURE = _compile(*reply_words.SIGNATURE_STARTS)
_DISCLAIMER = _compile(*reply_words.DISCLAIMERS)
_OF_A_DISCLAIMER = _compile(reply_words.OF_A_DISCLAIMER)
_BANNER = _compile(*reply_words.BANNERS)
_BANNER_TAG = _compile(reply_words.BANNER_TAG)
_GREETING = _compile(*reply_words.GREETINGS)
_POSTSCRIPT = _compile(reply_words.POSTSCRIPT)


@dataclass(frozen=True)
class ReplySegment:
    """What was written in one place; `under` is the quoted paragraph above it, empty at the top."""

    text: str
    under: str = ""


@dataclass(frozen=True)
class ReplyText:
    """What the writer of an answer wrote themselves, in order, and what they quoted.

    `holds_ours` says that our own mail stands in it without a mark: its words look like the writer's.
    """

    segments: tuple[ReplySegment, ...]
    quoted: str = ""
    holds_ours: bool = False

    @property
    def own(self) -> str:
        """All that they wrote."""
        return "\n".join(each.text for each in self.segments)


def parse_reply_text(text: str) -> ReplyText:
    """Return what was written in a mail, without greeting, quoted text and signature."""
    lines = [
        remove_invisible(line.replace("\xa0", " "))[:_MAX_LINE_LENGTH].strip()
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_MAX_LINES]
    ]
    return _Cutter(lines).cut()


class _Cutter:
    """Goes through the lines once; what is below headers without quote marks is all quoted."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.segments: list[ReplySegment] = []
        self.own: list[str] = []
        self.paragraph: list[str] = []  # the quoted paragraph above
        self.quoted: list[str] = []
        self.in_signature = False
        self.after_blank = False
        self.holds_ours = False

    def cut(self) -> ReplyText:
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            is_first = self._has_nothing_yet()
            if is_first and (tag := _BANNER_TAG.match(line)):
                line = line[tag.end() :]
            if found := _QUOTED.fullmatch(line):
                self._take_quoted(found[2].strip())
            elif count := self._count_wrote_lines(at):
                following = next((each for each in self.lines[at + count :] if each), "")
                if not following.startswith(">"):
                    return self._finish(at)
                at += count
                continue
            elif _QUOTE_START.fullmatch(line) or self._is_header(at):
                return self._finish(at)
            elif (is_first and _BANNER.fullmatch(line)) or (_is_disclaimer(line) and not any(self.own)):
                pass
            elif _SIGNATURE.fullmatch(line) or self._is_disclaimer_below(line):
                self.in_signature = True
            elif not self.in_signature or _POSTSCRIPT.match(line):
                self.in_signature = False
                self.own.append(line)
            self.holds_ours = self.holds_ours or (not found and _TOKEN.search(line) is not None)
            at += 1
        return self._finish(at)

    def _has_nothing_yet(self) -> bool:
        """Return whether the next line is the first of a mail: above it stand at most banners."""
        return not (any(self.own) or self.segments or self.quoted or self.in_signature)

    def _is_disclaimer_below(self, line: str) -> bool:
        """Return whether a line begins a disclaimer below what was written; behind its colon stands no answer
        then, and above it a greeting is none."""
        says_more = any(each and not _GREETING.fullmatch(each) for each in self.own)
        has_more = says_more or bool(self.segments)
        return _DISCLAIMER.fullmatch(line) is not None if has_more else _is_disclaimer(line)

    def _take_quoted(self, line: str) -> None:
        if any(self.own):
            self._close_segment()
        self.own, self.in_signature = [], False
        if line and self.after_blank:
            self.paragraph = []
        self.after_blank = not line
        if line:
            self.paragraph.append(line)
            self.quoted.append(line)

    def _close_segment(self) -> None:
        text = _cut_by_library("\n".join(self.own).strip())
        if text := _drop_greeting(_SEPARATOR_AT_END.sub("", text)):
            self.segments.append(ReplySegment(text, "\n".join(self.paragraph)))

    def _finish(self, at: int) -> ReplyText:
        self._close_segment()
        quoted = "\n".join([*self.quoted, *self.lines[at:]])
        return ReplyText(tuple(self.segments), quoted, self.holds_ours)

    def _count_wrote_lines(self, at: int) -> int:
        """Return over how many lines somebody is said to have written what follows; 0 if they are not."""
        for count in (1, 2, 3):
            lines = self.lines[at : at + count]
            if not all(lines):
                return 0
            if len(joined := " ".join(lines)) < _MAX_LINE_LENGTH and _WROTE.fullmatch(joined):
                return count
        return 0

    def _is_header(self, at: int) -> bool:
        if not _HEADER_FIRST.fullmatch(self.lines[at]):
            return False
        following = [each for each in self.lines[at + 1 : at + 8] if each][:4]
        return sum(1 for each in following if _HEADER_OTHERS.fullmatch(each)) >= 2


def _is_disclaimer(line: str) -> bool:
    """Return whether a line is a disclaimer, and not a few words of one before what its writer says.

    "Dit bericht is vertrouwelijk: de actie is klaar" is an answer.
    """
    if not _DISCLAIMER.fullmatch(line):
        return False
    said = line.partition(": ")[2]
    return not said or len(said) > _MAX_SAID or _OF_A_DISCLAIMER.search(said) is not None


def _drop_greeting(text: str) -> str:
    first, _, rest = text.partition("\n")
    is_alone = len(first.split()) <= 5 and not re.search(r"[,.!;:].*\w", first)
    return rest.strip() or text if is_alone and _GREETING.fullmatch(first.strip()) else text


def _cut_by_library(text: str) -> str:
    """Return text without what mail-parser-reply takes for quotes and signatures; all of a long one."""
    if len(text) > _MAX_FOR_LIBRARY or any(len(line) > _MAX_LIBRARY_LINE for line in text.split("\n")):
        return text
    read = EmailMessage(text=text, languages=list(_LANGUAGES), keep_hyphen_lists=True).read()
    return read.replies[0].body.strip() if read.replies else text
