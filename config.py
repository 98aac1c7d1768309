"""Every setting of Samspel, typed and read from the environment (prefix ``SAMSPEL_``) or from ``.env``.

Each has a default that works on one machine. With ``SAMSPEL_ENV=production`` the app refuses to start without its
secrets, its address and a mail server. Nothing else reads the environment.
"""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent
DEVELOPMENT_SECRET = "not-a-secret-only-for-one-machine"


KEPT = ("contact", "name", "log", "audit", "backup")


class Environment(StrEnum):
    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SAMSPEL_", env_file=".env", extra="ignore", frozen=True)

    env: Environment = Environment.DEVELOPMENT
    instance: Path = ROOT / "instance"
    database_url: str = ""
    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    base_url: str = "http://localhost:8000"
    trusted_hosts: str = ""  # comma-separated; the host of base_url and localhost are always trusted
    redis_url: str = ""  # shared rate limits; memory where empty
    queue_url: str = ""  # background jobs: redis:// or postgresql://; SQLite in the instance folder where empty
    smtp_url: str = ""  # smtp://user:password@host:port?tls=starttls; mail is written to instance/mail/ where empty
    mails_per_minute: int = 0  # what the mail server takes, all workers together; 0: no limit
    mail_from: str = "Samspel <samspel@localhost>"
    timezone: str = "Europe/Stockholm"
    languages: str = "sv,en,ar,fa-AF,so,ti,uk"
    municipality: str = "Hässleholms kommun"
    data_controller: str = "Kultur- och fritidsnämnden, Hässleholms kommun"
    privacy_contact: str = "dataskydd@hassleholm.example"
    accessibility_contact: str = "tillganglighet@hassleholm.example"
    # How long what is kept, and the number of the decision that says so (the privacy page shows both).
    contact_days: int = Field(default=14, ge=1)  # after the date
    name_days: int = Field(default=30, ge=1)  # after the date
    log_days: int = Field(default=30, ge=1)
    audit_days: int = Field(default=730, ge=1)
    backup_days: int = Field(default=35, ge=1)
    contact_decision: str = ""
    name_decision: str = ""
    log_decision: str = ""
    audit_decision: str = ""
    backup_decision: str = ""
    room_booking: bool = True  # off where the municipality books rooms in another system: rooms are only names then
    tell_not_passed_on: bool = False  # the sign-up form says that nothing is passed on to the Migration Agency
    log_level: str = "INFO"
    max_body_bytes: int = Field(default=1_000_000, ge=1000)
    page_cache_seconds: float = Field(default=0.5, ge=0, le=0.5)
    limits_enabled: bool = True
    limit_sign_up: str = "120 per 10 minutes"  # per address; never under 60 in ten minutes (trust.md)
    limit_own_page: str = "30 per 10 minutes"
    limit_report: str = "30 per 10 minutes"  # reports of a page, per address
    limit_sign_in: str = "20 per 10 minutes"
    limit_default: str = "600 per minute"
    session_hours: int = Field(default=12, ge=1)
    trusted_proxies: int = Field(default=0, ge=0, le=3)

    @model_validator(mode="after")
    def refuse_to_start_in_production_without_secrets(self) -> Self:
        if self.env is not Environment.PRODUCTION:
            return self
        missing = [
            name
            for name, absent in {
                "SAMSPEL_SECRET_KEY": len(self.secret_key.get_secret_value()) < 32
                or self.secret_key.get_secret_value() == DEVELOPMENT_SECRET,
                "SAMSPEL_DATABASE_URL": not self.database_url,
                "SAMSPEL_BASE_URL": not self.base_url.startswith("https://"),
                "SAMSPEL_SMTP_URL": not self.smtp_url,
            }.items()
            if absent
        ]
        if missing:
            raise ValueError(f"production needs: {', '.join(missing)}")
        return self

    @property
    def kept(self) -> dict[str, tuple[int, str]]:
        """What is kept -> for how many days, and by which records decision ("" where none is noted)."""
        return {name: (getattr(self, f"{name}_days"), getattr(self, f"{name}_decision")) for name in KEPT}

    @property
    def database(self) -> str:
        """The SQLAlchemy URL: as set, or a SQLite file in the instance folder."""
        return self.database_url or f"sqlite:///{self.instance / 'samspel.db'}"

    @property
    def language_codes(self) -> tuple[str, ...]:
        return tuple(code.strip() for code in self.languages.split(",") if code.strip())
