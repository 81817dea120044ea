#!/bin/sh
# Start nginx with the addresses and the certificate of this place. Everything it writes goes below
# EDGE_FOLDER, so that the rest can be read-only.
set -eu
here=$(dirname "$0")
folder=${EDGE_FOLDER:-/tmp/edge}
certificate=${EDGE_CERTIFICATE:-/etc/edge/tls/tls.crt}
key=${EDGE_KEY:-/etc/edge/tls/tls.key}

umask 077
mkdir -p "$folder"
rm -f "$folder/inside" # a killed nginx leaves it behind, and the next one would not start
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
desk="location ^~ /desk/ { return 404; }"
case ${EDGE_DESK:-} in
  "") ;;
  *[!0-9A-Za-z.:_-]*)
    echo "edge: EDGE_DESK is \"$EDGE_DESK\": write a name and a port such as desk:8001" >&2
    exit 1 ;;
  *)
    desk="location ^~ /desk/ { proxy_pass http://$EDGE_DESK; client_max_body_size 8m;"
    desk="$desk proxy_set_header If-None-Match \$http_if_none_match; proxy_set_header Connection \"\";"
    desk="$desk proxy_set_header Host \$http_host; proxy_set_header X-Forwarded-For \$remote_addr;"
    desk="$desk proxy_set_header X-Forwarded-Proto \$scheme; proxy_set_header Forwarded \"\"; }" ;;
esac
sed -e "s|@FOLDER@|$folder|g" \
    -e "s|@WINDOW@|${EDGE_WINDOW:-window:8000}|g" \
    -e "s|@TRUSTED@|$trusted|g" \
    -e "s|@DESK@|$desk|g" \
    -e "s|@HTTP@|${EDGE_HTTP:-8080}|g" \
    -e "s|@HTTPS@|${EDGE_HTTPS:-8443}|g" \
    -e "s|@CERTIFICATE@|$certificate|g" \
    -e "s|@KEY@|$key|g" \
    "$here/nginx.conf" >"$folder/nginx.conf"
exec nginx -e stderr -p "$folder" -c "$folder/nginx.conf"
