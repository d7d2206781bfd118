# shellcheck shell=bash
# A node to measure, as bench, idle, latency and telemetry-cost need it: set $root and $tool, then source this.
#   JAVA_HOME    the JDK that the node runs on (default: the java on the PATH)
#   JVM_OPTIONS  more options for the node's JVM (default: -Xmx4g)
#   WSBENCH      for need_wsbench: wsbench, compiled or as its .c file
jar=$root/http-edge/target/lifeline.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jcmd=${JAVA_HOME:+$JAVA_HOME/bin/}jcmd
jvm_options=${JVM_OPTIONS:--Xmx4g}
subscribe_path='/ws?user=u&channel=bench'
publish_path='/ws?user=p'
publish_prefix='{"id":1,"publish":{"channel":"bench","data":"'
publish_suffix='"}}'

work=$(mktemp -d)
node=
nodes=
clients=

fail() {
  echo "$tool: $1" >&2
  exit 2
}

stop() {
  local pid
  for pid in $clients $nodes; do
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  clients=
  node=
  nodes=
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

need_node() {
  [ -f "$jar" ] || fail "no $jar; build with: mvn -DskipTests package"
}

need_wsbench() {
  [ -n "${WSBENCH:-}" ] || fail "set WSBENCH to wsbench or wsbench.c"
  [ -f "$WSBENCH" ] || fail "no such file: $WSBENCH"
  wsbench=$WSBENCH
  if [[ $WSBENCH == *.c ]]; then
    wsbench=$work/wsbench
    gcc -O2 -o "$wsbench" "$WSBENCH"
  fi
}

start() { # agent or no-agent, and more settings; sets node (its process) and port, beside others
  local variant=$1 settings=${2:-} agent=on
  [ "$variant" != no-agent ] || agent=off
  cat >"$work/$variant.conf" <<CONF
# One machine plays all clients, and they all come at once; one of them publishes everything.
lifeline.supervision.sockets.per-address = 100000
lifeline.supervision.websockets.per-address = 100000
lifeline.supervision.websockets.rate = 100000
lifeline.supervision.websockets.burst = 100000
lifeline.connection.inbound.messages-per-second = 1000000
lifeline.connection.inbound.bytes-per-second = 512MiB
$settings
CONF
  # shellcheck disable=SC2086
  "$java" $jvm_options -Dlifeline.telemetry.agent=$agent -jar "$jar" node --dev --port 0 \
    --ops-port 0 --config "$work/$variant.conf" >"$work/$variant.out" 2>&1 </dev/null &
  node=$!
  nodes="$nodes $node"
  for _ in $(seq 300); do
    port=$(sed -n 's|.*Lifeline is ready: ws://[^ ]*:\([0-9]*\)/ws .*|\1|p' "$work/$variant.out")
    [ -z "$port" ] || return 0
    kill -0 "$node" 2>/dev/null || break
    sleep 0.1
  done
  echo "$tool: the node did not become ready:" >&2
  cat "$work/$variant.out" >&2
  exit 1
}

node_name() { # agent or no-agent
  local version
  version=$("$java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/.*java.specification.version = //p')
  echo "lifeline-$1-jdk$version"
}

live_bytes() { # process of a JVM: bytes of its live objects, after a collection
  "$jcmd" "$1" GC.class_histogram | awk '$1 == "Total" { print $3 }'
}
