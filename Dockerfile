# Earshot with its own Node 24 and Debian's Chromium. Configuration is read from /app/config; without DATABASE_URL the
# embedded store keeps its data in /app/data.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# The development dependencies bring a Node of their own, for machines that have an older one; this image needs neither.
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
# Fonts for pages that render in the browser, and for the charts in mails; tini reaps the browser's processes.
RUN apt-get update \
  && apt-get install -y --no-install-recommends chromium fonts-noto-cjk fonts-noto-color-emoji tini \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production \
    NODE_COMPILE_CACHE=/var/cache/earshot \
    EARSHOT_CHROMIUM=/usr/bin/chromium \
    EARSHOT_WEB_HOST=0.0.0.0
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json LICENSE* ./
COPY src src
COPY crawlers crawlers
COPY config config
RUN mkdir data /var/cache/earshot && chown node:node data /var/cache/earshot
USER node
# What every start loads is compiled once, here: it saves half of the work of loading it.
RUN node src/earshot.js --help > /dev/null \
  && node --eval "import('/app/src/cli/running.ts')"
VOLUME /app/data
EXPOSE 8480
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8480/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "src/earshot.js"]
CMD ["start"]
