"""The portal for any WSGI server: `wsgi:portal`."""

import gc

from app.factory import create_app

portal = app = create_app()

# What was made until now stays; to look through it for garbage would hold a request up for 0.1 s.
gc.collect()
gc.freeze()
