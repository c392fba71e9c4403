#!/bin/sh
# Makes the certificates of this folder anew. They are for tests on 127.0.0.1 and for nothing else: the keys are public.
set -eu
cd "$(dirname "$0")"

key() {
  openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
}

authority() {
  key "$1"
  openssl req -x509 -new -key "$1.key" -days 36500 -subj "/CN=$1 of the tests" -out "$1.crt"
}

# signed NAME SUBJECT EXTENSIONS
signed() {
  key "$1"
  printf '%s\n' "$3" > extensions
  openssl req -new -key "$1.key" -subj "/CN=$2" |
    openssl x509 -req -CA root.crt -CAkey root.key -CAcreateserial -days 36500 -extfile extensions -out "$1.crt"
}

authority root
authority other
signed server 'a server of the tests' 'subjectAltName = IP:127.0.0.1, DNS:db.example'
signed client certified 'extendedKeyUsage = clientAuth'
rm extensions root.key root.srl other.key
