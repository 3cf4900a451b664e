# The service as an image: locked packages with hashes, CareerGini from its wheel, no root.

FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/careergini /opt/build
COPY requirements.lock requirements-build.lock ./
RUN /opt/careergini/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r requirements.lock \
    && /opt/build/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r requirements-build.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY bot bot
COPY domain domain
COPY graph graph
COPY integrations integrations
COPY prompts prompts
COPY scheduler scheduler
COPY storage storage
RUN /opt/build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/careergini/bin/pip install --no-cache-dir --no-deps --no-index /wheels/*.whl

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/careergini --create-home careergini
COPY --from=build /opt/careergini /opt/careergini
ENV PATH=/opt/careergini/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CAREERGINI_DATA_FOLDER=/var/lib/careergini \
    CAREERGINI_LOG__FORMAT=json
USER careergini
WORKDIR /var/lib/careergini
VOLUME /var/lib/careergini
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["careergini", "health"]
ENTRYPOINT ["careergini"]
CMD ["run"]
