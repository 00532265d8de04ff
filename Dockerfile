# syntax=docker/dockerfile:1
# One image for both platforms' bots, their schedules and the page: docker build -t readout .
# What may stand in the build is .dockerignore's to say.

# The Node that tools/node pins; a test compares the two. Nothing runs in this stage, so no emulator is needed.
FROM node:26.10.0-trixie-slim AS node

# Packages are the same for every platform, but for one program: installed where the build runs, in seconds.
FROM --platform=$BUILDPLATFORM node:26.10.0-trixie-slim AS build
ARG TARGETARCH
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY tools/node tools/node
# No package may run a script of its own here. The pinned Node is a tool of development and stays out.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts --no-audit
COPY tools/docker tools/docker
RUN node tools/docker/prune.js node_modules linux-$([ "$TARGETARCH" = amd64 ] && echo x64 || echo "$TARGETARCH")
COPY LICENSE slack-manifest.yaml ./
COPY src src
RUN NODE_DISABLE_COMPILE_CACHE=1 node tools/docker/whole.js && rm .npmrc package-lock.json tools/docker/prune.js tools/docker/whole.js
COPY briefings /volumes/briefings
RUN mkdir /volumes/data
# Of Debian, Node needs the C library and these three of GCC's; it brings its own OpenSSL, ICU and certificates.
RUN --mount=type=bind,from=node,source=/usr/lib,target=/node \
    mkdir /libraries && cd /node/*-linux-gnu && cp -L libatomic.so.1 libgcc_s.so.1 libstdc++.so.6 /libraries/

FROM gcr.io/distroless/base-nossl-debian13:nonroot
COPY --from=build /libraries /usr/lib/
COPY --from=node /usr/local/LICENSE /usr/local/
COPY --from=node /usr/local/bin/node /usr/local/bin/
COPY --from=build /app /app
COPY --from=build --chown=65532:65532 /volumes /

ENV NODE_ENV=production \
    PATH=/app/tools/docker:/usr/local/bin:/usr/bin \
    READOUT_BRIEFINGS=/briefings \
    READOUT_DATA=/data \
    READOUT_WEB=0.0.0.0:8080
WORKDIR /app
USER 65532:65532
VOLUME ["/data", "/briefings"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --start-interval=2s --retries=3 \
    CMD ["node", "--v8-pool-size=0", "/app/tools/docker/health.js"]
ENTRYPOINT ["readout"]
CMD ["serve"]

ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="Readout" \
      org.opencontainers.image.description="A self-hosted news briefing bot for Discord and Slack, with proof for every line" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.base.name="gcr.io/distroless/base-nossl-debian13:nonroot"
