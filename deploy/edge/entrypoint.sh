#!/bin/sh
# Start nginx with the addresses and the certificate of this place, and let it read the rules of the
# export again when they change. Everything it writes goes below EDGE_FOLDER, so that the rest can
# be read-only.
set -eu
here=$(dirname "$0")
folder=${EDGE_FOLDER:-/tmp/edge}
export=${EDGE_EXPORT:-/data/export}
certificate=${EDGE_CERTIFICATE:-/etc/edge/tls/tls.crt}
key=${EDGE_KEY:-/etc/edge/tls/tls.key}

umask 077
mkdir -p "$folder"
rm -f "$folder/nginx.pid"
if [ ! -e "$certificate" ]; then
  echo "edge: there is no $certificate; making a certificate that browsers will warn of" >&2
  certificate=$folder/tls.crt key=$folder/tls.key
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
    -subj "/CN=${EDGE_NAME:-localhost}" -addext "subjectAltName=DNS:${EDGE_NAME:-localhost}" \
    -keyout "$key" -out "$certificate" 2>"$folder/openssl.log" \
    || { cat "$folder/openssl.log" >&2; exit 1; }
fi
# Only these addresses, a CDN's for one, may say who the reader is.
trusted=
for proxy in ${EDGE_TRUSTED_PROXIES:-}; do
  case $proxy in
    *[!0-9A-Fa-f.:/]*)
      echo "edge: EDGE_TRUSTED_PROXIES has \"$proxy\":" \
        "write addresses or networks such as 192.0.2.0/24, with spaces between them" >&2
      exit 1 ;;
  esac
  trusted="$trusted set_real_ip_from $proxy;"
done
desk=
case ${EDGE_DESK:-} in
  "") ;;
  *[!0-9A-Za-z.:_-]*)
    echo "edge: EDGE_DESK is \"$EDGE_DESK\": write a name and a port such as desk:8001" >&2
    exit 1 ;;
  *)
    desk="location ^~ /desk/ { proxy_pass http://\$edge_desk\$request_uri; client_max_body_size 32m;"
    desk="$desk gzip on; error_page 502 504 = @away; error_page 413 = @large; proxy_hide_header X-Request-ID;"
    desk="$desk add_header X-Request-ID \$edge_identity always; }" ;;
esac
# The first name server of the machine; in a container, Docker's.
resolver=$(sed -n 's/^nameserver[[:space:]]*\([0-9A-Fa-f.:]*\).*/\1/p' /etc/resolv.conf | head -n 1)
case $resolver in
  "") ;;
  *:*) resolver="resolver [$resolver] valid=10s;" ;;
  *) resolver="resolver $resolver valid=10s;" ;;
esac

# The rules come last in an export, so where they are, all files are. Until then the window answers.
configure() {
  if [ -e "$export/nginx/server.conf" ]; then
    http="js_path $export/nginx; include $export/nginx/http.conf;"
    server="root $export/site; gzip_static on; brotli_static on; set \$summaries_identity \$edge_identity;"
    server="$server include $export/nginx/server.conf;"
  else
    echo "edge: there is no export in $export yet; until then the window answers" >&2
    http=
    server="absolute_redirect off; add_header X-Request-ID \$edge_identity always;"
    server="$server location / { try_files /_none @window; }"
    server="$server location = /metrics { return 404; } location = /readyz { return 404; }"
  fi
  sed -e "s|@FOLDER@|$folder|g" \
      -e "s|@EXPORT@|$export|g" \
      -e "s|@MODULES@|${EDGE_MODULES:-/usr/lib/nginx/modules}|g" \
      -e "s|@RESOLVER@|$resolver|g" \
      -e "s|@WINDOW@|${EDGE_WINDOW:-window:8000}|g" \
      -e "s|@TRUSTED@|$trusted|g" \
      -e "s|@DESK@|${EDGE_DESK:-}|g" \
      -e "s|@DESK_RULES@|$desk|g" \
      -e "s|@HTTP_RULES@|$http|g" \
      -e "s|@SERVER_RULES@|$server|g" \
      -e "s|@HTTP@|${EDGE_HTTP:-8080}|g" \
      -e "s|@HTTPS@|${EDGE_HTTPS:-8443}|g" \
      -e "s|@CERTIFICATE@|$certificate|g" \
      -e "s|@KEY@|$key|g" \
      "$here/nginx.conf" >"$folder/nginx.conf"
}

# What nginx reads of the export; the same while nothing of it changed.
rules() {
  cat "$export"/nginx/*.conf "$export"/nginx/*.js 2>/dev/null | cksum
}

# Rules that nginx does not take it leaves alone, goes on with those before, and says so.
follow() {
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    now=$(rules)
    if [ "$now" != "$before" ] && [ -s "$folder/nginx.pid" ]; then
      before=$now
      configure
      kill -HUP $$
    fi
  done
}

before=$(rules)
configure
follow &
exec nginx -e stderr -p "$folder" -c "$folder/nginx.conf"
