"""The settings sheet of our own workbook as data: one setting a row, with its kind of cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from terugkom.documents.messages import translate
from terugkom.plan.media_settings import MediaSettings
from terugkom.plan.model import LaterDateDecider, QuietSummary
from terugkom.schedule.lead_times import LeadTimes
from terugkom.workbook.choices import (
    build_decider_choices,
    build_language_choices,
    build_quiet_summary_choices,
    build_weekday_choices,
    build_yes_no_choices,
)
from terugkom.workbook.columns import CellKind, Column
from terugkom.workbook.unit_words import DAYS

SETTING_DEFAULTS: Mapping[str, Any] = {
    "language": "nl",
    "digest_weekday": 1,
    "later_date_decider": LaterDateDecider.COORDINATOR,
    "quiet_summary": QuietSummary.NEVER,
    "deadline_calendar": False,
    "ideas_open_to_all": False,
    "summary_workbook": False,
}
MAX_PAGE_LINK_DAYS = 366  # a link is as good as a password
LEAD_TIME_FIELDS = tuple(each.name for each in fields(LeadTimes))
_MEDIA_KINDS = {
    "magazine_words": CellKind.WHOLE,
    "magazine_editor": CellKind.EMAIL,
    "bulletin_editor": CellKind.EMAIL,
    "bulletin_characters": CellKind.WHOLE,
    "director": CellKind.EMAIL,
    "front_desk": CellKind.EMAIL,
    "press_list": CellKind.EMAILS,
    "press_words": CellKind.WHOLE,
    "press_speaker": CellKind.TEXT,
    "press_contact": CellKind.TEXT,
    "press_phone": CellKind.TEXT,
    "jobs_characters": CellKind.WHOLE,
    "website": CellKind.WEB,
    "intranet": CellKind.WEB,
    "ideas_address": CellKind.EMAIL,
    "ideas_open_to_all": CellKind.CHOICE,
    "ideas_answer_days": CellKind.WHOLE,
    "summary_workbook": CellKind.CHOICE,
    "claim_months": CellKind.WHOLE,
    "unsubscribe_url": CellKind.HTTPS,
    "campaigns": CellKind.TEXT,
    "networks": CellKind.TEXT,
    "primary_colour": CellKind.TEXT_COLOUR,
    "accent_colour": CellKind.COLOUR,
    "font": CellKind.FONT,
    "logo_text": CellKind.TEXT,
}
_MEDIA_CHOICES = dict.fromkeys(("ideas_open_to_all", "summary_workbook"), build_yes_no_choices)
MEDIA_FIELDS = tuple(each.name for each in fields(MediaSettings) if each.name in _MEDIA_KINDS)


@dataclass(frozen=True)
class _Setting:
    field: str
    kind: CellKind
    max_length: int = 0
    build_choices: Callable[[str], Mapping[str, Any]] | None = None
    options_sheet: str = ""

    @property
    def unit(self) -> str:
        """The unit of a whole number, as the name of its field has it."""
        if self.kind is not CellKind.WHOLE:
            return ""
        return DAYS if self.field in LEAD_TIME_FIELDS else self.field.rpartition("_")[2]


_SETTINGS = (
    _Setting("name", CellKind.TEXT, 200),
    _Setting("language", CellKind.CHOICE, build_choices=lambda _language: build_language_choices()),
    _Setting("sender", CellKind.EMAIL, 254),
    _Setting("reply_to", CellKind.EMAIL, 254),
    _Setting("coordinator", CellKind.CODE, 60, options_sheet="people"),
    _Setting("chief", CellKind.CODE, 60, options_sheet="people"),
    _Setting("digest_weekday", CellKind.CHOICE, build_choices=build_weekday_choices),
    _Setting("go_live_on", CellKind.DAY),
    _Setting("closing_days", CellKind.DAYS),
    _Setting("peer_anchor", CellKind.DAY),
    _Setting("peer_interval_months", CellKind.WHOLE),
    _Setting("page_link_days", CellKind.WHOLE),
    _Setting("later_date_decider", CellKind.CHOICE, build_choices=build_decider_choices),
    _Setting("quiet_summary", CellKind.CHOICE, build_choices=build_quiet_summary_choices),
    _Setting("deadline_calendar", CellKind.CHOICE, build_choices=build_yes_no_choices),
    *(_Setting(name, CellKind.WHOLE) for name in LEAD_TIME_FIELDS),
    *(_Setting(name, _MEDIA_KINDS[name], 1000, _MEDIA_CHOICES.get(name)) for name in MEDIA_FIELDS),
)


def build_setting_rows(language: str) -> tuple[Column, ...]:
    """Return the settings in order, with their names and help in this language."""
    return tuple(
        Column(
            translate(f"workbook.setting.{each.field}", language),
            each.field,
            each.kind,
            translate(f"workbook.setting.{each.field}.help", language),
            max_length=each.max_length,
            one_line=each.field == "name",
            choices=each.build_choices(language) if each.build_choices else {},
            options_sheet=translate(f"workbook.{each.options_sheet}", language) if each.options_sheet else "",
            unit=each.unit,
        )
        for each in _SETTINGS
    )
