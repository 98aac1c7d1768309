"""What a change of an activity tells the features above it."""

import pytest

from app.activities.hooks import hooks


@pytest.fixture
def pools(monkeypatch):
    """What is handed to whoever keeps the places: (activity id, ids of dates, pools)."""
    handed = []
    monkeypatch.setattr(hooks, "save_pools", lambda _session, *facts: handed.append(facts))
    return handed


@pytest.fixture
def moved(monkeypatch):
    """The ids of dates of which it was told that they moved."""
    told = []
    monkeypatch.setattr(hooks, "dates_changed", lambda _session, facts: told.extend(one.occurrence_id for one in facts))
    return told


@pytest.fixture
def cancelled(monkeypatch):
    """The ids of dates of which it was told that they are cancelled."""
    told = []
    monkeypatch.setattr(hooks, "dates_changed", lambda _session, facts: told.extend(one.occurrence_id for one in facts))
    return told
