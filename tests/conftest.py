"""What every test may ask for: the services around docsvc, real and on this machine."""

# programs first: postgres imports it, and pytest wants to see a plugin before others do.
pytest_plugins = ("tests.services.programs", "tests.services.postgres", "tests.services.smtp")
