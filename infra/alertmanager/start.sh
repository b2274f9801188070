#!/bin/sh
# Alertmanager expands no variables, and a receiver without its secret would fail at every alert. This writes the
# configuration of one installation from the one beside it, and starts Alertmanager with it and its arguments:
# who has no secret is left out, and said so. Without any, alerts are still to be seen in Grafana and Prometheus.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
secrets=${ALERTING_SECRETS:-/run/alerting}
config=${ALERTMANAGER_CONFIG:-/tmp/alertmanager.yml}
next=$config.next

has() { [ -s "$secrets/$1" ]; }

# without KEY: all receivers without their part of this name.
without() {
  awk -v key="    $1:" '
    $0 == key { skip = 1; next }
    skip && (/^    [^ ]/ || /^  [^ ]/ || /^[^ ]/) { skip = 0 }
    !skip' "$config" > "$next"
  mv "$next" "$config"
  echo "alerts: nobody is told by ${1%_configs}: $secrets/$2 is missing" >&2
}

# put EXAMPLE VALUE: in place of what stands in the example; nothing where there is no value.
put() {
  [ -n "$2" ] || return 0
  awk -v from="$1" -v to="$2" '
    { out = ""
      while ((at = index($0, from)) > 0) {
        out = out substr($0, 1, at - 1) to
        $0 = substr($0, at + length(from))
      }
      print out $0 }' "$config" > "$next"
  mv "$next" "$config"
}

umask 077
cp "$here/alertmanager.yml" "$config"
has pagerduty_key || without pagerduty_configs pagerduty_key
has slack_url || without slack_configs slack_url
has smtp_password || without email_configs smtp_password
has deadman_url || without webhook_configs deadman_url
put 'templates/*.tmpl' "$here/templates/*.tmpl"
put '/run/alerting' "$secrets"
put '#colophon-alerts' "${ALERT_SLACK_CHANNEL:-}"
put 'oncall@example.org' "${ALERT_EMAIL_TO:-}"
put 'colophon@example.org' "${ALERT_EMAIL_FROM:-}"
put 'mail.example.org:587' "${ALERT_SMTP:-}"
if has deadman_url; then put 'https://deadman.example.org/ping' "$(cat "$secrets/deadman_url")"; fi

exec "${ALERTMANAGER:-alertmanager}" --config.file="$config" "$@"
