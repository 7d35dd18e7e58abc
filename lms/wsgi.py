"""The web server's way in."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from lms.core.processes import end_with_parent

end_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")
application = get_wsgi_application()

# Everything loaded so far lives as long as the process: the collector need not walk it at every turn.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
