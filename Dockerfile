# The service's image: web, worker and scheduler are the same image with different commands (docker-compose.yml).

FROM node:24-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=optional
COPY dev/assets.mjs dev/assets.mjs
COPY static/src static/src
RUN node dev/assets.mjs

FROM python:3.12-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements/base.txt requirements/base.txt
RUN /opt/venv/bin/pip install --require-hashes -r requirements/base.txt

FROM python:3.12-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BIND=0.0.0.0:8000
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin provider-direct
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY providerdirect providerdirect
COPY core core
COPY programmes programmes
COPY audit audit
COPY accounts accounts
COPY notices notices
COPY providers providers
COPY line line
COPY accesscodes accesscodes
COPY security security
COPY circumstances circumstances
COPY complaints complaints
COPY incidents incidents
COPY calls calls
COPY figures figures
COPY desk desk
COPY templates templates
COPY --from=assets /build/static/built static/built
# Collecting needs a key to be set, and uses none.
RUN SECRET_KEY=for-collecting-only python manage.py collectstatic --noinput --verbosity 0
USER provider-direct
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["python", "-m", "providerdirect.ask_health"]
CMD ["gunicorn", "--config", "python:providerdirect.server", "providerdirect.wsgi"]
