"""/health: whether the installation can work, for whoever watches over it. No names, no versions, no
secrets."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

WORKER_SILENCE = timedelta(seconds=60)


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """{"database", "migrations", "worker"}: each "ok" or a word of what is wrong; 503 when pages cannot work.

    A silent worker delays jobs but stops no page, so it alone leaves the answer at 200.
    """
    answer = {"database": "ok", "migrations": "ok", "worker": "ok"}
    try:
        answer["migrations"] = _migrations()
        answer["worker"] = _worker()
    except DatabaseError:
        answer = {"database": "unreachable", "migrations": "unknown", "worker": "unknown"}
    works = answer["database"] == "ok" and answer["migrations"] == "ok"
    return JsonResponse(answer, status=200 if works else 503)


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} missing" if missing else "ok"


def _worker() -> str:
    """The jobs' own table of workers says when each was last heard of."""
    if "procrastinate_workers" not in connection.introspection.table_names():
        return "unknown"
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        last = cursor.fetchone()[0]
    return "ok" if last and timezone.now() - last < WORKER_SILENCE else "silent"
