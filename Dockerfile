# The window and the publisher, from one image. Build: docker build -t summaries .
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/summaries
COPY requirements/serve.txt requirements/serve.txt
RUN /opt/summaries/bin/pip install --no-cache-dir --require-hashes -r requirements/serve.txt
COPY pyproject.toml README.md LICENSE ./
COPY service service
RUN /opt/summaries/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/summaries/bin/pip uninstall -y flit-core pip

# The four faces that social cards are drawn with, out of packages of 130 MB.
FROM python:3.13-slim AS fonts
RUN apt-get update -qq \
    && apt-get install -qy --no-install-recommends fonts-noto-core fonts-noto-cjk \
    && mkdir /fonts \
    && find /usr/share/fonts \( -name NotoSerif-Bold.ttf -o -name NotoNaskhArabic-Bold.ttf \
       -o -name NotoSerifHebrew-Bold.ttf -o -name NotoSansCJK-Bold.ttc \) -exec cp {} /fonts \;

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Multilingual Summary Service" \
      org.opencontainers.image.description="Serves reviewed summaries of news articles in many languages" \
      org.opencontainers.image.licenses="BSD-3-Clause"
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin summaries \
    && install -d -o summaries -g summaries /data/editions
COPY --from=build /opt/summaries /opt/summaries
COPY --from=fonts /fonts /usr/share/fonts/summaries
COPY articles /data/articles
COPY locales /data/locales
ENV PATH=/opt/summaries/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SUMMARIES_ARTICLES=/data/articles \
    SUMMARIES_LOCALES=/data/locales \
    SUMMARIES_EDITIONS=/data/editions
WORKDIR /data
USER summaries
VOLUME ["/data/editions"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ.get('PORT', 8000)}/readyz\", timeout=2)"]
CMD ["summaries", "serve", "--host", "0.0.0.0"]
