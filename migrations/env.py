"""How Alembic reaches the database: the engine and the rows of the running app."""

from alembic import context
from flask import current_app

from app.db import db, in_transactions, is_declared

target = current_app.extensions["migrate"].db
configure_args = current_app.extensions["migrate"].configure_args


def run_migrations() -> None:
    """Run inside one transaction, with SQLite's foreign keys off so that tables can be rebuilt."""
    engine = in_transactions(target.engine)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        context.configure(
            connection=connection, target_metadata=db.metadata, include_object=is_declared, **configure_args
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if engine.dialect.name == "sqlite":
            connection.invalidate()


run_migrations()
