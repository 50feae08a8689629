"""The settings of an installation, from ``TERUGKOM_*`` variables."""

import ipaddress
import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from terugkom.web_address import build_origin, is_host_name, is_web_address

_DAY, _MILLENNIUM = 86_400, 365_000  # in seconds and in days; what is longer no date can hold
_KeptDays = Annotated[int, Field(ge=0, le=_MILLENNIUM)]
_PREFIX = "TERUGKOM_"
# Which tests are run, and what they keep.
_OF_TESTS = ("TERUGKOM_LONG", "TERUGKOM_PICTURES", "TERUGKOM_POSTGRES", "TERUGKOM_SOAK")
# Of all others an empty one is not set. An empty database would be another one, made anew: it is refused.
_EMPTY_IS_A_VALUE = {"database_url", "mailbox_processed_folder", "site_trusted_proxies"}
_ADDRESS = re.compile(r"[^\s@<>,]+@[^\s@<>,]+")


class Settings(BaseSettings):
    """The settings of one installation; most that are empty are not set. No two share a ``home``."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    home: Path = Path("terugkom-home")
    database_url: SecretStr | None = Field(
        default=None, description="SQLAlchemy URL; SQLite in home if unset"
    )
    document_store: str = Field(
        default="",
        description="where documents are kept: empty for a file each in home, bundles for one file a batch "
        "in home, database, or a URL such as s3://bucket/prefix or file:///folder",
    )
    language: Literal["nl", "fr", "en", "de"] = Field(
        default="nl", description="of the forms in Prefect's UI; what is not translated is in Dutch"
    )
    smtp_url: SecretStr | None = None
    smtp_password_file: Path | None = None
    smtp_allow_plaintext_login: bool = Field(
        default=False, description="log in without TLS too, and not on this machine only"
    )
    smtp_connections: int = Field(
        default=3, ge=1, le=20, description="connections at once; some providers allow three"
    )
    mailbox_url: SecretStr | None = Field(
        default=None, description="mailbox that answers come to: imaps://user@host, /FOLDER if not INBOX"
    )
    mailbox_password_file: Path | None = None
    mailbox_processed_folder: str | None = Field(
        default=None,
        max_length=200,
        description="folder that mails which were read are moved to; made if new. Empty: they are marked as "
        "read, and only unread mails are read. Default: Verwerkt, in the language of TERUGKOM_LANGUAGE",
    )
    mailbox_minutes: float = Field(
        default=5, ge=1, le=1440, description="how often `serve` and `watch` look into the mailboxes"
    )
    oauth2_tenant: str | None = Field(default=None, description="tenant (id or domain) of the OAuth2 client")
    oauth2_client_id: str | None = Field(
        default=None,
        description="a user of the mail server or mailbox without a password logs in as this OAuth2 client",
    )
    oauth2_client_secret_file: Path | None = None
    oauth2_authority: str = Field(
        default="https://login.microsoftonline.com", description="token server of the OAuth2 client"
    )
    lease_seconds: float = Field(
        default=300,  # longer than the slowest delivery: ten answers of thirty seconds
        gt=0,
        le=_DAY,
        description="a sender that did not renew its lease for this long counts as dead",
    )
    reply_tags: bool = Field(
        default=False,
        description="give the address for answers a tag of its reader (mvo+tag@example.org), by which an "
        "answer is believed: only if your mail server delivers such addresses",
    )
    authentication_server: str = Field(
        default="",
        max_length=253,
        pattern=r"^[A-Za-z0-9._-]*$",
        description="name by which your mail server signs its Authentication-Results headers (RFC 8601): "
        "a sender that it vouches for is believed without a token. It must remove such headers of others.",
    )
    retry_seconds: float = Field(
        default=300, gt=0, le=_DAY, description="wait before the first retry; then tripled"
    )
    give_up_days: float = Field(
        default=5, gt=0, le=365, description="how long after its first attempt a delivery is given up"
    )
    batch_size: int = Field(default=500, ge=1, le=5000, description="recipients handled in one task run")
    work_batch_seconds: float = Field(
        default=10,
        gt=0,
        le=3600,
        description="the daily run is cut into batches of about so many seconds of work; with more than one "
        "worker, each takes the next",
    )
    encryption_key_file: Path | None = Field(
        default=None,
        description="key of the secrets in Prefect's database, kept outside the home; never made",
    )
    port: int = Field(default=4200, ge=1, le=65535, description="port of the UI of `terugkom serve`")
    prefect_url: str | None = Field(
        default=None,
        description="address at which people reach Prefect's UI, through a proxy with TLS; in links in mails",
    )
    site_url: str | None = Field(
        default=None,
        description="address of our pages as people reach them, https://...; without it no mail links to one",
    )
    site_port: int = Field(default=4280, ge=1, le=65535, description="port of `terugkom site`")
    site_trusted_proxies: str = Field(
        default="127.0.0.1",
        description="addresses or networks of the proxies before `terugkom site`; whom others name is not "
        "believed",
    )
    metrics_from: str = Field(
        default="",
        description="addresses or networks that may read /metrics of `terugkom site`; empty: nobody may",
    )
    alert_smtp_url: SecretStr | None = Field(
        default=None,
        description="mail server for alerts, best another than TERUGKOM_SMTP_URL; default: that one",
    )
    alert_smtp_password_file: Path | None = None
    alert_to: str | None = Field(
        default=None,
        description="who is told by mail of a daily run that failed or did not come; with commas",
    )
    alert_from: str | None = Field(
        default=None, description="sender of those mails; default: the first of them"
    )
    alert_webhook_url: SecretStr | None = Field(
        default=None,
        description="address that takes alerts as JSON, as of Mattermost; beside mail or instead",
    )
    alert_after_minutes: float = Field(
        default=60, ge=5, le=1200, description="how late the daily run may be before somebody is told"
    )
    machine: str = Field(
        default="",
        max_length=60,
        description="name of this machine in alerts, where several work on one database; empty: that of the "
        "host, which a container has anew at each start",
    )
    log_max_bytes: int = Field(
        default=1_000_000, ge=10_000, description="size at which a log of ours is continued in a new file"
    )
    log_files: int = Field(default=5, ge=1, le=100, description="how many older files of each log are kept")

    keep_documents_days: _KeptDays = Field(
        default=1095,
        description="documents that were sent; 0: for ever. Publications are always kept",
    )
    keep_deliveries_days: _KeptDays = Field(
        default=1095,
        description="address and headers of settled deliveries; 0: for ever",
    )
    keep_inbox_days: _KeptDays = Field(default=365, description="files in done and refused; 0: for ever")
    keep_errors_days: _KeptDays = Field(default=90, description="entries of errors.log; 0: for ever")
    keep_links_days: _KeptDays = Field(
        default=365,
        description="links to pages that expired, which say so until then; 0: for ever",
    )
    keep_mentions_days: _KeptDays = Field(
        default=365,
        description="what others said elsewhere, as on Mastodon; 0: for ever",
    )
    keep_imports_days: _KeptDays = Field(
        default=90,
        description="what an import changed, so that it can be taken back; 0: for ever",
    )
    keep_runs_days: _KeptDays = Field(default=180, description="Prefect's run history; 0: for ever")

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Return the settings that are set: compose files give empty values to those that are not."""
        empty = {name for name, value in given.items() if isinstance(value, str) and not value.strip()}
        return {name: given[name] for name in given if name in _EMPTY_IS_A_VALUE or name not in empty}

    @property
    def work_batch_weight(self) -> float:
        """How much work a batch of the daily run is, in milliseconds."""
        return self.work_batch_seconds * 1000

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, url: SecretStr | None) -> SecretStr | None:
        """Refuse what is no URL of a database that we know, without repeating it: it may hold a password."""
        if url is not None and not _is_database_url(url.get_secret_value()):
            raise ValueError("must read postgresql://user:password@host/database, or sqlite:/// and a path")
        return url

    @field_validator("document_store")
    @classmethod
    def _check_document_store(cls, store: str) -> str:
        """Return where documents are kept, without a slash at the end; a URL must hold no password."""
        parts = urlsplit(store.strip())
        if store.strip() in ("", "bundles", "database"):
            return store.strip()
        if store.strip() == "packs":  # its name before
            return "bundles"
        place = parts.path if parts.scheme == "file" else parts.netloc
        is_known = parts.scheme in ("s3", "file", "memory") and place.strip("/")
        if not is_known or "@" in parts.netloc or parts.query or parts.fragment:
            raise ValueError("must be empty, bundles, database, s3://BUCKET/PREFIX or file:///FOLDER")
        if parts.scheme == "s3" and find_spec("s3fs") is None:
            raise ValueError("an object store needs the package s3fs: install terugkom[s3]")
        return store.strip().rstrip("/")

    @field_validator("site_trusted_proxies", "metrics_from")
    @classmethod
    def _check_networks(cls, addresses: str) -> str:
        """Return the addresses and networks; a name or `*` would let anybody say where they come from."""
        try:
            given = [each.strip() for each in addresses.split(",") if each.strip()]
            networks = [ipaddress.ip_network(each) for each in given]
        except ValueError:
            raise ValueError("must be IP addresses or networks, with commas between them") from None
        if any(each.prefixlen == 0 for each in networks):
            raise ValueError("must be addresses of yours, not all addresses")
        return ",".join(given)

    @field_validator("alert_to", "alert_from")
    @classmethod
    def _check_alert_addresses(cls, given: str | None, info: ValidationInfo) -> str | None:
        """Return the addresses without spaces; empty is none. Mail needs its server."""
        addresses = [each.strip() for each in (given or "").split(",") if each.strip()]
        if not all(_ADDRESS.fullmatch(each) for each in addresses):
            raise ValueError("must be mail addresses, with commas between them")
        if addresses and info.data.get("alert_smtp_url") is None:
            raise ValueError("needs TERUGKOM_ALERT_SMTP_URL too, which may be that of TERUGKOM_SMTP_URL")
        return ",".join(addresses) or None

    @field_validator("alert_webhook_url")
    @classmethod
    def _check_webhook_url(cls, url: SecretStr | None) -> SecretStr | None:
        """Refuse what is no address, without repeating it: it lets anybody post."""
        if url is not None and not is_web_address(url.get_secret_value()):
            raise ValueError("must read https://HOST/PATH")
        return url

    @field_validator("prefect_url", "site_url")
    @classmethod
    def _check_public_url(cls, url: str | None) -> str | None:
        """Return the address as a browser writes it; empty is none. It has no path."""
        url = url.strip(" ") if url else None
        if not url:
            return None
        try:
            origin, parts = build_origin(url), urlsplit(url)
        except ValueError:
            raise ValueError("must read https://HOST or https://HOST:PORT") from None
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError("must read https://HOST or https://HOST:PORT, without anything after it")
        return origin

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the database."""
        if self.database_url is None:
            return f"sqlite:///{self.home.resolve() / 'terugkom.db'}"
        url = self.database_url.get_secret_value()
        return url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def documents(self) -> Path:
        """Folder of all rendered documents, by municipality and day."""
        return self.home.resolve() / "documents"

    @property
    def bundles(self) -> Path:
        """Folder of bundles of documents, where they are kept so; it has the name they had before."""
        return self.home.resolve() / "packs"

    @property
    def outbox(self) -> Path:
        """Folder that the folder channel writes to."""
        return self.home.resolve() / "outbox"

    @property
    def prefect(self) -> Path:
        """Prefect's own files: its database and profiles."""
        return self.home.resolve() / "prefect"

    @property
    def login_file(self) -> Path:
        """The login of the Prefect server of this home, ``user:password``."""
        return self.prefect / "login"

    @property
    def mailbox(self) -> Path:
        """Where mails lie that were fetched and have no inbox yet, with ``inbox`` for those of nobody."""
        return self.home.resolve() / "mailbox"

    @property
    def municipalities(self) -> Path:
        """A folder for each municipality, with its ``inbox`` and its ``templates``."""
        return self.home.resolve() / "municipalities"


def list_unknown_settings(environment: Iterable[str]) -> list[str]:
    """Return the names among these that look like settings of ours and are none, with what may be meant."""
    known = {f"{_PREFIX}{name}".upper() for name in Settings.model_fields}
    unknown = sorted(name for name in environment if name.upper().startswith(_PREFIX))
    return [
        f"{name}{_describe_meant(name, known)}"
        for name in unknown
        if name.upper() not in known and name not in _OF_TESTS
    ]


def _describe_meant(name: str, known: Collection[str]) -> str:
    meant = get_close_matches(name.upper(), known, 1, 0.85)
    return f" ({meant[0]}?)" if meant else ""


def _is_database_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if any(sign.isspace() for sign in parts.netloc) or "://" not in url:
        return False
    if parts.scheme == "sqlite":
        return not parts.netloc and len(parts.path) > 1
    is_known = parts.scheme in ("postgresql", "postgresql+psycopg")
    return is_known and (host is None or is_host_name(unquote(host)) or "%2F" in host.upper())


def build_run_url(prefect_url: str | None, run_id: str) -> str:
    """Return the address of a run in Prefect's pages; "" without pages or a run."""
    return f"{prefect_url}{build_run_path(run_id)}" if prefect_url and run_id else ""


def build_run_path(run_id: str) -> str:
    """Return what stands behind the address of Prefect's pages for a run."""
    return f"/runs/flow-run/{run_id}"
