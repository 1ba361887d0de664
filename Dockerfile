# Kith for those who bring their own PostgreSQL (see compose.yml). Without DATABASE_URL it runs the embedded one on /data.
FROM node:24-bookworm-slim

WORKDIR /kith
COPY package.json bun.lock bunfig.toml ./
COPY patches patches
# Of the version that package.json names; its own packages are not needed a second time.
RUN npm install --global --no-fund --no-audit "bun@$(node -p "require('./package.json').dependencies.bun")" \
  && bun install --frozen-lockfile --production \
  && rm -rf node_modules/bun node_modules/@oven /root/.bun /root/.npm
COPY . .
RUN mkdir /data && chown node:node /data

ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --start-interval=1s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not `bun start`: there is nothing to install, and signals reach the supervisor itself.
CMD ["bun", "src/supervisor/main.ts"]
