# One image for web, workers and beat. Front-end packages are fetched here once; the running image knows no npm.
FROM node:22-bookworm-slim AS front
WORKDIR /portal
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM python:3.11-slim-bookworm AS portal
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /portal portal
WORKDIR /portal
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt
COPY --from=front /portal/node_modules ./node_modules
COPY . .
# 仿宋 and 楷体 for official documents; an image without them prints in 宋体.
RUN python -m config.machine.packages print && rm -rf /var/lib/apt/lists/*
# Collecting needs no secret and no server: these settings are the demo's, and only file names come of them.
RUN python manage.py collectstatic --noinput --verbosity=0 \
    && mkdir -p /media && chown portal /media
ENV PRODUCTION=1 MEDIA_ROOT=/media
USER portal
VOLUME /media
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--workers=3", "--threads=4", "--worker-tmp-dir=/dev/shm", \
     "--graceful-timeout=20", "--max-requests=5000", "--max-requests-jitter=500", "--forwarded-allow-ips=*"]
