# A static binary and nothing else: `docker build -t provost .`, then `docker run --rm -v "$PWD:/work:ro" provost check`.
# For CI systems that run a shell in the image, such as GitLab: `docker build --target ci -t provost:ci .`
#
# Neither was built where this repository is tested, which has no Docker engine: tests/it/places.rs checks what it says.

FROM rust:1.91-alpine3.22 AS build
RUN apk add --no-cache musl-dev
WORKDIR /src
COPY . .
RUN cargo build --release --locked --bin provost && target/release/provost --version

FROM alpine:3.22 AS ci
COPY --from=build /src/target/release/provost /usr/local/bin/provost
USER 65532:65532
WORKDIR /work

FROM scratch
COPY --from=build /src/target/release/provost /provost
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/provost"]
CMD ["check"]
