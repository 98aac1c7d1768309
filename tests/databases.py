"""A fresh database for each test, copied from a template that the migrations made and the plan was loaded into."""

import shutil
import uuid
from pathlib import Path

import psycopg
from flask import Flask
from flask_migrate import upgrade

from app.db import db, enable_migrations
from app.factory import create_app
from app.plan.service import load_plan
from config import ROOT, Environment, Settings

PLAN = ROOT / "app" / "plan" / "data" / "hassleholm.yaml"


class Database:
    """One kind of database for one test process: ``reset()`` gives the app a fresh copy of the template."""

    def __init__(self, folder: Path, server_url: str | None) -> None:
        self.folder = folder
        self.server_url = server_url
        self.name = f"samspel_{uuid.uuid4().hex[:10]}"
        if server_url:
            self._sql(f"CREATE DATABASE {self.name}")
        self.app = create_app(test_settings(folder, self.url))
        enable_migrations(self.app)
        self._make_template()

    @property
    def url(self) -> str:
        return f"{self.server_url}/{self.name}" if self.server_url else f"sqlite:///{self.folder / 'test.db'}"

    def reset(self) -> Flask:
        self._disconnect()
        if self.server_url:
            self._sql(f"DROP DATABASE {self.name} WITH (FORCE)")
            self._sql(f"CREATE DATABASE {self.name} TEMPLATE {self.name}_t STRATEGY FILE_COPY")
        else:
            for leftover in self.folder.glob("test.db*"):
                leftover.unlink()
            shutil.copy(self.folder / "template.db", self.folder / "test.db")
        shutil.rmtree(self.folder / "mail", ignore_errors=True)
        return self.app

    def drop(self) -> None:
        self._disconnect()
        if self.server_url:
            self._sql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            self._sql(f"DROP DATABASE IF EXISTS {self.name}_t WITH (FORCE)")

    def _make_template(self) -> None:
        with self.app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            load_plan(PLAN)
        self._disconnect()
        if self.server_url:
            self._sql(f"CREATE DATABASE {self.name}_t TEMPLATE {self.name}")
        else:
            with self.app.app_context(), db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            self._disconnect()
            shutil.copy(self.folder / "test.db", self.folder / "template.db")

    def _disconnect(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def _sql(self, statement: str) -> None:
        url = (self.server_url or "").replace("+psycopg", "")
        with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]


def test_settings(folder: Path, url: str, **more: object) -> Settings:
    """Settings for a test: nothing is read from the environment's own configuration."""
    fixed = {
        "env": Environment.TEST,
        "instance": folder,
        "database_url": url,
        "log_level": "ERROR",
        "limits_enabled": False,
    }
    return Settings(_env_file=None, **{**fixed, "page_cache_seconds": 0.0, **more})  # type: ignore[call-arg, arg-type]
