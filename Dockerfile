# Build:  docker build --tag capacity-bot .
# Run:    docker run --env-file .env --volume capacity:/data --restart unless-stopped capacity-bot

FROM python:3.12-slim AS build
RUN python -m venv /opt/capacity-bot
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
RUN /opt/capacity-bot/bin/pip install --no-cache-dir --disable-pip-version-check '.[postgres]'

FROM python:3.12-slim
LABEL org.opencontainers.image.title="capacity-bot" \
      org.opencontainers.image.description="Tells Discord and Slack which shared AI video and music accounts are free, full or stuck." \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT"
# /data belongs to the user before it becomes a volume, so that a new volume does too.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin capacity && install --directory --owner capacity /data
COPY --from=build /opt/capacity-bot /opt/capacity-bot
# The user has no home: where matplotlib may not keep its list of fonts, it makes it anew for each picture.
ENV PATH="/opt/capacity-bot/bin:$PATH" \
    DATABASE_URL="sqlite+aiosqlite:////data/capacity.db" \
    HEALTH_PORT="8080" \
    MPLCONFIGDIR="/tmp/matplotlib"
# By number, so that an orchestrator can see that it is not root.
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# http.client asks directly, whatever proxy the environment names; the start may wait for Discord.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import http.client, os, sys; port = os.environ['HEALTH_PORT'].strip(' \"\\''); port or sys.exit(); far = http.client.HTTPConnection('127.0.0.1', int(port), timeout=4); far.request('GET', '/healthz'); sys.exit(far.getresponse().status != 200)"]
ENTRYPOINT ["capacity-bot"]
CMD ["run"]
