"""Entry of the web server: settings with time limits on statements, and the last look before production
opens."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "danvan.config.settings")
os.environ.setdefault("DANVAN_PROCESS", "web")

from django.core.wsgi import get_wsgi_application

from danvan.config import safety

application = get_wsgi_application()
safety.refuse_demonstration()
