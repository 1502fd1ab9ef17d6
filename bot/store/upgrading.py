"""The upgrade of a database to the tables of this version: by Alembic, in one transaction."""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from bot.errors import NewerDatabase, StoreError
from bot.store.tables import VERSION

log = logging.getLogger(__name__)

_SCRIPTS = Path(__file__).parent.parent / "migrations"


def bring_to_head(path: Path, *, patience: float) -> None:
    """Make the tables of a database, or bring them to this version; refuse a version that is not known.

    Whatever it raises, a StoreError or an error of the driver, everything is then as it was before.
    """
    # Here, and not by way of aiosqlite, which leaves a thread behind where a database cannot be opened. References are
    # not enforced here, as they are elsewhere: a migration copies tables that others refer to.
    with closing(sqlite3.connect(path, timeout=patience, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        if _version(connection, path) < VERSION:
            engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=sa.StaticPool)
            with engine.begin() as shared:
                connection.execute("BEGIN IMMEDIATE")
                _upgrade(shared, path, found=_version(connection, path))  # another process may have been faster


def _version(connection: sqlite3.Connection, path: Path) -> int:
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > VERSION:
        raise NewerDatabase(path, found=found, known=VERSION)
    return found


def _upgrade(connection: sa.Connection, path: Path, *, found: int) -> None:
    if found == VERSION:
        return
    from alembic import command  # noqa: PLC0415 - takes a quarter of a second, and most starts need none of it
    from alembic.config import Config  # noqa: PLC0415 - the same

    log.info("%s: from database version %d to %d", path, found, VERSION)
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    if found == 1:  # made before there were migrations
        command.stamp(config, "0001")
    command.upgrade(config, "head")
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise StoreError(
            path,
            f"cannot be brought to this version: {len(broken)} of its rows belong to none, so it is damaged. It stays "
            "as it was. Restore it from a backup.",
        )
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
