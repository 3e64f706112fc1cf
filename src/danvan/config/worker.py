"""`python -m danvan.config.worker`: runs the jobs that pages and commands have left in the database."""

import logging
import os

import django


def main() -> None:
    """Until SIGTERM or SIGINT; a job under way is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.config.settings")
    django.setup()
    from danvan.config import safety

    safety.refuse_demonstration()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(concurrency=2, listen_notify=True, delete_jobs="successful")


if __name__ == "__main__":
    main()
