"""What the fork server imports before it makes processes: slow to load, and holding nothing open."""

import gc
import os

import docsvc.jobs
import docsvc.wiring  # noqa: F401 -- loaded for its time only
import signing
from docsvc.config import read_settings
from docsvc.observe import logs

# What ends the fork server itself is a line of the log too.
logs.configure("hand", form=read_settings(os.environ).log)
signing.warm_up()
gc.collect()
gc.freeze()  # else the first collection in each process would copy what they all share
