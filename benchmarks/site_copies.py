"""A large site out of a small one: every practice of a scratch database copied many times with all its parts, in SQL.

Only for benchmarks, only SQLite. Copies differ from their original in key, place in the tree, slug and title.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, models
from wagtail.models import Page

from practices.models import PracticePage

STEP = 10_000_000  # between the keys of two copies of one row
BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def multiply(copies: int) -> int:
    """Copy every practice so often; returns the practices there are then."""
    parts = part_models()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        connection.connection.create_function("next_path", 2, next_path)
        practices = "id IN (SELECT page_ptr_id FROM practices_practicepage WHERE page_ptr_id < %d)" % STEP  # noqa: UP031
        copied = {Page, PracticePage, *parts}
        for model in (*parts, PracticePage):
            key = model._meta.pk.column
            insert(cursor, model, copied, copies, f"{key} < {STEP}")
        insert(cursor, Page, copied, copies, practices)
        cursor.execute("ANALYZE")
    return PracticePage.objects.count()


def part_models() -> list[type[models.Model]]:
    """Models whose rows belong to one practice, and the tables between practices and vocabularies."""
    own = [
        r.related_model
        for r in PracticePage._meta.related_objects
        if r.related_model._meta.app_label == "practices" and not r.many_to_many
    ]
    between = [f.remote_field.through for f in PracticePage._meta.local_many_to_many]
    return list(dict.fromkeys([*own, *between]))


def insert(cursor: Any, model: type[models.Model], copied: set[type[models.Model]], copies: int, where: str) -> None:
    """One statement: each row of the model so often, keys and references moved."""
    columns, values = [], []
    for field in model._meta.local_fields:
        columns.append(f'"{field.column}"')
        values.append(expression(model, field, copied))
    table = model._meta.db_table
    cursor.execute(
        f"WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {int(copies)}) "
        f'INSERT INTO "{table}" ({", ".join(columns)}) SELECT {", ".join(values)} FROM "{table}" t, copy WHERE {where}'
    )


def expression(model: type[models.Model], field: models.Field[Any, Any], copied: set[type[models.Model]]) -> str:
    """What a column of a copy holds."""
    column = f't."{field.column}"'
    if field.primary_key or (field.is_relation and field.related_model in copied and model is not Page):
        return f"{column} + n * {STEP}"
    special = {
        "path": f"next_path({column}, n)",
        "slug": f"{column} || '-' || n",
        "url_path": f"{column} || n || '/'",
        "title": f"{column} || ' ' || n",
        "code": f"{column} || '-' || n",
        "translation_key": "lower(hex(randomblob(16)))",
        "public_id": "lower(hex(randomblob(16)))",
        "uuid": "lower(hex(randomblob(16)))",
    }
    if model in (Page, PracticePage) or field.unique or isinstance(field, models.UUIDField):
        return special.get(field.column, column)
    return column


def next_path(path: str, copy: int) -> str:
    """A free place under the same city."""
    step = int(path[-4:], 36) + 40 * copy
    digits = ""
    for _ in range(4):
        step, digit = divmod(step, 36)
        digits = BASE36[digit] + digits
    return path[:-4] + digits
