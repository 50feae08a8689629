"""Media settings of a municipality: lengths, addresses and URLs, and how its documents look."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from terugkom.documents.look import DEFAULT_LOOK, Look, check_colour, is_font_name
from terugkom.errors import InputError
from terugkom.plan.look_files import LookFiles
from terugkom.plan.media import Role

# Maximum length of a text post per network, in characters, according to its help pages (2026).
NETWORK_LENGTHS: Mapping[str, int] = {"mastodon": 500, "bluesky": 300, "facebook": 2000, "linkedin": 3000}


@dataclass(frozen=True)
class MediaSettings:
    """Media settings. Field names are the keys with which a municipality overrides the defaults. Addresses
    may be empty."""

    magazine_editor: str = ""
    magazine_words: int = 350
    bulletin_editor: str = ""
    bulletin_characters: int = 1200  # spaces included
    director: str = ""
    front_desk: str = ""
    press_list: str = ""  # several, with semicolons
    press_words: int = 400  # about one page
    press_speaker: str = ""  # who is quoted in a press release: name and office; nobody if empty
    press_contact: str = ""  # who answers the press; the municipality if empty
    press_phone: str = ""
    jobs_characters: int = 600  # spaces included
    website: str = ""  # address of its page on sustainability
    intranet: str = ""
    ideas_address: str = ""  # where ideas and answers go; the answer address if empty
    ideas_open_to_all: bool = False  # else the forms for ideas and remarks are for staff, by their links
    ideas_answer_days: int = 30  # within which an idea or a remark is answered
    summary_workbook: bool = False  # whether the coordinator's weekly summary carries the current workbook
    claim_months: int = 18  # for how long a measurement, or the reason to keep a sentence, proves a claim
    unsubscribe_url: str = ""  # https; a POST to it, with the token appended, unsubscribes; ours if empty
    networks: str = "mastodon; facebook; linkedin"
    campaigns: str = ""  # codes of those that it wants to join, or "alle"
    primary_colour: str = ""  # of its look, as #rrggbb; ours if empty
    accent_colour: str = ""
    font: str = ""  # the name of its family
    logo_text: str = ""  # what the logo says, for who does not see it; the municipality's name if empty

    @classmethod
    def from_overrides(cls, overrides: Mapping[str, Any]) -> "MediaSettings":
        """Return the defaults with a municipality's own in their place. Raises InputError."""
        unknown = set(overrides) - {field.name for field in fields(cls)}
        if unknown:
            raise InputError("error.setting.unknown", names=", ".join(sorted(unknown)))
        if overrides.get("unsubscribe_url") and not str(overrides["unsubscribe_url"]).startswith("https://"):
            raise InputError("error.setting.unsubscribe-url")
        for name in ("primary_colour", "accent_colour"):
            if overrides.get(name):
                check_colour(str(overrides[name]), is_text=name == "primary_colour")
        if overrides.get("font") and not is_font_name(str(overrides["font"])):
            raise InputError("error.setting.font")
        return cls(**overrides)

    def build_look(self, name: str, files: LookFiles) -> Look:
        """Return the look of the municipality of this name, with the files of its logo and font."""
        return Look(
            self.primary_colour or DEFAULT_LOOK.primary,
            self.accent_colour or DEFAULT_LOOK.accent,
            files.font_name or self.font,
            files.fonts,
            files.logo,
            (self.logo_text or name) if files.logo else "",
        )

    def addresses(self, role: Role) -> tuple[str, ...]:
        """Return the addresses behind a role."""
        addresses = {
            Role.MAGAZINE_EDITOR: self.magazine_editor,
            Role.BULLETIN_EDITOR: self.bulletin_editor,
            Role.DIRECTOR: self.director,
            Role.FRONT_DESK: self.front_desk,
            Role.PRESS_LIST: self.press_list,
        }[role]
        return tuple(word for each in addresses.split(";") if (word := each.strip()))

    def campaign_codes(self) -> frozenset[str]:
        """Return the codes of the campaigns that it wants to join; "alle" alone for all of them."""
        return frozenset(word for each in self.campaigns.split(";") if (word := each.strip().lower()))

    def network_lengths(self) -> dict[str, int]:
        """Return the municipality's networks, each with its maximum length in characters."""
        names = [word.strip().lower() for word in self.networks.split(";")]
        return {name: NETWORK_LENGTHS[name] for name in names if name in NETWORK_LENGTHS}
