"""What the fork server imports before it makes processes: slow to load, and holding nothing open."""

import docsvc.jobs
import docsvc.wiring  # noqa: F401 -- loaded for its time only
import signing
import templates

signing.warm_up()
templates.warm()
