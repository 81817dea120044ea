# The window and the publisher, from one image. Build: docker build -t summaries .
# With models' libraries for "summaries draft": docker build --target drafts (docs/deploy.md)
FROM python:3.13-slim AS build
WORKDIR /src
RUN apt-get update -qq \
    && apt-get install -qy --no-install-recommends binutils \
    && rm -rf /var/lib/apt/lists/* \
    && python -m venv --without-pip /opt/summaries
# "redis" also has what counts requests in Redis, 4 MB more; "s3" what talks to object storage, 15 MB.
ARG REQUIREMENTS=serve
COPY requirements requirements
RUN pip --python /opt/summaries install --no-cache-dir --require-hashes \
    -r "requirements/$REQUIREMENTS.txt"
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY service service
RUN pip --python /opt/summaries install --no-cache-dir --no-deps --no-build-isolation . \
    && pip --python /opt/summaries uninstall -y flit-core

# Of what is installed 63 MB stay: slim.py says what goes, tests/deploy/test_image.py that nobody misses it.
FROM build AS slim
COPY deploy/image/slim.py .
RUN /opt/summaries/bin/python slim.py /opt/summaries/lib/python3.13/site-packages

# The faces that social cards are drawn with: 7 MB out of packages of 130 MB. fonts.py says which.
FROM python:3.13-slim AS fonts
WORKDIR /src
RUN apt-get update -qq \
    && apt-get install -qy --no-install-recommends fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/summaries /opt/summaries
COPY deploy/image/fonts.py .
RUN /opt/summaries/bin/python fonts.py /usr/share/fonts /fonts

# What both images share: a base without pip, a user who owns nothing but the editions and an export.
FROM python:3.13-slim AS base
LABEL org.opencontainers.image.title="Multilingual Summary Service" \
      org.opencontainers.image.description="Serves reviewed summaries of news articles in many languages" \
      org.opencontainers.image.licenses="BSD-3-Clause"
ENV PATH=/opt/summaries/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SUMMARIES_ARTICLES=/data/articles \
    SUMMARIES_LOCALES=/data/locales \
    SUMMARIES_JOURNAL=/data/journal \
    SUMMARIES_EDITIONS=/data/editions \
    SUMMARIES_BUCKET_FOLDER=/data/bucket \
    SUMMARIES_PUBLISHED=/data/published
RUN pip uninstall -qy --root-user-action=ignore pip \
    && rm -r /usr/local/lib/python3.13/ensurepip \
    && useradd --system --uid 10001 --user-group --home-dir /nonexistent --shell /usr/sbin/nologin \
       summaries \
    && install -d -o summaries -g summaries /data/editions /data/bucket /data/export \
    && install -d -o summaries -g summaries -m 700 /data/published /data/desk
COPY --from=fonts /fonts /usr/share/fonts/summaries
COPY articles /data/articles
COPY locales /data/locales
COPY journal /data/journal
WORKDIR /data
VOLUME ["/data/editions", "/data/published"]
EXPOSE 8000
STOPSIGNAL SIGTERM
# By number, so that Kubernetes can see that it is not root.
USER 10001:10001

# With models: everything by its hash but PyTorch, of which there is more than one build. PyPI's for
# Intel brings several GB of CUDA along. For the processor's alone give the address of PyTorch's own
# index: --build-arg TORCH_INDEX=…
FROM build AS models
ARG TORCH_INDEX=
# Nothing else is taken from that index. (The last line adds what the build that came needs.)
# hadolint ignore=DL3013
RUN pip --python /opt/summaries install --no-cache-dir --require-hashes --no-deps \
       -r requirements/drafts.txt \
    && pip --python /opt/summaries install --no-cache-dir --no-deps \
       ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0 \
    && pip --python /opt/summaries install --no-cache-dir torch==2.13.0

FROM base AS drafts
COPY --from=models /opt/summaries /opt/summaries
ENV SUMMARIES_DRAFTS=1 \
    HF_HOME=/tmp/models \
    XDG_CACHE_HOME=/tmp/cache \
    HF_HUB_OFFLINE=1
ENTRYPOINT ["summaries"]
CMD ["draft", "--help"]

FROM base
COPY --from=slim /opt/summaries /opt/summaries
# Bare sockets: the check runs for as long as the window does, and urllib takes longer to load than
# the answer to come.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --start-interval=1s \
  CMD ["python", "-SIc", "import os, socket; s = socket.create_connection(('127.0.0.1', int(os.environ.get('PORT') or 8000)), 2); s.sendall(b'GET /readyz HTTP/1.0\\r\\n\\r\\n'); raise SystemExit(s.recv(12)[-3:] != b'200')"]
CMD ["summaries", "serve", "--host", "0.0.0.0"]
