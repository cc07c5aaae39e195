"""The least that Flask can do: the same bytes from memory. What is above it is our own cost."""

import os
from pathlib import Path

from flask import Flask, Response

app = Flask(__name__)
BODY = Path(os.environ["BENCH_BODY"]).read_bytes()


@app.get("/")
def answer() -> Response:
    """Answer with a body that was read at start."""
    return Response(BODY, mimetype="text/html")
