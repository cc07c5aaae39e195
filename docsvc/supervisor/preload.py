"""What the fork server imports before it makes processes: slow to load, and holding nothing open."""

import gc

import docsvc.jobs
import docsvc.wiring  # noqa: F401 -- loaded for its time only
import signing
import templates

signing.warm_up()
templates.warm()
gc.collect()
gc.freeze()  # else the first collection in each process would copy what they all share
