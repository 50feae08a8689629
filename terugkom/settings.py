"""The settings of an installation, from ``TERUGKOM_*`` variables."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of one installation. ``home`` holds all files that it writes; no two share one."""

    model_config = SettingsConfigDict(env_prefix="TERUGKOM_", frozen=True, extra="ignore")

    home: Path = Path("terugkom-home")
    database_url: SecretStr | None = Field(
        default=None, description="SQLAlchemy URL; SQLite in home if unset"
    )
    smtp_url: SecretStr | None = None
    smtp_password_file: Path | None = None
    smtp_allow_plaintext_login: bool = Field(
        default=False, description="log in without TLS too, and not on this machine only"
    )
    smtp_connections: int = Field(
        default=3, ge=1, le=20, description="connections at once; some providers allow three"
    )
    lease_seconds: float = Field(
        default=300,  # longer than the slowest delivery: ten answers of thirty seconds
        gt=0,
        description="a sender that did not renew its lease for this long counts as dead",
    )
    retry_seconds: float = Field(default=300, gt=0, description="wait before the first retry; then tripled")
    give_up_days: float = Field(
        default=5, gt=0, le=365, description="how long after its first attempt a delivery is given up"
    )
    batch_size: int = Field(default=1000, ge=1, le=5000, description="recipients handled in one task run")
    port: int = Field(default=4200, ge=1, le=65535, description="port of the UI of `terugkom serve`")

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
    def outbox(self) -> Path:
        """Folder that the folder channel writes to."""
        return self.home.resolve() / "outbox"

    @property
    def prefect(self) -> Path:
        """Prefect's own files: its database and profiles."""
        return self.home.resolve() / "prefect"

    @property
    def municipalities(self) -> Path:
        """A folder for each municipality, with its ``inbox`` and its ``templates``."""
        return self.home.resolve() / "municipalities"
