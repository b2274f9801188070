# One image for every process of the distributed form; the command picks which. `proof/image/main.ts` runs these very
# steps without a container engine: an instruction it does not know fails there.

FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS pages
WORKDIR /app
# What the pages are built with stays in this stage.
COPY package.json package-lock.json .npmrc ./
COPY web/costs/package.json web/costs/
COPY web/desk/package.json web/desk/
COPY web/shared/package.json web/shared/
COPY web/status/package.json web/status/
RUN ["npm", "ci", "--workspace", "@colophon/desk", "--workspace", "@colophon/web-shared", "--workspace", "@colophon/costs", "--workspace", "@colophon/status", "--ignore-scripts"]
COPY tsconfig.json ./
COPY web web/
RUN ["node", "web/build.js"]

FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS dependencies
WORKDIR /app
# The manifests alone, so that a change of the sources leaves the layer of the dependencies as it is. All but that of the
# testkit, which is for tests: what it depends on is none of the image's business.
COPY package.json package-lock.json .npmrc ./
COPY packages/adapters/package.json packages/adapters/
COPY packages/agents/package.json packages/agents/
COPY packages/cli/package.json packages/cli/
COPY packages/domain/package.json packages/domain/
COPY packages/formats/package.json packages/formats/
COPY packages/methods/package.json packages/methods/
COPY packages/monitoring/package.json packages/monitoring/
COPY packages/profiles/package.json packages/profiles/
COPY packages/runtime/package.json packages/runtime/
COPY services/agent-host/package.json services/agent-host/
COPY services/coordinator/package.json services/coordinator/
COPY services/cost-api/package.json services/cost-api/
COPY services/enrichment-worker/package.json services/enrichment-worker/
COPY services/review-api/package.json services/review-api/
COPY web/costs/package.json web/costs/
COPY web/desk/package.json web/desk/
COPY web/shared/package.json web/shared/
COPY web/status/package.json web/status/
# No dependency at run time needs its install script, so none gets to run.
RUN ["npm", "ci", "--omit=dev", "--ignore-scripts"]

FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
# In a container loopback is reached by nobody; programs refuse other addresses unless tokens are configured.
ENV NODE_ENV=production HOST=0.0.0.0 OPS_HOST=0.0.0.0
WORKDIR /app
COPY --from=dependencies /app ./
# Workspaces stay where they are: Node does not strip types inside node_modules.
COPY packages packages/
COPY services services/
COPY --from=pages /app/web/costs/dist web/costs/dist/
COPY --from=pages /app/web/desk/dist web/desk/dist/
COPY --from=pages /app/web/status/dist web/status/dist/
COPY infra/image infra/image/
# The user `node`, as a number: only so can a cluster see that it is not root. Everything above belongs to root.
USER 1000:1000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["node", "infra/image/check-health.js"]
ENTRYPOINT ["node"]
CMD ["services/coordinator/src/main.ts"]
